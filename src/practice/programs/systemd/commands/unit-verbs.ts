import { parseSignal } from '../../../process/signals.ts';
import type { JobResult } from '../manager/core.ts';
import type { Manager } from '../manager/manager.ts';
import { canReload } from '../manager/service.ts';
import { nameOf } from '../manager/terminate.ts';
import { TransactionError } from '../manager/transaction.ts';
import type { JobType } from '../manager/transaction.ts';
import { isDown, isUp } from '../manager/unit.ts';
import type { Unit } from '../manager/unit.ts';
import { unitNameOf } from '../units/unit-names.ts';
import { needManager, unitNames, VerbError } from './call.ts';
import type { SystemctlCall, Verb } from './call.ts';

/** Verbs that start and end units. */

export const start: Verb = (call) => startUnits(call, unitNames(call));
export const stop: Verb = (call) => stopUnits(call, unitNames(call));
export const restart: Verb = (call) => changeUnits(call, 'restart', unitNames(call), 'restart');
export const tryRestart: Verb = (call) => changeUnits(call, 'restart', upOf(call), 'try-restart');
export const reload: Verb = (call) => changeUnits(call, 'reload', unitNames(call), 'reload');

export const reloadOrRestart: Verb = async (call) => {
  const manager = needManager(call.context);
  let status = 0;
  for (const name of unitNames(call)) {
    const unit = await manager.units.load(name);
    const type = canReload(unit) && isUp(unit) ? 'reload' : 'restart';
    status = (await changeUnits(call, type, [name], 'reload-or-restart')) || status;
  }
  return status;
};

export function startUnits(call: SystemctlCall, names: readonly string[]): Promise<number> {
  return changeUnits(call, 'start', names, 'start', call.options.jobMode === 'isolate');
}

export function stopUnits(call: SystemctlCall, names: readonly string[]): Promise<number> {
  return changeUnits(call, 'stop', names, 'stop');
}

export const isolate: Verb = async (call) => {
  const names = unitNames(call, 'target');
  const [name] = names;
  if (name === undefined || names.length > 1) throw new VerbError('Too many arguments.');
  const unit = await needManager(call.context).units.load(name);
  if (unit.load === 'loaded' && !unit.settings.allowIsolate)
    throw new VerbError(
      `Failed to start ${name}: Operation refused, unit may not be isolated.\nSee system logs and 'systemctl status ${name}' for details.`,
      4,
    );
  return changeUnits(call, 'start', [name], 'isolate', true);
};

async function changeUnits(call: SystemctlCall, type: JobType, names: readonly string[], verb: string, isolate = false): Promise<number> {
  const manager = needManager(call.context);
  const waiting: { unit: Unit; result: Promise<JobResult> }[] = [];
  let status = 0;
  for (const name of names) {
    const unit = await manager.units.load(name);
    const word = verb === 'isolate' ? 'start' : verb;
    const refusal = refusalOf(unit, type);
    if (refusal !== undefined) {
      await call.complain(
        `Failed to ${word} ${name}: ${refusal.text}${refusal.hasHint ? `\nSee system logs and 'systemctl status ${name}' for details.` : ''}`,
      );
      status = refusal.status;
      continue;
    }
    try {
      waiting.push({ unit, result: manager.plan(unit, type, { isolate })() });
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error;
      const hint = error.code === 'bad-setting' ? `\nSee system logs and 'systemctl status ${name}' for details.` : '';
      await call.complain(`Failed to ${word} ${name}: ${error.message}${hint}`);
      status = error.code === 'not-found' ? 5 : error.code === 'not-applicable' ? 3 : 1;
    }
  }
  if (call.options.noBlock) return status;
  for (const { unit, result } of waiting) status = (await explainResult(call, unit, await result)) || status;
  return status;
}

interface Refusal {
  text: string;
  status: number;
  hasHint: boolean;
}

function refusalOf(unit: Unit, type: JobType): Refusal | undefined {
  if (unit.load === 'not-found' && isDown(unit))
    return {
      text: type === 'stop' || type === 'reload' ? `Unit ${unit.id} not loaded.` : `Unit ${unit.id} not found.`,
      status: 5,
      hasHint: false,
    };
  const { refuseManualStart, refuseManualStop } = unit.settings;
  const isRefused =
    (type === 'start' && refuseManualStart) ||
    (type === 'stop' && refuseManualStop) ||
    (type === 'restart' && (refuseManualStart || refuseManualStop));
  if (!isRefused) return undefined;
  return {
    text: `Operation refused, unit ${unit.id} may be requested by dependency only (it is configured to refuse manual start/stop).`,
    status: 4,
    hasHint: true,
  };
}

