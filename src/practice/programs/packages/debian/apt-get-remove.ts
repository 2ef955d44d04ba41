import { removeFiles } from '../place-files.ts';
import { aptFailure } from './apt-call.ts';
import type { AptCall } from './apt-call.ts';
import { confirm } from './confirm.ts';
import { filesOf, forgetFilesOf, readAutomatic, readInstalled, writeAutomatic, writeInstalled } from './database.ts';
import { dependentsOf, unneeded } from './resolve.ts';
import { aptSize, nameList } from './words.ts';

/** `apt-get remove` and `purge`; configuration files stay with the first. */
export async function remove(call: AptCall, purge: boolean): Promise<number> {
  const { context, machine, print, complain, names } = call;
  await print('Reading package lists...\nBuilding dependency tree...\nReading state information...\n');
  const installed = await readInstalled(context.system.fileSystem);
  const wanted: string[] = [];
  for (const name of names) {
    if (installed.has(name)) wanted.push(name);
    else if (machine.packages.has(name)) await print(`Package '${name}' is not installed, so not removed\n`);
    else {
      await complain(`Unable to locate package ${name}`);
      return aptFailure;
    }
  }
  const removed = dependentsOf(machine.packages, new Set(installed.keys()), wanted);
  const essential = removed.filter((name) => installed.get(name)?.isEssential === true);
  if (essential.length > 0) {
    await complain(`Essential packages were removed and -y was used without --allow-remove-essential.`);
    return aptFailure;
  }
  const left = new Set([...installed.keys()].filter((name) => !removed.includes(name)));
  const automatic = await readAutomatic(context.system.fileSystem);
  const alone = unneeded(machine.packages, left, automatic);
  if (call.values.autoRemove || call.values.autoremove) return takeAway(call, [...removed, ...alone].sort(), purge);
  if (alone.length > 0) {
    await print(nameList('The following packages were automatically installed and are no longer required:', alone));
    await print(`Use 'apt autoremove' to remove ${alone.length === 1 ? 'it' : 'them'}.\n`);
  }
  return takeAway(call, removed, purge);
}

export async function autoremove(call: AptCall, purge: boolean): Promise<number> {
  const { fileSystem } = call.context.system;
  await call.print('Reading package lists...\nBuilding dependency tree...\nReading state information...\n');
  const installed = await readInstalled(fileSystem);
  return takeAway(call, unneeded(call.machine.packages, new Set(installed.keys()), await readAutomatic(fileSystem)), purge);
}

async function takeAway(call: AptCall, removed: readonly string[], purge: boolean): Promise<number> {
  const { context, machine, print } = call;
  const { fileSystem } = context.system;
  const installed = await readInstalled(fileSystem);
  await print(
    nameList(
      'The following packages will be REMOVED:',
      removed.map((name) => (purge ? `${name}*` : name)),
    ),
  );
  await print(`0 upgraded, 0 newly installed, ${removed.length} to remove and 0 not upgraded.\n`);
  if (removed.length === 0) return 0;
  const bytes = removed.reduce((sum, name) => sum + (machine.packages.get(name)?.installedSize ?? 0), 0);
  await print(`After this operation, ${aptSize(bytes)} disk space will be freed.\n`);
  if (call.values.simulate) return 0;
  if (!(await confirm(call))) return 1;
  await print(`(Reading database ... ${4900 + installed.size * 13} files and directories currently installed.)\n`);
  const automatic = await readAutomatic(fileSystem);
  for (const name of removed) {
    await print(`Removing ${name} (${installed.get(name)?.version ?? ''}) ...\n`);
    const paths = (await filesOf(fileSystem, name)) ?? machine.packages.get(name)?.programs ?? [];
    await removeFiles(fileSystem, purge ? paths : paths.filter((path) => !path.startsWith('/etc/')));
    if (purge) await print(`Purging configuration files for ${name} (${installed.get(name)?.version ?? ''}) ...\n`);
    await forgetFilesOf(fileSystem, name);
    installed.delete(name);
    automatic.delete(name);
  }
  await writeInstalled(fileSystem, installed);
  await writeAutomatic(fileSystem, automatic, machine.architecture);
  return 0;
}
