import type { ExitStatus, Process } from '../../../process/process.ts';
import type { Command, ServiceSettings } from '../units/unit-settings.ts';
import { formatTimeSpan } from '../units/time-span.ts';
import type { Core, JobResult } from './core.ts';
import { isClean, logEnd, resultOf, runControl, runControlProcess, spawn } from './service-processes.ts';
import type { Result } from './service-processes.ts';
import type { FinishedProcess } from './service-run.ts';
import { terminate } from './terminate.ts';
import { isUp } from './unit.ts';
import type { Unit } from './unit.ts';

/** Services: from the start's first command to the last process's end (systemd.service(5)). */

const defaultStartTimeout = 90_000;

export async function startService(core: Core, unit: Unit): Promise<JobResult> {
  const { run, settings } = unit;
  const { service } = settings;
  clearTimeout(run.restartTimer);
  if (isLimited(core, unit)) {
    core.log(unit, `${unit.id}: Start request repeated too quickly.`, 4);
    await enterDead(core, unit, unit.result === 'success' ? 'start-limit-hit' : (unit.result as Result), { mayRestart: false });
    return 'failed';
  }
  run.generation += 1;
  const { generation } = run;
  const isCurrent = (): boolean => run.generation === generation;
  run.history = [];
  run.mainRecord = undefined;
  run.statusText = undefined;
  unit.result = 'success';
  unit.invocation = core.newIdentifier();
  core.setState(unit, 'activating', service.execStartPre.length > 0 ? 'start-pre' : 'start');
  const limit = service.timeoutStart ?? (service.type === 'oneshot' ? Infinity : defaultStartTimeout);
  const started = await withTimeout(limit, startSteps(core, unit, isCurrent));
  if (!isCurrent()) return 'canceled';
  if (started === 'timeout') {
    core.log(unit, `${unit.id}: ${unit.sub} operation timed out. Terminating.`, 4);
    await windDown(core, unit, 'timeout', { runsStop: false });
    return 'timeout';
  }
  if (started === 'success') {
    if (unit.active !== 'activating') return 'done';
    if (service.remainAfterExit) core.setState(unit, 'active', 'exited');
    else await windDown(core, unit, 'success', { runsStop: true });
    return 'done';
  }
  if (started === 'skipped') {
    await enterDead(core, unit, 'success', { mayRestart: false });
    return 'skipped';
  }
  await windDown(core, unit, started, { runsStop: false });
  return 'failed';
}

/** Ends a service on request: ExecStop, the kill signal, and after the time limit SIGKILL. */
export async function stopService(core: Core, unit: Unit): Promise<JobResult> {
  const { run } = unit;
  clearTimeout(run.restartTimer);
  const wasUp = isUp(unit);
  run.generation += 1;
  if (unit.sub === 'auto-restart') {
    core.setState(unit, 'inactive', 'dead');
    return 'done';
  }
  await windDown(core, unit, 'success', { runsStop: wasUp, isRequested: true });
  return 'done';
}

export async function reloadService(core: Core, unit: Unit): Promise<JobResult> {
  const { service } = unit.settings;
  const { generation } = unit.run;
  core.setState(unit, 'reloading', 'reload');
  let result: JobResult = 'done';
  if (service.type === 'notify-reload') unit.run.main?.signal(service.reloadSignal);
  for (const command of service.execReload) {
    const status = await runControl(core, unit, 'ExecReload', command, () => unit.run.generation === generation);
    if (status !== 'success') result = 'failed';
  }
  if (unit.run.generation === generation) core.setState(unit, 'active', 'running');
  return result;
}

/** Whether `systemctl reload` means something for the unit. */
export function canReload(unit: Unit): boolean {
  const { service } = unit.settings;
  return unit.type === 'service' && (service.execReload.length > 0 || service.type === 'notify-reload');
}

function isLimited(core: Core, unit: Unit): boolean {
  const { startLimitInterval, startLimitBurst } = unit.settings;
  const { run } = unit;
  if (startLimitInterval === 0 || startLimitBurst === 0) return false;
  const now = core.now();
  run.attempts = run.attempts.filter((time) => now - time < startLimitInterval);
  if (run.attempts.length >= startLimitBurst) return true;
  run.attempts.push(now);
  return false;
}

