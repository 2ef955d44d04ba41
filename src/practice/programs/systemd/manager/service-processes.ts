import type { ExitStatus, Process } from '../../../process/process.ts';
import type { Signal } from '../../../process/signals.ts';
import type { Command, ServiceSettings } from '../units/unit-settings.ts';
import type { Core } from './core.ts';
import { exitText } from './exit-text.ts';
import { launch } from './launch.ts';
import type { FinishedProcess } from './service-run.ts';
import type { Unit } from './unit.ts';

/** How a start, a stop or a running service ended: systemd's `Result=`. */
export type Result = 'success' | 'exit-code' | 'signal' | 'timeout' | 'resources' | 'protocol' | 'start-limit-hit';

/** Runs one command to its end; a `-` in front makes every end good. */
export async function runControl(core: Core, unit: Unit, key: string, command: Command, isCurrent: () => boolean): Promise<Result> {
  const run = await runControlProcess(core, unit, key, command);
  if ('error' in run) return 'resources';
  if (isClean(run.status, unit.settings.service)) return 'success';
  if (command.ignoresFailure) return 'success';
  if (isCurrent()) logEnd(core, unit, key === 'ExecStart' ? 'Main process' : 'Control process', run.status);
  return resultOf(run.status);
}

export async function runControlProcess(
  core: Core,
  unit: Unit,
  key: string,
  command: Command,
): Promise<{ status: ExitStatus } | { error: true }> {
  const spawned = await spawn(core, unit, key, command);
  if (spawned === undefined) return { error: true };
  const { process, record } = spawned;
  if (key === 'ExecStart') {
    unit.run.mainRecord = record;
    if (unit.settings.service.type === 'oneshot') unit.run.main = process;
  }
  unit.run.control = process;
  record.status = await process.exited;
  if (unit.run.control === process) unit.run.control = undefined;
  if (unit.run.main === process) unit.run.main = undefined;
  return { status: record.status };
}

export async function spawn(
  core: Core,
  unit: Unit,
  key: string,
  command: Command,
): Promise<{ process: Process; record: FinishedProcess; hasFailed: boolean } | undefined> {
  const { run, settings } = unit;
  const toConsole = (pid: number, identifier: string, message: string, priority: number): void =>
    core.record(unit, pid, identifier, message, { priority, toConsole: settings.execution.standardOutput.endsWith('+console') });
  const launched = await launch({
    init: core.init,
    unit: unit.id,
    command,
    execution: settings.execution,
    variables: variablesOf(unit),
    onSpawn: (process) => core.groups.add(process, unit),
    onLine: (pid, identifier, line) => toConsole(pid, identifier, line, 6),
    onProblem: (pid, identifier, message) => core.record(unit, pid, identifier, message, { priority: 3 }),
  });
  if ('error' in launched) {
    core.log(unit, `${unit.id}: ${launched.error}`, 4);
    core.log(unit, `${unit.id}: Failed to spawn 'start' task: ${launched.error.replace(/^.*: /, '')}`, 4);
    return undefined;
  }
  const { process, commandLine, hasFailed } = launched;
  const record: FinishedProcess = { pid: process.pid, key, commandLine, status: undefined };
  run.history.push(record);
  return { process, record, hasFailed };
}

function variablesOf(unit: Unit): Map<string, string> {
  const variables = new Map([['INVOCATION_ID', unit.invocation ?? '']]);
  if (/journal/.test(unit.settings.execution.standardOutput)) variables.set('JOURNAL_STREAM', '9:4711');
  if (unit.settings.service.type.startsWith('notify')) variables.set('NOTIFY_SOCKET', '/run/systemd/notify');
  if (unit.run.mainRecord !== undefined && unit.run.main !== undefined) variables.set('MAINPID', String(unit.run.main.pid));
  return variables;
}

export function logEnd(core: Core, unit: Unit, what: 'Main process' | 'Control process', status: ExitStatus): void {
  if (!isClean(status, unit.settings.service)) core.log(unit, `${unit.id}: ${what} exited, ${exitText(status)}`, 4);
}

/** Signals that count as a good end of a daemon (systemd.service(5), `SuccessExitStatus=`). */
const cleanSignals: ReadonlySet<Signal> = new Set(['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGPIPE']);

export function isClean(status: ExitStatus, service: ServiceSettings): boolean {
  if (status.signal === undefined) return status.code === 0 || service.successStatus.codes.has(status.code);
  return service.successStatus.signals.has(status.signal) || (service.type !== 'oneshot' && cleanSignals.has(status.signal));
}

export function resultOf(status: ExitStatus): Result {
  return status.signal === undefined ? 'exit-code' : 'signal';
}
