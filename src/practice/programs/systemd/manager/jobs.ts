import { unitTypes } from '../units/unit-names.ts';
import type { Core, JobResult } from './core.ts';
import { runUnitJob } from './run-unit-job.ts';
import { predecessors } from './transaction.ts';
import type { JobType, Transaction } from './transaction.ts';
import { edgesOf, isDown, isUp } from './unit.ts';
import type { Unit } from './unit.ts';
import { beginText, doneText, failedText } from './words-of-jobs.ts';

/** A change of one unit that waits or runs. */
export interface Job {
  readonly id: number;
  readonly unit: Unit;
  type: JobType;
  state: 'waiting' | 'running';
  readonly finished: Promise<JobResult>;
}

export interface JobQueue {
  /** Takes over a transaction's jobs: a job in the other direction is canceled, an equal one is joined. */
  install(transaction: Transaction<Unit>): Map<Unit, Job>;
  jobs(): readonly Job[];
  /** Resolves when no job is left. */
  idle(): Promise<void>;
}

interface OwnJob extends Job {
  resolve(result: JobResult): void;
}

/** Runs jobs as soon as those that they are ordered after are done. */
export function createJobQueue(core: Core): JobQueue {
  const jobs = new Map<Unit, OwnJob>();
  let nextId = 1;
  let isDispatching = false;
  let isAgain = false;
  const idleWaiters: (() => void)[] = [];

  function install(transaction: Transaction<Unit>): Map<Unit, Job> {
    const installed = new Map<Unit, Job>();
    for (const planned of transaction.jobs.values()) {
      const existing = jobs.get(planned.unit);
      if (existing !== undefined && (existing.type === planned.type || (existing.type === 'restart' && planned.type === 'start'))) {
        installed.set(planned.unit, existing);
        continue;
      }
      if (existing !== undefined) finish(existing, 'canceled');
      const { promise, resolve } = Promise.withResolvers<JobResult>();
      const job: OwnJob = { id: nextId, unit: planned.unit, type: planned.type, state: 'waiting', finished: promise, resolve };
      nextId += 1;
      jobs.set(planned.unit, job);
      installed.set(planned.unit, job);
    }
    void dispatch();
    return installed;
  }

  /** Begins what can begin, the weightier kinds first; called again while it does, it looks once more. */
  async function dispatch(): Promise<void> {
    isAgain = true;
    if (isDispatching) return;
    isDispatching = true;
    while (isAgain) {
      isAgain = false;
      const next = [...jobs.values()].filter(canBegin).sort(byPriority)[0];
      if (next === undefined) continue;
      next.state = 'running';
      isAgain = true;
      await run(next);
    }
    isDispatching = false;
    if (jobs.size > 0) return;
    for (const wake of idleWaiters.splice(0)) wake();
  }

  function canBegin(job: OwnJob): boolean {
    return job.state === 'waiting' && predecessors<Unit, Job>(job, jobs).length === 0;
  }

  /** Resolves when others may begin: at the end of what is done at once, else as soon as the work has begun. */
  async function run(job: OwnJob): Promise<void> {
    const { unit } = job;
    if (job.type === 'restart') {
      void restart(job);
      return;
    }
    if (job.type === 'verify-active') {
      finish(job, isUp(unit) ? 'done' : 'invalid');
      return;
    }
    if ((job.type === 'start' && isUp(unit)) || (job.type === 'stop' && isDown(unit))) {
      finish(job, 'done', { isSilent: true });
      return;
    }
    const hasBegun = Promise.withResolvers<undefined>();
    const isBrief = beginText(unit, job.type) === undefined;
    const done = runUnitJob(core, unit, job.type, () => {
      begin(job, job.type);
      if (!isBrief) hasBegun.resolve(undefined);
    }).then((result) => {
      if (jobs.get(unit) === job) finish(job, result);
    });
    await Promise.race([hasBegun.promise, done]);
  }

  async function restart(job: OwnJob): Promise<void> {
    const { unit } = job;
    if (!isDown(unit)) {
      begin(job, 'stop');
      const result = await runUnitJob(core, unit, 'stop');
      if (jobs.get(unit) !== job) return;
      if (result === 'done') announceDone(unit, 'stop');
    }
    job.type = 'start';
    job.state = 'waiting';
    void dispatch();
  }

  function begin(job: OwnJob, type: JobType): void {
    const text = beginText(job.unit, type);
    if (text === undefined) return;
    core.console.status('begin', text, job.unit.id);
    core.log(job.unit, text);
  }

  function announceDone(unit: Unit, type: JobType): void {
    const text = doneText(unit, type);
    core.console.status('OK', text, unit.id);
    core.log(unit, text);
  }

  function finish(job: OwnJob, result: JobResult, { isSilent = false } = {}): void {
    const { unit, type } = job;
    jobs.delete(unit);
    if (!isSilent) announce(unit, type, result);
    if (result === 'failed' || result === 'timeout' || result === 'dependency' || result === 'invalid') failDependents(unit);
    job.resolve(result);
    void dispatch();
  }

  function announce(unit: Unit, type: JobType, result: JobResult): void {
    if (result === 'canceled' || result === 'skipped' || type === 'verify-active') return;
    if (result === 'done') {
      if (type !== 'reload') announceDone(unit, type);
      else core.log(unit, doneText(unit, type));
      return;
    }
    const text = failedText(unit, result);
    core.console.status(result === 'dependency' ? 'DEPEND' : result === 'timeout' ? 'TIME' : 'FAILED', text, unit.id);
    core.log(unit, text, result === 'dependency' ? 4 : 3);
    if (result === 'dependency') core.log(unit, `${unit.id}: Job ${unit.id}/${type} failed with result 'dependency'.`, 5);
    else core.console.hint(`See 'systemctl status ${unit.id}' for details.`);
  }

  function failDependents(unit: Unit): void {
    for (const edge of ['requiredBy', 'boundBy', 'requisiteOf'] as const)
      for (const other of edgesOf(unit, edge)) {
        const job = jobs.get(other);
        if (job !== undefined && (job.type === 'start' || job.type === 'verify-active') && job.state === 'waiting')
          finish(job, 'dependency');
      }
  }

  return {
    install,
    jobs: () => [...jobs.values()],
    idle: () => (jobs.size === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve))),
  };
}

/** systemd's run queue: the kinds from scope back to service, then by name. */
function byPriority(left: Job, right: Job): number {
  const kinds = unitTypes.indexOf(right.unit.type) - unitTypes.indexOf(left.unit.type);
  return kinds !== 0 ? kinds : left.unit.id < right.unit.id ? -1 : 1;
}
