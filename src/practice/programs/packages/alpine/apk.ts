import { alpinePackages } from '../../../engine/catalogue/packages/alpine.ts';
import type { AlpinePackage } from '../../../engine/catalogue/packages/alpine.ts';
import type { Program } from '../../../process/process.ts';
import { defineProgram } from '../../define-program.ts';
import type { Call } from '../../define-program.ts';
import { flush, write } from '../../lines.ts';
import { placeFiles, removeFiles } from '../place-files.ts';
import { readInstalled, readWorld, textOf, writeInstalled, writeWorld } from './database.ts';
import type { InstalledAlpinePackage } from './database.ts';
import { packageContent } from './package-content.ts';

const options = {
  noCache: { long: 'no-cache', help: 'do not use any local cache path' },
  updateCache: { short: 'U', long: 'update-cache', help: 'update the repository indexes first' },
  update: { long: 'update', help: 'same as -U' },
  virtual: { short: 't', long: 'virtual', value: 'NAME', help: 'create a virtual package with the given dependencies' },
  quiet: { short: 'q', long: 'quiet', help: 'print less information' },
  verbose: { short: 'v', long: 'verbose', help: 'print more information' },
  upgrade: { short: 'u', long: 'upgrade', help: 'prefer to upgrade package' },
  simulate: { short: 's', long: 'simulate', help: 'simulate the requested operation' },
  purge: { long: 'purge', help: 'purge modified configuration and cached packages' },
  recursive: { short: 'r', long: 'rdepends', help: 'recursively delete all reverse dependencies too' },
  contents: { short: 'L', long: 'contents', help: 'list contents of the package' },
  exists: { short: 'e', long: 'installed', help: 'check package installed status' },
  owner: { short: 'W', long: 'who-owns', help: 'print the package that owns the file' },
  all: { short: 'a', long: 'all', help: 'print all information about the package' },
  description: { short: 'd', long: 'description', help: 'print description' },
  noProgress: { long: 'no-progress', help: 'disable progress bar' },
  repository: { short: 'X', long: 'repository', value: 'REPO', help: 'specify additional repository' },
} as const;

type ApkCall = Call<typeof options> & { names: string[]; architecture: string; say: (text: string) => Promise<void> };

const commands: Readonly<Record<string, (call: ApkCall) => Promise<number>>> = {
  add,
  del: remove,
  update: async (call) => {
    await fetchIndexes(call, true);
    await call.say(`v3.22 [https://dl-cdn.alpinelinux.org/alpine/v3.22/main]\nOK: ${alpinePackages().size} distinct packages available\n`);
    return 0;
  },
  upgrade: async (call) => {
    await fetchIndexes(call, !call.values.noCache);
    return summary(call, await installedOf(call));
  },
  info,
  list: info,
  search: async (call) => {
    for (const one of alpinePackages().values())
      if (call.names.length === 0 || call.names.some((name) => one.name.includes(name)))
        await call.print(`${one.name}-${one.version}${call.values.verbose ? ` - ${one.summary}` : ''}\n`);
    return 0;
  },
  fix: async (call) => summary(call, await installedOf(call)),
};

const indexFile = '/var/cache/apk/APKINDEX.tar.gz';

/** apk(8), version 2. */
export const apk: Program = defineProgram(
  {
    usage: 'NAME [<OPTIONS>...] COMMAND [<ARGUMENTS>...]',
    summary: 'Commands: add, del, info, search, update, upgrade',
    version: '2.14.9',
    options,
  },
  async (call) => {
    const [name = '', ...names] = call.operands;
    const { system, process } = call.context;
    const complain = async (text: string): Promise<void> => {
      await flush(call.context.stdout, call.context.ended);
      await write(call.context.stderr, Buffer.from(`${text}\n`), call.context.ended);
    };
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
      await complain(
        /^(audit|cache|dot|fetch|index|manifest|policy|stats|verify|version)$/.test(name)
          ? `ERROR: apk ${name} is not supported on the practice device`
          : `apk: unrecognized command '${name}'`,
      );
      return 1;
    }
    if (process.user !== 'root' && !['info', 'list', 'search'].includes(name)) {
      await complain('ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied');
      return 99;
    }
    const say = (text: string): Promise<void> => (call.values.quiet ? Promise.resolve() : call.print(text));
    return command({ ...call, complain, names, say, architecture: system.architecture });
  },
);

async function fetchIndexes(call: ApkCall, keeps: boolean): Promise<void> {
  const { fileSystem } = call.context.system;
  const repositories = (await textOf(fileSystem, '/etc/apk/repositories')).split('\n').filter((line) => /^https?:/.test(line));
  for (const repository of repositories) await call.say(`fetch ${repository}/${call.architecture}/APKINDEX.tar.gz\n`);
  if (!keeps) return;
  await fileSystem.makeDirectory('/var/cache/apk', { recursive: true });
  await fileSystem.writeFile(indexFile, 'Stands for the indexes of main and community on the practice device.\n');
  await fileSystem.declareSize(indexFile, 2_400_000);
}

function installedOf(call: ApkCall): Promise<Map<string, InstalledAlpinePackage>> {
  return readInstalled(call.context.system.fileSystem, alpinePackages());
}

