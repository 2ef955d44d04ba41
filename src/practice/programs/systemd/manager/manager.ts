import { randomBytes } from 'node:crypto';
import type { Process, ProgramContext, System } from '../../../process/process.ts';
import { createConsole } from './console.ts';
import { createControlGroups } from './control-group.ts';
import type { Core, JobResult } from './core.ts';
import { consoleLine, createJournal } from './journal.ts';
import { readForwarding } from './journal-settings.ts';
import { createJobQueue } from './jobs.ts';
import type { Job } from './jobs.ts';
import { createUnitTable } from './load-units.ts';
import { canReload } from './service.ts';
import { planTransaction, TransactionError } from './transaction.ts';
import type { JobType } from './transaction.ts';
import { edgesOf, isDown, isUp, titleOf } from './unit.ts';
import type { ActiveState, Unit } from './unit.ts';

export type ShutdownAction = 'halt' | 'poweroff' | 'reboot' | 'exit';

/** systemd as PID 1 of one machine, as `systemctl` sees it. */
export interface Manager extends Core {
  /** Starts, stops, restarts or reloads a unit with its dependencies. Throws TransactionError in systemd's words. */
  request(unit: Unit, type: JobType, options?: { isolate?: boolean }): Promise<JobResult>;
  /** As `request`, in two steps: what it returns begins the jobs. Throws TransactionError. */
  plan(unit: Unit, type: JobType, options?: { isolate?: boolean }): () => Promise<JobResult>;
  jobs(): readonly Job[];
  /** `systemctl is-system-running`. */
  state(): 'initializing' | 'starting' | 'running' | 'degraded' | 'maintenance' | 'stopping';
  /** Reads all unit files again. */
  reload(reason: string): Promise<void>;
  /** Stops everything; PID 1 ends when that is done. */
  shutDown(action: ShutdownAction, exitCode?: number): Promise<void>;
  /** Resolves when everything is stopped, with what to do then. */
  readonly ended: Promise<{ action: ShutdownAction; exitCode: number }>;
  /** sd_notify(3) from a process of a unit; false where nobody waits for it. */
  notify(process: Process, variables: ReadonlyMap<string, string>): boolean;
  /** A failed unit is inactive again; all of them without a unit. */
  resetFailed(unit?: Unit): void;
  bootIdentifier: string;
  startedAt: number;
  isBooted: boolean;
}

const managers = new WeakMap<object, Manager>();

/** The manager that is PID 1 of this system; undefined where systemd does not run. */
export function managerOf(system: System): Manager | undefined {
  return managers.get(system.processes);
}

const targets: Readonly<Record<ShutdownAction, string>> = {
  halt: 'halt.target',
  poweroff: 'poweroff.target',
  reboot: 'reboot.target',
  exit: 'exit.target',
};

