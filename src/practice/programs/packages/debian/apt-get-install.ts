import type { DebianPackage } from '../../../engine/catalogue/packages/debian-package.ts';
import { write } from '../../lines.ts';
import { placeFiles } from '../place-files.ts';
import { aptFailure } from './apt-call.ts';
import type { AptCall } from './apt-call.ts';
import { confirm } from './confirm.ts';
import { installedFrom, readAutomatic, readInstalled, writeAutomatic, writeFilesOf, writeInstalled } from './database.ts';
import type { InstalledPackage } from './database.ts';
import { hasLists, textOf } from './machine.ts';
import { packageContent } from './package-content.ts';
import { recommendedBeside, resolvePackages } from './resolve.ts';
import { aptSize, nameList } from './words.ts';

/** `apt-get install`. */
export async function install(call: AptCall): Promise<number> {
  const { context, machine, complain, values } = call;
  const { fileSystem } = context.system;
  const quiet = call.occurrences.filter(({ name }) => name === 'quiet').length > 1;
  const print = (text: string): Promise<void> => (quiet ? Promise.resolve() : call.print(text));
  await print('Reading package lists...\nBuilding dependency tree...\nReading state information...\n');
  const installed = await readInstalled(fileSystem);
  const automatic = await readAutomatic(fileSystem);
  const listed = await hasLists(fileSystem);
  const wanted = call.names.map((name) => readName(name, machine.architecture));

  let failed = false;
  for (const { name, version, word } of wanted) {
    const found = installed.get(name) ?? (listed ? machine.packages.get(name) : undefined);
    if (found !== undefined && (version === undefined || found.version === version)) continue;
    failed = true;
    if (/\.deb$/.test(word)) await complain(`${word}: installing a file is not supported on the practice device`);
    else if (found === undefined) await complain(`Unable to locate package ${name}`);
    else await complain(`Version '${version ?? ''}' for '${name}' was not found`);
  }
  if (failed) return aptFailure;

  const names = [...new Set(wanted.map(({ name }) => name))];
  for (const name of names) {
    const present = installed.get(name);
    if (present === undefined || values.reinstall) continue;
    await print(`${name} is already the newest version (${present.version}).\n`);
    if (automatic.has(name)) await print(`${name} set to manually installed.\n`);
  }
  const withRecommends = !values.noRecommends && !(await recommendsAreOff(call));
  const present = new Set([...installed.keys()].filter((name) => !values.reinstall || !names.includes(name)));
  const chosen = resolvePackages(machine.packages, present, names, withRecommends);
  const fresh = chosen.filter(({ name }) => !installed.has(name));
  const again = chosen.length - fresh.length;
  await print(
    nameList('The following additional packages will be installed:', sortedNames(chosen.filter(({ name }) => !names.includes(name)))),
  );
  if (!withRecommends) await print(nameList('Recommended packages:', recommendedBeside(machine.packages, present, chosen)));
  await print(nameList('The following NEW packages will be installed:', sortedNames(fresh)));
  await print(
    `0 upgraded, ${fresh.length} newly installed, ${again === 0 ? '' : `${again} reinstalled, `}0 to remove and 0 not upgraded.\n`,
  );
  if (chosen.length > 0) {
    const download = chosen.reduce((sum, one) => sum + one.downloadSize, 0);
    const disk = fresh.reduce((sum, one) => sum + one.installedSize, 0);
    await print(
      `Need to get ${aptSize(download)} of archives.\nAfter this operation, ${aptSize(disk)} of additional disk space will be used.\n`,
    );
    if (values.simulate) {
      for (const one of chosen) await print(`Inst ${one.name} (${one.version} ${machine.codename} [${machine.architecture}])\n`);
      return 0;
    }
    if (chosen.length > names.length && !(await confirm(call))) return 1;
    await fetchArchives(call, chosen, print);
    if (values.downloadOnly) return 0;
    await unpackAndSetUp(call, chosen, installed, print);
  }
  const manual = new Set(names);
  for (const one of fresh) if (!manual.has(one.name)) automatic.add(one.name);
  for (const name of manual) automatic.delete(name);
  if (!values.simulate) await writeAutomatic(fileSystem, automatic, machine.architecture);
  return 0;
}