/** Leaves the unit `activating` where nothing of it runs on: a oneshot, a daemon that has gone already. */
async function startSteps(core: Core, unit: Unit, isCurrent: () => boolean): Promise<Result | 'skipped'> {
  const { service } = unit.settings;
  for (const command of service.execCondition) {
    const status = await runControlProcess(core, unit, 'ExecCondition', command);
    if ('error' in status) return 'resources';
    // 1 to 254 skip the unit, anything else fails it.
    if (status.status.code >= 1 && status.status.code <= 254 && status.status.signal === undefined) {
      core.log(unit, `${unit.id}: Skipped due to 'exec-condition'.`);
      return 'skipped';
    }
    if (!isCurrent()) return 'success';
  }
  for (const command of service.execStartPre) {
    const result = await runControl(core, unit, 'ExecStartPre', command, isCurrent);
    if (result !== 'success' || !isCurrent()) return result;
  }
  core.setState(unit, 'activating', 'start');
  const result = await startMain(core, unit, isCurrent);
  if (result !== 'success' || !isCurrent()) return result;
  for (const command of service.execStartPost) {
    const post = await runControl(core, unit, 'ExecStartPost', command, isCurrent);
    if (post !== 'success' || !isCurrent()) return post;
  }
  return 'success';
}

async function startMain(core: Core, unit: Unit, isCurrent: () => boolean): Promise<Result> {
  const { service } = unit.settings;
  const [first] = service.execStart;
  if (service.type === 'oneshot') {
    for (const command of service.execStart) {
      const result = await runControl(core, unit, 'ExecStart', command, isCurrent);
      if (result !== 'success' || !isCurrent()) return result;
    }
    return 'success';
  }
  if (first === undefined) return 'success';
  if (service.type === 'forking') return startForking(core, unit, first, isCurrent);
  if (service.type === 'idle') {
    core.setState(unit, 'active', 'running');
    void core.whenIdle(5000).then(async () => {
      if (isCurrent() && (await spawnMain(core, unit, first, isCurrent)) === undefined && isCurrent())
        await windDown(core, unit, 'resources', { runsStop: false });
    });
    return 'success';
  }
  const isReady = Promise.withResolvers<'ready'>();
  unit.run.onReady = () => isReady.resolve('ready');
  const main = await spawnMain(core, unit, first, isCurrent);
  if (main === undefined) return 'resources';
  if (!isCurrent()) return 'success';
  if (service.type === 'dbus')
    core.log(unit, `${unit.id}: bus names are not supported on the practice device, taken as started at once.`, 5);
  if (service.type === 'exec' && main.hasFailed) {
    await main.process.exited;
    return 'exit-code';
  }
  if (service.type === 'notify' || service.type === 'notify-reload') {
    const first = await Promise.race([isReady.promise, main.process.exited]);
    if (!isCurrent()) return 'success';
    if (first !== 'ready') return isClean(first, service) ? 'protocol' : resultOf(first);
  }
  core.setState(unit, 'active', 'running');
  return 'success';
}

/** The first process ends when the service is ready; what it left behind is the service. */
async function startForking(core: Core, unit: Unit, command: Command, isCurrent: () => boolean): Promise<Result> {
  const result = await runControl(core, unit, 'ExecStart', command, isCurrent);
  if (result !== 'success' || !isCurrent()) return result;
  const main = (await readPidFile(core, unit)) ?? core.groups.membersOf(unit)[0];
  if (main === undefined) return 'success';
  const record: FinishedProcess = { pid: main.pid, key: 'ExecStart', commandLine: main.arguments.join(' '), status: undefined };
  unit.run.main = main;
  unit.run.mainRecord = record;
  watchMain(core, unit, main, record, isCurrent);
  core.setState(unit, 'active', 'running');
  return 'success';
}

async function readPidFile(core: Core, unit: Unit): Promise<Process | undefined> {
  const path = unit.settings.service.pidFile;
  if (path === undefined) return undefined;
  const { fileSystem, processes } = core.init.system;
  const text = await fileSystem.readFile(path).catch(() => Buffer.from(''));
  return processes.find(Number(text.toString().trim()));
}

async function spawnMain(
  core: Core,
  unit: Unit,
  command: Command,
  isCurrent: () => boolean,
): Promise<{ process: Process; hasFailed: boolean } | undefined> {
  const launched = await spawn(core, unit, 'ExecStart', command);
  if (launched === undefined) return undefined;
  const { process, record, hasFailed } = launched;
  unit.run.main = process;
  unit.run.mainRecord = record;
  watchMain(core, unit, process, record, isCurrent);
  return { process, hasFailed };
}

