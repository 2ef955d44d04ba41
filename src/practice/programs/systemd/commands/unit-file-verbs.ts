import type { System } from '../../../process/process.ts';
import {
  disableUnits,
  enableUnits,
  InstallError,
  linkUnits,
  maskUnits,
  placeOfLinks,
  presetUnits,
  setDefaultUnit,
  unmaskUnits,
} from '../install/changes.ts';
import type { InstallOutcome } from '../install/changes.ts';
import { listUnitFiles, unitFileState } from '../install/unit-file-state.ts';
import type { UnitFiles } from '../install/unit-file-state.ts';
import { managerOf } from '../manager/manager.ts';
import { findUnit } from '../units/find-unit.ts';
import { isTemplate, unitNameOf } from '../units/unit-names.ts';
import { unitNames, VerbError } from './call.ts';
import type { SystemctlCall, Verb } from './call.ts';
import { startUnits, stopUnits } from './unit-verbs.ts';

/** Verbs that change links of unit files: they work in a build as well as beside a running manager. */

const noInstallInformation = `The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,
Also=, or Alias= settings in the [Install] section, and DefaultInstance= for
template units). This means they are not meant to be enabled or disabled using systemctl.
\u00a0
Possible reasons for having these kinds of units are:
• A unit may be statically enabled by being symlinked from another unit's
  .wants/, .requires/, or .upholds/ directory.
• A unit's purpose may be to act as a helper for some other unit which has
  a requirement dependency on it.
• A unit may be started when needed via activation (socket, path, timer,
  D-Bus, udev, scripted systemctl call, ...).
• In case of template units, the unit is meant to be enabled with some
  instance name specified.`;

export function unitFilesOf(system: System): UnitFiles {
  return { fileSystem: system.fileSystem, machine: system };
}

export const enable: Verb = async (call) => {
  refuseNow(call);
  const names = unitNames(call);
  // A path is linked into the search path first.
  const paths = call.words.filter((word) => word.startsWith('/'));
  const outcome = await change(call, 'enable', async (files, place) => {
    const linked = paths.length === 0 ? [] : await linkUnits(files, paths, place);
    const enabled = await enableUnits(
      files,
      names.map((name, index) => nameOfWord(call.words[index] ?? '', name)),
      place,
    );
    return { ...enabled, lines: [...linked, ...enabled.lines] };
  });
  await explain(call, outcome);
  return call.options.now ? startUnits(call, names) : 0;
};

export const disable: Verb = async (call) => {
  refuseNow(call);
  const names = unitNames(call);
  await explain(call, await change(call, 'disable', (files, place) => disableUnits(files, names, place)));
  return call.options.now ? stopUnits(call, names) : 0;
};

export const reenable: Verb = async (call) => {
  const names = unitNames(call);
  const outcome = await change(call, 'reenable', async (files, place) => {
    const before = await disableUnits(files, names, place);
    const after = await enableUnits(files, names, place);
    return { lines: [...before.lines, ...after.lines], hasInstallInformation: after.hasInstallInformation };
  });
  await explain(call, outcome);
  return 0;
};

export const mask: Verb = async (call) => {
  refuseNow(call);
  const names = unitNames(call);
  await change(call, 'mask', async (files, place) => ({ lines: await maskUnits(files, names, place), hasInstallInformation: true }));
  return call.options.now ? stopUnits(call, names) : 0;
};

export const unmask: Verb = async (call) => {
  const names = unitNames(call);
  await change(call, 'unmask', async (files, place) => ({ lines: await unmaskUnits(files, names, place), hasInstallInformation: true }));
  return 0;
};

export const link: Verb = async (call) => {
  unitNames(call);
  await change(call, 'link', async (files, place) => ({ lines: await linkUnits(files, call.words, place), hasInstallInformation: true }));
  return 0;
};

export const preset: Verb = async (call) => {
  const names = unitNames(call);
  await change(call, 'preset', (files, place) => presetUnits(files, names, place));
  return 0;
};

export const presetAll: Verb = async (call) => {
  await change(call, 'preset', async (files, place) => {
    const names: string[] = [];
    for (const name of await listUnitFiles(files.fileSystem))
      if ((await findUnit(files.fileSystem, name)).kind === 'file') names.push(name);
    return presetUnits(files, names, place);
  });
  return 0;
};

export const setDefault: Verb = async (call) => {
  const [word] = call.words;
  if (word === undefined) throw new VerbError('Too few arguments.');
  try {
    await report(call, await setDefaultUnit(unitFilesOf(call.context.system), unitNameOf(word, 'target')));
  } catch (error) {
    if (error instanceof InstallError) throw new VerbError(`Failed to set default unit: ${error.message}`);
    throw error;
  }
  await reload(call);
  return 0;
};

export const getDefault: Verb = async (call) => {
  const found = await findUnit(call.context.system.fileSystem, 'default.target');
  if (found.kind === 'not-found') throw new VerbError('Failed to get default target: No such file or directory');
  await call.print(`${found.id}\n`);
  return 0;
};

const enabledStates: ReadonlySet<string> = new Set(['enabled', 'enabled-runtime', 'static', 'alias', 'indirect', 'generated']);

export const isEnabled: Verb = async (call) => {
  let isAny = false;
  let isNone = true;
  for (const name of unitNames(call)) {
    const state = await unitFileState(unitFilesOf(call.context.system), name);
    if (enabledStates.has(state)) isAny = true;
    if (state !== 'not-found') isNone = false;
    if (!call.options.quiet) await call.print(`${state}\n`);
  }
  return isAny ? 0 : isNone ? 4 : 1;
};

async function change(
  call: SystemctlCall,
  verb: string,
  work: (files: UnitFiles, place: string) => Promise<InstallOutcome>,
): Promise<InstallOutcome> {
  let outcome: InstallOutcome;
  try {
    outcome = await work(unitFilesOf(call.context.system), placeOfLinks(call.options.runtime));
  } catch (error) {
    if (error instanceof InstallError) throw new VerbError(`Failed to ${verb} unit: ${error.message}`);
    throw error;
  }
  await report(call, outcome.lines);
  if (!call.options.noReload) await reload(call);
  return outcome;
}

/** What changed is said on the error output, as the real one does. */
async function report(call: SystemctlCall, lines: readonly string[]): Promise<void> {
  if (!call.options.quiet) for (const line of lines) await call.complain(line);
}

async function explain(call: SystemctlCall, outcome: InstallOutcome): Promise<void> {
  if (!outcome.hasInstallInformation && !call.options.quiet && !call.options.noWarn) await call.complain(noInstallInformation);
}

async function reload(call: SystemctlCall): Promise<void> {
  await managerOf(call.context.system)?.reload(`client PID ${call.context.process.pid} ('systemctl')`);
}

function refuseNow(call: SystemctlCall): void {
  if (call.options.now && managerOf(call.context.system) === undefined)
    throw new VerbError('--now cannot be used when systemd is not running or in conjunction with --root=/--global, refusing.');
}

function nameOfWord(word: string, name: string): string {
  const last = word.slice(word.lastIndexOf('/') + 1);
  return word.startsWith('/') && (isTemplate(last) || last.includes('.')) ? last : name;
}