async function fetchArchives(call: AptCall, chosen: readonly DebianPackage[], print: (text: string) => Promise<void>): Promise<void> {
  const { machine } = call;
  const suite = machine.codename;
  for (const [index, one] of chosen.entries()) {
    await print(
      `Get:${index + 1} ${machine.archive} ${suite}/main ${machine.architecture} ${one.name} ${machine.architecture} ${one.version} [${aptSize(one.downloadSize)}]\n`,
    );
  }
  const bytes = chosen.reduce((sum, one) => sum + one.downloadSize, 0);
  // As fast as a good line: 30 MB a second.
  const seconds = Math.ceil(bytes / 30_000_000);
  await print(`Fetched ${aptSize(bytes)} in ${seconds}s (${aptSize(bytes / seconds)}/s)\n`);
}

async function unpackAndSetUp(
  call: AptCall,
  chosen: readonly DebianPackage[],
  installed: Map<string, InstalledPackage>,
  print: (text: string) => Promise<void>,
): Promise<void> {
  const { context, machine } = call;
  const { system } = context;
  if (context.environment.get('DEBIAN_FRONTEND') !== 'noninteractive' && !installed.has('apt-utils'))
    await writeNote(call, 'debconf: delaying package configuration, since apt-utils is not installed\n');
  const tuple = machine.architecture === 'amd64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu';
  for (const [index, one] of chosen.entries()) {
    const version = one.version.replace(/^\d+:/, '');
    if (!installed.has(one.name)) await print(`Selecting previously unselected package ${one.name}.\n`);
    // What Debian's slim image says; the count is not the image's own.
    if (index === 0) await print(`(Reading database ... ${4900 + installed.size * 13} files and directories currently installed.)\n`);
    const number = chosen.length === 1 ? '' : `${String(index).padStart(chosen.length > 100 ? 3 : 2, '0')}-`;
    await print(
      `Preparing to unpack .../${number}${one.name}_${version}_${machine.architecture}.deb ...\nUnpacking ${one.name} (${one.version}) ...\n`,
    );
    const paths = await placeFiles(system, packageContent(one, tuple));
    await writeFilesOf(system.fileSystem, one.name, paths);
    installed.set(one.name, installedFrom(one, machine.architecture));
    context.ended.throwIfAborted();
  }
  await writeInstalled(system.fileSystem, installed);
  for (const one of chosen) await print(`Setting up ${one.name} (${one.version}) ...\n`);
  const library = machine.packages.get('libc-bin');
  if (library !== undefined && chosen.some(({ name }) => name.startsWith('lib')))
    await print(`Processing triggers for libc-bin (${library.version}) ...\n`);
}

/** `gcc=4:14.2.0-1`, `gcc:amd64`, `gcc/trixie`. */
function readName(word: string, architecture: string): { name: string; version: string | undefined; word: string } {
  const [plain = '', version] = word.split('=');
  return { name: plain.replace(/\/.*$/, '').replace(new RegExp(`:(${architecture}|all|any)$`), ''), version, word };
}

function sortedNames(packages: readonly DebianPackage[]): string[] {
  return packages.map(({ name }) => name).sort();
}

/** `-o APT::Install-Recommends=false`, or a configuration file that says so. */
async function recommendsAreOff(call: AptCall): Promise<boolean> {
  const off = /APT::Install-Recommends\s*[=" ]+\s*"?(false|0|no)/i;
  if (call.all('option').some((option) => off.test(option))) return true;
  const { fileSystem } = call.context.system;
  const directory = '/etc/apt/apt.conf.d';
  for (const name of await fileSystem.list(directory).catch((): string[] => []))
    if (off.test(await textOf(fileSystem, `${directory}/${name}`))) return true;
  return false;
}

async function writeNote(call: AptCall, text: string): Promise<void> {
  const { stderr, ended } = call.context;
  await write(stderr, Buffer.from(text), ended);
}