function watchMain(core: Core, unit: Unit, process: Process, record: FinishedProcess, isCurrent: () => boolean): void {
  void process.exited.then(async (status) => {
    record.status = status;
    if (unit.run.main === process) unit.run.main = undefined;
    logEnd(core, unit, 'Main process', status);
    // While it starts or stops, whoever does that decides what its end means.
    if (!isCurrent() || !isUp(unit)) return;
    const isGood = isClean(status, unit.settings.service);
    if (isGood && unit.settings.service.remainAfterExit) core.setState(unit, 'active', 'exited');
    else await windDown(core, unit, isGood ? 'success' : resultOf(status), { runsStop: isGood });
  });
  const { runtimeMaximum } = unit.settings.service;
  if (runtimeMaximum === Infinity) return;
  const timer = setTimeout(() => {
    if (!isCurrent()) return;
    core.log(unit, `${unit.id}: Service reached runtime time limit. Stopping.`, 4);
    void windDown(core, unit, 'timeout', { runsStop: false });
  }, runtimeMaximum);
  void process.exited.then(() => clearTimeout(timer));
}

/** From running to dead: ExecStop, the rest of the processes, ExecStopPost, and what becomes of the unit. */
async function windDown(core: Core, unit: Unit, reason: Result, how: { runsStop: boolean; isRequested?: boolean }): Promise<void> {
  const { run, settings } = unit;
  run.generation += how.isRequested === true ? 0 : 1;
  const { generation } = run;
  const isCurrent = (): boolean => run.generation === generation;
  run.onReady = undefined;
  let result: Result = reason;
  core.setState(unit, unit.sub === 'auto-restart' ? 'deactivating' : unit.active === 'activating' ? 'activating' : 'deactivating', 'stop');
  if (how.runsStop)
    for (const command of settings.service.execStop) {
      const stopped = await runControl(core, unit, 'ExecStop', command, isCurrent);
      if (stopped !== 'success' && result === 'success') result = stopped;
      if (!isCurrent()) return;
    }
  core.setState(unit, 'deactivating', 'stop-sigterm');
  const ended = await terminate(core, unit, how.isRequested === true);
  if (!isCurrent()) return;
  const status = run.mainRecord?.status;
  if (ended === 'timeout') result = 'timeout';
  else if (result === 'success' && how.isRequested === true && status !== undefined && !isClean(status, settings.service))
    result = resultOf(status);
  for (const command of settings.service.execStopPost) {
    core.setState(unit, 'deactivating', 'stop-post');
    const post = await runControl(core, unit, 'ExecStopPost', command, isCurrent);
    if (post !== 'success' && result === 'success') result = post;
    if (!isCurrent()) return;
  }
  await enterDead(core, unit, result, { mayRestart: how.isRequested !== true });
}

async function enterDead(core: Core, unit: Unit, result: Result, { mayRestart }: { mayRestart: boolean }): Promise<void> {
  const { run, settings } = unit;
  unit.result = result;
  await Promise.resolve();
  const restarts = mayRestart && shouldRestart(settings.service, result, run.mainRecord?.status);
  if (result === 'success') core.log(unit, `${unit.id}: Deactivated successfully.`);
  else core.log(unit, `${unit.id}: Failed with result '${result}'.`, 4);
  if (!restarts) {
    core.setState(unit, result === 'success' ? 'inactive' : 'failed', result === 'success' ? 'dead' : 'failed');
    return;
  }
  core.setState(unit, 'activating', 'auto-restart');
  const { generation } = run;
  run.restartTimer = setTimeout(() => {
    if (run.generation !== generation) return;
    run.restarts += 1;
    core.log(unit, `${unit.id}: Scheduled restart job, restart counter is at ${run.restarts}.`);
    core.setState(unit, 'activating', 'auto-restart-queued');
    core.enqueue(unit, 'start');
  }, settings.service.restartDelay);
}

function shouldRestart(service: ServiceSettings, result: Result, status: ExitStatus | undefined): boolean {
  if (status !== undefined) {
    const { code, signal } = status;
    const has = (set: ServiceSettings['restartPreventStatus']): boolean =>
      signal === undefined ? set.codes.has(code) : set.signals.has(signal);
    if (has(service.restartPreventStatus)) return false;
    if (has(service.restartForceStatus)) return true;
  }
  switch (service.restart) {
    case 'no':
    case 'on-watchdog':
      return false;
    case 'always':
      return true;
    case 'on-success':
      return result === 'success';
    case 'on-failure':
      return result !== 'success';
    case 'on-abnormal':
      return result === 'signal' || result === 'timeout';
    case 'on-abort':
      return result === 'signal';
  }
}

async function withTimeout<Value>(limit: number, work: Promise<Value>): Promise<Value | 'timeout'> {
  if (limit === Infinity) return work;
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), limit);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

/** For `systemctl show`: `1min 30s`. */
export function startTimeoutText(service: ServiceSettings): string {
  return formatTimeSpan(service.timeoutStart ?? (service.type === 'oneshot' ? Infinity : defaultStartTimeout));
}
