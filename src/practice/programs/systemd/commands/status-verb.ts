import { presetOf, unitFileState } from '../install/unit-file-state.ts';
import type { Process } from '../../../process/process.ts';
import { systemdVersion } from '../manager/boot.ts';
import { exitTextInStatus } from '../manager/exit-text.ts';
import type { Manager } from '../manager/manager.ts';
import { nameOf } from '../manager/terminate.ts';
import { edgesOf, isUp, titleOf } from '../manager/unit.ts';
import type { Unit } from '../manager/unit.ts';
import { formatAge, formatTimeSpan } from '../units/time-span.ts';
import { typeOf, unitNameOf } from '../units/unit-names.ts';
import { matchesPattern, needManager, VerbError } from './call.ts';
import type { SystemctlCall, Verb } from './call.ts';
import { controlGroupTree, groupOf, quoteArguments } from './control-group-tree.ts';
import { journalLine } from './journal-output.ts';
import { painted, timestamp } from './tables.ts';
import { unitFilesOf } from './unit-file-verbs.ts';

/** `systemctl status`: exit status 0 for what runs, 3 for what does not, 4 for what is not there. */
export const status: Verb = async (call) => {
  const manager = needManager(call.context);
  if (call.words.length === 0) {
    await showSystem(call, manager);
    return 0;
  }
  let result = 0;
  let isFirst = true;
  for (const unit of await findUnits(call, manager)) {
    if (typeof unit === 'string') {
      await call.complain(`Unit ${unit} could not be found.`);
      result = 4;
      continue;
    }
    if (!isFirst) await call.print('\n');
    isFirst = false;
    await showUnit(call, manager, unit);
    if (!isUp(unit) && unit.active !== 'activating' && result === 0) result = 3;
  }
  return result;
};

/** A name that no unit has is given back as it is. */
async function findUnits(call: SystemctlCall, manager: Manager): Promise<(Unit | string)[]> {
  const found: (Unit | string)[] = [];
  for (const word of call.words) {
    if (/^\d+$/.test(word)) {
      const process = manager.init.system.processes.find(Number(word));
      if (process === undefined) throw new VerbError(`Failed to get unit for PID ${word}: PID ${word} does not belong to any loaded unit.`);
      found.push(manager.groups.unitOf(process) ?? (await manager.units.load('init.scope')));
    } else if (/[*?[]/.test(word))
      found.push(
        ...manager.units
          .all()
          .filter((unit) => unit.active !== 'inactive' && matchesPattern(typeOf(word) === undefined ? `${word}.*` : word, unit.id)),
      );
    else {
      const name = unitNameOf(word);
      const unit = await manager.units.load(name);
      found.push(unit.load === 'not-found' && unit.active === 'inactive' ? name : unit);
    }
  }
  return found;
}

async function showUnit(call: SystemctlCall, manager: Manager, unit: Unit): Promise<void> {
  const now = manager.now();
  const dot = unit.active === 'failed' ? '×' : unit.active === 'inactive' ? '○' : unit.active === 'reloading' ? '↻' : '●';
  const line = (label: string, text: string): Promise<void> => call.print(`${label.padStart(11)}: ${text}\n`);
  await call.print(`${painted(dot, unit.active, call.isColoured)} ${titleOf(unit)}\n`);
  await line('Loaded', await loadedText(call, unit));
  if (unit.dropIns.length > 0) await showDropIns(call, unit.dropIns);
  await line('Active', activeText(call, unit, now));
  if (!isUp(unit) && unit.activeEnteredAt !== undefined && unit.activeLeftAt !== undefined)
    await line('Duration', formatTimeSpan(unit.activeLeftAt - unit.activeEnteredAt));
  if (unit.unmetCondition !== undefined && unit.active === 'inactive')
    await call.print(
      `  Condition: start condition unmet at ${timestamp(unit.unmetCondition.at)}; ${formatAge(now - unit.unmetCondition.at)}\n             └─ ${unit.unmetCondition.text} was not met\n`,
    );
  if (unit.invocation !== undefined) await line('Invocation', unit.invocation);
  const triggeredBy = [...edgesOf(unit, 'triggeredBy')];
  for (const [index, other] of triggeredBy.entries())
    await call.print(`${index === 0 ? 'TriggeredBy: ' : '             '}${other.active === 'active' ? '●' : '○'} ${other.id}\n`);
  if (unit.type === 'timer')
    await line(
      'Trigger',
      unit.run.nextElapse === undefined
        ? 'n/a'
        : `${timestamp(unit.run.nextElapse)}; ${formatTimeSpan(unit.run.nextElapse - now, 1000)} left`,
    );
  const triggers = [...edgesOf(unit, 'triggers')];
  for (const [index, other] of triggers.entries())
    await call.print(`${index === 0 ? '   Triggers: ' : '             '}${other.active === 'active' ? '●' : '○'} ${other.id}\n`);
  if (unit.settings.documentation.length > 0) await showDocumentation(call, unit.settings.documentation);
  if (unit.type === 'mount' && unit.settings.mount.where !== '') {
    await line('Where', unit.settings.mount.where);
    await line('What', unit.settings.mount.what);
  }
  if (unit.type === 'socket')
    for (const [index, { kind, address }] of unit.settings.listens.entries())
      await call.print(`${index === 0 ? '     Listen: ' : '             '}${address} (${kind.toUpperCase() === 'FIFO' ? 'FIFO' : kind})\n`);
  await showProcesses(call, manager, unit, line);
  await showJournal(call, manager, unit);
}

async function loadedText(call: SystemctlCall, unit: Unit): Promise<string> {
  if (unit.load === 'masked') return `masked (Reason: Unit ${unit.id} is masked.)`;
  if (unit.load === 'bad-setting') return `bad-setting (Reason: Unit ${unit.id} has a bad unit file setting.)`;
  if (unit.load === 'not-found') return `not-found (Reason: Unit ${unit.id} not found.)`;
  if (unit.fragment === undefined) return 'loaded';
  const files = unitFilesOf(call.context.system);
  const state = await unitFileState(files, unit.id);
  const preset = ['static', 'alias', 'generated', 'indirect'].includes(state)
    ? ''
    : `; preset: ${await presetOf(files.fileSystem, unit.id)}`;
  return `loaded (${unit.fragment}; ${state}${preset})`;
}

function activeText(call: SystemctlCall, unit: Unit, now: number): string {
  const state =
    unit.active === 'failed'
      ? `failed (Result: ${unit.result})`
      : `${unit.active} (${unit.sub})${unit.sub.startsWith('auto-restart') && unit.result !== 'success' ? ` (Result: ${unit.result})` : ''}`;
  const since = isUp(unit)
    ? unit.activeEnteredAt
    : unit.active === 'activating'
      ? unit.inactiveLeftAt
      : unit.active === 'deactivating'
        ? unit.activeLeftAt
        : unit.inactiveEnteredAt;
  const text = painted(state, unit.active, call.isColoured);
  return since === undefined ? text : `${text} since ${timestamp(since)}; ${formatAge(now - since)}`;
}

async function showDropIns(call: SystemctlCall, paths: readonly string[]): Promise<void> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const at = path.lastIndexOf('/');
    folders.set(path.slice(0, at), [...(folders.get(path.slice(0, at)) ?? []), path.slice(at + 1)]);
  }
  let label = '    Drop-In: ';
  for (const [folder, names] of folders) {
    await call.print(`${label}${folder}\n             └─${names.join(', ')}\n`);
    label = '             ';
  }
}