export async function createManager(init: ProgramContext): Promise<Manager> {
  const { system } = init;
  const journal = createJournal();
  const console = createConsole(init.stdout, init.environment);
  const groups = createControlGroups(system.processes);
  const forwarding = await readForwarding(system.fileSystem);
  const ended = Promise.withResolvers<{ action: ShutdownAction; exitCode: number }>();
  let isStopping = false;
  let hasJournal = false;
  let isOver = false;
  let shutdownExitCode = 0;

  const units = createUnitTable({ system, warn: (_unit, text) => manager.log(undefined, text, 4) });

  const manager: Manager = {
    init,
    console,
    journal,
    units,
    groups,
    bootIdentifier: newIdentifier(),
    startedAt: system.now(),
    isBooted: false,
    ended: ended.promise,
    now: () => system.now(),
    newIdentifier,
    log(unit, text, priority = 6) {
      hasJournal ||= units.find('systemd-journald.service')?.active === 'active';
      const entry = journal.add({
        time: system.now(),
        uptime: uptime(),
        identifier: 'systemd',
        pid: 1,
        priority,
        unit: 'init.scope',
        about: unit?.id,
        message: text,
      });
      // Until journald takes over, PID 1 speaks on the console; what its status lines say is not said twice.
      if (!hasJournal && !isStatusText(text)) console.line(text, priority <= 3 ? 'error' : priority === 4 ? 'warning' : undefined);
      else if (forwarding.isOn && priority <= forwarding.level) console.line(consoleLine(entry));
    },
    record(unit, pid, identifier, message, { priority = 6, toConsole = false } = {}) {
      const entry = journal.add({
        time: system.now(),
        uptime: uptime(),
        identifier,
        pid,
        priority,
        unit: unit.id,
        about: undefined,
        message,
      });
      if (toConsole || (forwarding.isOn && priority <= forwarding.level)) console.line(consoleLine(entry));
    },
    setState,
    enqueue(unit, type) {
      if (isOver) return;
      request(unit, type).catch((error: unknown) => {
        if (!(error instanceof TransactionError)) throw error;
        manager.log(unit, `${unit.id}: Failed to ${type}: ${error.message}`, 4);
      });
    },
    async whenIdle(atMost) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, atMost);
      });
      await Promise.race([queue.idle(), late]);
      clearTimeout(timer);
    },
    request,
    plan,
    jobs: () => queue.jobs(),
    state() {
      if (isStopping) return 'stopping';
      if (!manager.isBooted) return 'starting';
      if (['rescue.target', 'emergency.target'].some((name) => isActive(name))) return 'maintenance';
      return units.all().some((unit) => unit.active === 'failed') ? 'degraded' : 'running';
    },
    async reload(reason) {
      manager.log(undefined, `Reload requested from ${reason}...`);
      manager.log(undefined, 'Reloading...');
      const before = system.now();
      await units.reload();
      manager.log(undefined, `Reloading finished in ${Math.max(1, Math.round(system.now() - before))} ms.`);
    },
    async shutDown(action, exitCode = 0) {
      isStopping = true;
      console.isBusy = true;
      shutdownExitCode = exitCode;
      const target = await units.load(targets[action]);
      try {
        await request(target, 'start');
        await queue.idle();
      } catch (error) {
        if (!(error instanceof TransactionError)) throw error;
        manager.log(undefined, `Failed to start ${target.id}: ${error.message}`, 3);
      }
      isOver = true;
      ended.resolve({ action, exitCode: shutdownExitCode });
    },
    notify(process, variables) {
      const unit = groups.unitOf(process);
      if (unit === undefined) return false;
      const status = variables.get('STATUS');
      if (status !== undefined) unit.run.statusText = status;
      if (variables.get('READY') === '1') unit.run.onReady?.();
      return true;
    },
    resetFailed(unit) {
      for (const each of unit === undefined ? units.all() : [unit]) {
        if (each.active === 'failed') setState(each, 'inactive', 'dead');
        each.run.attempts = [];
        each.run.restarts = 0;
      }
    },
  };
  const queue = createJobQueue(manager);
  managers.set(system.processes, manager);
  return manager;

  function uptime(): number {
    return (system.now() - manager.startedAt) / 1000 + forwarding.uptimeAtStart;
  }

  function isActive(name: string): boolean {
    const unit = units.find(name);
    return unit !== undefined && isUp(unit);
  }

  async function request(unit: Unit, type: JobType, options?: { isolate?: boolean }): Promise<JobResult> {
    return plan(unit, type, options)();
  }

  function plan(unit: Unit, type: JobType, options: { isolate?: boolean } = {}): () => Promise<JobResult> {
    if (type === 'reload' && !canReload(unit))
      throw new TransactionError('not-applicable', `Job type reload is not applicable for unit ${unit.id}.`);
    const transaction = planTransaction(unit, type, options.isolate === true ? { isolate: units.all() } : {});
    for (const { unit: about, text, level, skipped } of transaction.messages) {
      manager.log(about, `${about.id}: ${text}`, level === 'error' ? 3 : 4);
      if (skipped !== undefined) console.status('SKIP', `Ordering cycle found, skipping ${skipped}`);
    }
    return () => queue.install(transaction).get(unit)?.finished ?? Promise.resolve('done');
  }

  function setState(unit: Unit, active: ActiveState, sub: string): void {
    const before = unit.active;
    const wasUp = isUp(unit);
    const now = system.now();
    unit.active = active;
    unit.sub = sub;
    if (!wasUp && isUp(unit)) unit.activeEnteredAt = now;
    if (wasUp && !isUp(unit)) unit.activeLeftAt = now;
    if ((before === 'inactive' || before === 'failed') && !isDown(unit)) unit.inactiveLeftAt = now;
    if (before !== 'inactive' && before !== 'failed' && isDown(unit)) unit.inactiveEnteredAt = now;
    if (wasUp !== isUp(unit)) followSockets(unit);
    if (wasUp && isDown(unit)) for (const other of edgesOf(unit, 'boundBy')) if (isUp(other)) manager.enqueue(other, 'stop');
    if (before !== active && isDown(unit)) afterEnd(unit);
  }

  /** A socket is `running` while its service does, `listening` before and after. */
  function followSockets(unit: Unit): void {
    for (const socket of edgesOf(unit, 'triggeredBy'))
      if (socket.type === 'socket' && isUp(socket)) socket.sub = isUp(unit) ? 'running' : 'listening';
  }

  function afterEnd(unit: Unit): void {
    const { successAction, failureAction } = unit.settings;
    const action = unit.active === 'failed' ? failureAction : successAction;
    for (const other of edgesOf(unit, unit.active === 'failed' ? 'onFailure' : 'onSuccess')) {
      manager.log(unit, `${unit.id}: Triggering ${unit.active === 'failed' ? 'OnFailure' : 'OnSuccess'}= dependencies.`);
      manager.enqueue(other, 'start');
    }
    if (action === 'none' || isStopping) return;
    manager.log(unit, `Unit ${titleOf(unit)} ended, ${action} requested.`, 5);
    const word = action.replace(/-force$/, '') as ShutdownAction;
    void manager.shutDown(word, unit.run.mainRecord?.status?.code ?? 0);
  }
}

function newIdentifier(): string {
  return randomBytes(16).toString('hex');
}

const statusText =
  /^(Starting|Started|Finished|Stopping|Stopped|Reached target|Stopped target|Listening on|Closed|Mounting|Mounted|Unmounting|Unmounted|Set up automount|Unset automount|Created slice|Removed slice|Failed to start|Dependency failed for|Reloading|Reloaded|Timed out starting) |was skipped because of an unmet condition|: Job .* failed with result/;

function isStatusText(text: string): boolean {
  return statusText.test(text);
}