async function add(call: ApkCall): Promise<number> {
  const { names, values, complain, say } = call;
  const { fileSystem } = call.context.system;
  const known = alpinePackages();
  const installed = await installedOf(call);
  const hasIndex = (await textOf(fileSystem, indexFile)) !== '';
  const refreshes = values.noCache || values.updateCache || values.update;
  if (refreshes) await fetchIndexes(call, !values.noCache);
  const wanted = names.map((name) => name.replace(/[<>=~].*$/, '').replace(/@.*$/, ''));
  const lost = wanted.filter((name) => !installed.has(name) && (!(refreshes || hasIndex) || !known.has(name)));
  if (lost.length > 0) {
    const lines = lost.map(
      (name) =>
        `  ${name} (no such package):\n    required by: ${values.virtual === undefined ? `world[${name}]` : `${values.virtual}-20261020.000000[${name}]`}`,
    );
    await complain(`ERROR: unable to select packages:\n${lines.join('\n')}`);
    return lost.length;
  }
  const chosen: AlpinePackage[] = [];
  const seen = new Set(installed.keys());
  const visit = (name: string): void => {
    const found = known.get(name);
    if (found === undefined || seen.has(name)) return;
    seen.add(name);
    found.depends.forEach(visit);
    chosen.push(found);
  };
  [...wanted].sort().forEach(visit);
  if (values.virtual !== undefined && !installed.has(values.virtual)) chosen.push(virtualPackage(values.virtual, wanted));
  for (const [index, one] of chosen.entries()) {
    await say(`(${index + 1}/${chosen.length}) Installing ${one.name} (${one.version})\n`);
    if (values.simulate) continue;
    installed.set(one.name, { package: one, paths: await placeFiles(call.context.system, packageContent(one)) });
    call.context.ended.throwIfAborted();
  }
  if (!values.simulate) {
    const world = await readWorld(fileSystem);
    for (const name of values.virtual === undefined ? wanted : [values.virtual]) world.add(name);
    await writeWorld(fileSystem, world);
    await writeInstalled(fileSystem, installed, call.architecture);
  }
  if (chosen.length > 0) await say(`Executing busybox-${known.get('busybox')?.version ?? ''}.trigger\n`);
  return summary(call, installed);
}

function virtualPackage(name: string, depends: readonly string[]): AlpinePackage {
  return {
    name,
    version: '20261020.000000',
    installedSize: 0,
    downloadSize: 0,
    depends,
    programs: [],
    mainFile: '',
    summary: 'virtual meta package',
    isBase: false,
  };
}

async function remove(call: ApkCall): Promise<number> {
  const { names, complain, say } = call;
  const { fileSystem } = call.context.system;
  const installed = await installedOf(call);
  const world = await readWorld(fileSystem);
  for (const name of names)
    if (!installed.has(name)) {
      await complain(`ERROR: No such package: ${name}`);
      return 1;
    }
  for (const name of names) world.delete(name);
  const needed = new Set<string>();
  const todo = [...world];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    todo.push(...(installed.get(name)?.package.depends ?? []));
  }
  const kept = names.filter((name) => needed.has(name));
  if (kept.length > 0) {
    await say('World updated, but the following packages are not removed due to:\n');
    for (const name of kept) {
      const users = [...installed.values()]
        .filter(({ package: one }) => needed.has(one.name) && one.depends.includes(name))
        .map(({ package: one }) => one.name);
      await say(`  ${name}: ${users.join(' ')}\n`);
    }
  }
  // What the image starts with stays, whatever the world says.
  const gone = [...installed.values()].filter(({ package: one }) => !needed.has(one.name) && !one.isBase).reverse();
  for (const [index, { package: one, paths }] of gone.entries()) {
    await say(`(${index + 1}/${gone.length}) Purging ${one.name} (${one.version})\n`);
    await removeFiles(fileSystem, paths);
    installed.delete(one.name);
  }
  await writeWorld(fileSystem, world);
  await writeInstalled(fileSystem, installed, call.architecture);
  if (gone.length > 0) await say(`Executing busybox-${alpinePackages().get('busybox')?.version ?? ''}.trigger\n`);
  return summary(call, installed);
}

async function summary(call: ApkCall, installed: ReadonlyMap<string, InstalledAlpinePackage>): Promise<number> {
  const bytes = [...installed.values()].reduce((sum, { package: one }) => sum + one.installedSize, 0);
  await call.say(`OK: ${Math.round(bytes / 1_048_576)} MiB in ${installed.size} packages\n`);
  return 0;
}

async function info(call: ApkCall): Promise<number> {
  const { names, values, print, complain } = call;
  const installed = await installedOf(call);
  if (values.owner) {
    for (const path of names) {
      const owner = [...installed.values()].find(({ paths }) => paths.includes(path));
      if (owner === undefined) {
        await complain(`ERROR: ${path}: Could not find owner package`);
        return 1;
      }
      await print(`${path} is owned by ${owner.package.name}-${owner.package.version}\n`);
    }
    return 0;
  }
  if (names.length === 0) {
    for (const { package: one } of installed.values())
      await print(`${one.name}${values.verbose ? `-${one.version} - ${one.summary}` : ''}\n`);
    return 0;
  }
  let status = 0;
  for (const name of names) {
    const found = installed.get(name);
    if (found === undefined) {
      status = 1;
      continue;
    }
    if (values.exists) await print(`${name}\n`);
    else if (values.contents)
      await print(`${name}-${found.package.version} contains:\n${found.paths.map((path) => `${path.slice(1)}\n`).join('')}\n`);
    else {
      const { version, summary: text, installedSize } = found.package;
      await print(
        `${name}-${version} description:\n${text}\n\n${name}-${version} installed size:\n${Math.ceil(installedSize / 1024)} KiB\n\n`,
      );
    }
  }
  return status;
}