async function showDocumentation(call: SystemctlCall, documents: readonly string[]): Promise<void> {
  for (const [index, document] of documents.entries()) await call.print(`${index === 0 ? '       Docs: ' : '             '}${document}\n`);
}

async function showProcesses(
  call: SystemctlCall,
  manager: Manager,
  unit: Unit,
  line: (label: string, text: string) => Promise<void>,
): Promise<void> {
  const { run } = unit;
  for (const record of run.history)
    if (record.status !== undefined)
      await line('Process', `${record.pid} ${record.key}=${record.commandLine} (${exitTextInStatus(record.status)})`);
  if (run.main !== undefined) await line('Main PID', `${run.main.pid} (${nameOf(run.main)})`);
  else if (run.mainRecord?.status !== undefined)
    await line('Main PID', `${run.mainRecord.pid} (${exitTextInStatus(run.mainRecord.status)})`);
  if (run.statusText !== undefined) await line('Status', `"${run.statusText}"`);
  const members = membersOf(manager, unit);
  if (members.length === 0) return;
  await line('Tasks', String(members.length));
  await line('CGroup', groupOf(unit));
  const width = Math.max(...members.map(({ pid }) => String(pid).length));
  for (const [index, process] of members.entries())
    await call.print(
      `             ${index === members.length - 1 ? '└─' : '├─'}${String(process.pid).padStart(width)} ${quoteArguments(process.arguments)}\n`,
    );
}

/** What no unit started belongs to the manager's own scope. */
function membersOf(manager: Manager, unit: Unit): Process[] {
  if (unit.id !== 'init.scope') return manager.groups.membersOf(unit);
  return manager.init.system.processes
    .list()
    .filter((process) => process.pid === 1 || (process.parent === 1 && manager.groups.unitOf(process) === undefined));
}

async function showJournal(call: SystemctlCall, manager: Manager, unit: Unit): Promise<void> {
  const count = call.options.lines === undefined ? 10 : Number(call.options.lines);
  const entries = manager.journal.entries().filter((entry) => entry.unit === unit.id || entry.about === unit.id);
  const shown = count === 0 ? [] : entries.slice(-count);
  if (shown.length === 0) return;
  await call.print('\n');
  for (const entry of shown) await call.print(`${journalLine(entry, call.options.output ?? 'short', manager)}\n`);
}

async function showSystem(call: SystemctlCall, manager: Manager): Promise<void> {
  const { system } = call.context;
  const units = manager.units.all();
  const state = manager.state();
  const line = (label: string, text: string): Promise<void> => call.print(`${label.padStart(10)}: ${text}\n`);
  await call.print(`${painted('●', state === 'running' ? 'active' : 'failed', call.isColoured)} ${system.hostname}\n`);
  await line('State', state);
  await line('Units', `${units.length} loaded (incl. loaded aliases)`);
  await line('Jobs', `${manager.jobs().length} queued`);
  await line('Failed', `${units.filter((unit) => unit.active === 'failed').length} units`);
  await line('Since', `${timestamp(manager.startedAt)}; ${formatAge(manager.now() - manager.startedAt)}`);
  await line('systemd', systemdVersion);
  await line('CGroup', '/');
  for (const text of controlGroupTree(manager)) await call.print(`           ${text}\n`);
}