async function explainResult(call: SystemctlCall, unit: Unit, result: JobResult): Promise<number> {
  const { id } = unit;
  const hint = `See "systemctl status ${id}" and "journalctl -xeu ${id}" for details.`;
  switch (result) {
    case 'done':
    case 'skipped':
      return 0;
    case 'canceled':
      await call.complain(`Job for ${id} canceled.`);
      return 1;
    case 'timeout':
      await call.complain(`Job for ${id} failed because a timeout was exceeded.\n${hint}`);
      return 1;
    case 'dependency':
      await call.complain(`A dependency job for ${id} failed. See 'journalctl -xe' for details.`);
      return 1;
    case 'invalid':
      await call.complain(`A dependency of ${id} is not active. See 'journalctl -xe' for details.`);
      return 1;
    case 'failed': {
      const reason =
        unit.result === 'resources'
          ? 'of unavailable resources or another system error'
          : unit.result === 'protocol'
            ? 'the service did not take the steps required by its unit configuration'
            : unit.result === 'signal'
              ? 'a fatal signal was delivered to the control process'
              : 'the control process exited with error code';
      await call.complain(`Job for ${id} failed because ${reason}.\n${hint}`);
      return 1;
    }
  }
}

function upOf(call: SystemctlCall): string[] {
  const manager = needManager(call.context);
  return unitNames(call).filter((name) => {
    const unit = manager.units.find(name);
    return unit !== undefined && isUp(unit);
  });
}

export const kill: Verb = async (call) => {
  const manager = needManager(call.context);
  const text = call.options.signal ?? 'SIGTERM';
  const signal = parseSignal(text);
  if (signal === undefined) throw new VerbError(`Failed to parse signal string "${text}".`);
  const whom = call.options.killWhom ?? 'all';
  if (!['all', 'main', 'control'].includes(whom)) throw new VerbError(`Failed to kill unit: Invalid --kill-whom= argument: ${whom}`);
  let status = 0;
  for (const name of unitNames(call)) {
    const unit = await manager.units.load(name);
    const members = manager.groups.membersOf(unit);
    const targets =
      whom === 'all' ? members : members.filter((process) => process === (whom === 'main' ? unit.run.main : unit.run.control));
    if (unit.load === 'not-found') {
      await call.complain(`Failed to kill unit ${name}: Unit ${name} not loaded.`);
      status = 1;
      continue;
    }
    if (targets.length === 0 && whom !== 'all') {
      await call.complain(`Failed to kill unit ${name}: No ${whom} process to kill`);
      status = 1;
    }
    for (const process of targets) {
      const role = process === unit.run.main ? `Sent signal ${signal} to main process` : `Sending signal ${signal} to process`;
      manager.log(unit, `${unit.id}: ${role} ${process.pid} (${nameOf(process)}) on client request.`, 5);
      process.signal(signal);
    }
  }
  return status;
};

export const isActive: Verb = (call) => query(call, isUp, 3);
export const isFailed: Verb = (call) => query(call, (unit) => unit.active === 'failed', 1);

/** 0 where any unit is so; the state of each is printed. A unit that nobody knows makes it 4. */
async function query(call: SystemctlCall, holds: (unit: Unit) => boolean, otherwise: number): Promise<number> {
  const manager = needManager(call.context);
  let isAny = false;
  let isKnown = false;
  for (const name of unitNames(call)) {
    const unit = await manager.units.load(name);
    if (holds(unit)) isAny = true;
    if (unit.load !== 'not-found') isKnown = true;
    if (!call.options.quiet) await call.print(`${unit.active}\n`);
  }
  return isAny ? 0 : isKnown || otherwise !== 3 ? otherwise : 4;
}

export const resetFailed: Verb = (call) => {
  const manager = needManager(call.context);
  if (call.words.length === 0) manager.resetFailed();
  for (const word of call.words) {
    const name = unitNameOf(word);
    const unit = manager.units.find(name);
    if (unit === undefined || unit.load === 'not-found')
      throw new VerbError(`Failed to reset failed state of unit ${name}: Unit ${name} not loaded.`);
    manager.resetFailed(unit);
  }
  return Promise.resolve(0);
};

export const daemonReload: Verb = async (call) => {
  await reloadManager(needManager(call.context), call);
  return 0;
};

async function reloadManager(manager: Manager, call: SystemctlCall): Promise<void> {
  await manager.reload(`client PID ${call.context.process.pid} ('systemctl')`);
}

export const isSystemRunning: Verb = async (call) => {
  let state = 'offline';
  try {
    state = needManager(call.context).state();
  } catch (error) {
    if (!(error instanceof VerbError)) throw error;
  }
  if (!call.options.quiet) await call.print(`${state}\n`);
  return state === 'running' ? 0 : 1;
};
