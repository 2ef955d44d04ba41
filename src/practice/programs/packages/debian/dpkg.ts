import type { Program } from '../../../process/process.ts';
import { defineProgram } from '../../define-program.ts';
import type { Call } from '../../define-program.ts';
import { filesOf, listedPackages, readInstalled } from './database.ts';

const options = {
  list: { short: 'l', long: 'list', help: 'list packages concisely' },
  listFiles: { short: 'L', long: 'listfiles', help: "list files 'owned' by packages" },
  search: { short: 'S', long: 'search', help: 'find packages owning files' },
  status: { short: 's', long: 'status', help: 'display package status details' },
  selections: { long: 'get-selections', help: 'get list of selections' },
  architecture: { long: 'print-architecture', help: 'print dpkg architecture' },
  configure: { long: 'configure', help: 'reconfigure unpacked packages' },
  all: { short: 'a', long: 'pending', help: 'all packages' },
  install: { short: 'i', long: 'install', help: 'install package files' },
  remove: { short: 'r', long: 'remove', help: 'remove packages' },
  purge: { short: 'P', long: 'purge', help: 'remove packages with their configuration' },
  addArchitecture: { long: 'add-architecture', value: 'ARCHITECTURE', help: 'add an architecture' },
} as const;

type DpkgCall = Call<typeof options>;

/** dpkg(1), as far as it only looks; archives cannot be installed one by one. */
export const dpkg: Program = defineProgram(
  {
    usage: 'NAME [<option>...] <command>',
    summary: 'The medium-level package manager for Debian.',
    version: "'Debian package management program' 1.22.21",
    usageStatus: 2,
    options,
  },
  async (call) => {
    const { context, values, operands, print, complain } = call;
    const { system } = context;
    if (values.architecture) {
      await print(`${system.architecture === 'aarch64' ? 'arm64' : 'amd64'}\n`);
      return 0;
    }
    if (values.install || values.addArchitecture !== undefined || values.remove || values.purge) {
      const what = values.install
        ? 'installing an archive'
        : values.remove || values.purge
          ? 'removing (use apt-get remove)'
          : 'another architecture';
      await complain(`error: ${what} is not supported on the practice device`);
      return 2;
    }
    if (values.configure) return 0;
    if (values.list) return list(call);
    if (values.listFiles) return listFiles(call);
    if (values.search) return search(call);
    const installed = await readInstalled(system.fileSystem);
    if (values.selections) {
      for (const { name } of installed.values()) await print(`${name.padEnd(47)} install\n`);
      return 0;
    }
    if (values.status) {
      for (const name of operands) {
        const found = installed.get(name);
        if (found === undefined) {
          await complain(`package '${name}' is not installed and no information is available`);
          return 1;
        }
        await print(`${found.paragraph.trim()}\n`);
      }
      return 0;
    }
    await complain('error: need an action option');
    return 2;
  },
);

async function list({ context, operands, print, complain }: DpkgCall): Promise<number> {
  const installed = await readInstalled(context.system.fileSystem);
  const patterns = operands.map(
    (name) =>
      new RegExp(
        `^${name
          .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
      ),
  );
  const found = [...installed.values()].filter(({ name }) => patterns.length === 0 || patterns.some((pattern) => pattern.test(name)));
  if (found.length === 0) {
    for (const name of operands) await complain(`no packages found matching ${name}`);
    return 1;
  }
  const widths = [Math.max(14, ...found.map(({ name }) => name.length)), Math.max(12, ...found.map(({ version }) => version.length)), 12];
  const row = (mark: string, cells: readonly string[], last: string): string =>
    `${mark} ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ')} ${last}\n`;
  await print(
    `Desired=Unknown/Install/Remove/Purge/Hold\n| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n`,
  );
  await print(row('||/', ['Name', 'Version', 'Architecture'], 'Description'));
  await print(`+++-${widths.map((width) => '='.repeat(width)).join('-')}-${'='.repeat(40)}\n`);
  for (const { name, version, architecture, summary } of found) await print(row('ii ', [name, version, architecture], summary));
  return 0;
}

async function listFiles({ context, operands, print, complain }: DpkgCall): Promise<number> {
  const installed = await readInstalled(context.system.fileSystem);
  let status = 0;
  for (const name of operands) {
    const paths = await filesOf(context.system.fileSystem, name);
    if (paths !== undefined) await print(['/.', ...paths, ''].join('\n'));
    else {
      const isBase = installed.has(name);
      await complain(
        isBase
          ? `the files of '${name}', which the image starts with, are not listed on the practice device`
          : `package '${name}' is not installed`,
      );
      status = 1;
    }
  }
  return status;
}

async function search({ context, operands, print, complain }: DpkgCall): Promise<number> {
  const { fileSystem } = context.system;
  let status = 0;
  for (const wanted of operands) {
    let isFound = false;
    for (const name of await listedPackages(fileSystem))
      for (const path of (await filesOf(fileSystem, name)) ?? []) {
        if (wanted.startsWith('/') ? path !== wanted : !path.includes(wanted)) continue;
        isFound = true;
        await print(`${name}: ${path}\n`);
      }
    if (!isFound) {
      await complain(`no path found matching pattern ${wanted}`);
      status = 1;
    }
  }
  return status;
}
