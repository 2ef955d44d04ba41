import { edgesOf, isDown, isUp } from './unit.ts';
import type { UnitNode } from './unit.ts';

export type JobType = 'start' | 'stop' | 'restart' | 'reload' | 'verify-active';

/** One unit's part in a transaction. */
export interface PlannedJob<Node extends UnitNode> {
  unit: Node;
  type: JobType;
  /** Jobs that this one pulled in and cannot do without. */
  needs: Set<PlannedJob<Node>>;
}

export interface Transaction<Node extends UnitNode> {
  jobs: Map<Node, PlannedJob<Node>>;
  /** What is to be said: cycles that were broken, dependencies left out. */
  messages: TransactionMessage<Node>[];
}

export interface TransactionMessage<Node extends UnitNode> {
  unit: Node;
  level: 'warning' | 'error';
  text: string;
  /** A line for the console, with its mark. */
  skipped?: string;
}

/** A request that cannot be carried out, in systemd's words; `systemctl` shows them after `Failed to … UNIT: `. */
export class TransactionError extends Error {
  readonly code: 'masked' | 'not-found' | 'bad-setting' | 'conflicting' | 'cyclic' | 'refused' | 'not-applicable';

  constructor(code: TransactionError['code'], message: string) {
    super(message);
    this.name = 'TransactionError';
    this.code = code;
  }
}

/**
 * The jobs that a request takes, with everything that its dependencies ask for, without what is so already, and without
 * cycles in the order. `all` are the units that `isolate` stops where nobody wants them. Throws TransactionError.
 */
export function planTransaction<Node extends UnitNode>(
  anchor: Node,
  type: JobType,
  options: { isolate?: Iterable<Node> } = {},
): Transaction<Node> {
  const jobs = new Map<Node, PlannedJob<Node>>();
  const messages: TransactionMessage<Node>[] = [];
  const conflicts: { unit: Node; by: PlannedJob<Node> | undefined }[] = [];
  addJob(anchor, type, undefined);
  const anchorJob = jobs.get(anchor);
  for (const unit of options.isolate ?? []) {
    if (jobs.has(unit) || unit.ignoreOnIsolate || unit.isPerpetual || isDown(unit)) continue;
    if ([...edgesOf(unit, 'triggeredBy')].some((trigger) => jobs.has(trigger))) continue;
    addJob(unit, 'stop', undefined);
  }
  for (const { unit, by } of conflicts) {
    const job = jobs.get(unit);
    if (by !== undefined && jobs.get(by.unit) !== by) continue;
    if (job === undefined || job.type === 'stop') addJob(unit, 'stop', by);
    else if (job === anchorJob || isNeeded(job))
      throw new TransactionError(
        'conflicting',
        `Transaction contains conflicting jobs 'stop' and '${job.type}' for ${unit.id}. Probably contradicting requirement dependencies configured.`,
      );
    else {
      remove(job);
      addJob(unit, 'stop', by);
    }
  }
  for (const job of [...jobs.values()]) if (isRedundant(job)) jobs.delete(job.unit);
  breakCycles();
  return { jobs, messages };

  function isNeeded(job: PlannedJob<Node>, seen = new Set<PlannedJob<Node>>()): boolean {
    if (job === anchorJob) return true;
    if (seen.has(job)) return false;
    seen.add(job);
    return [...jobs.values()].some((other) => other.needs.has(job) && isNeeded(other, seen));
  }

  function addJob(unit: Node, wanted: JobType, by: PlannedJob<Node> | undefined): void {
    const existing = jobs.get(unit);
    if (existing !== undefined) {
      by?.needs.add(existing);
      if (existing.type === wanted || (existing.type === 'restart' && wanted === 'start')) return;
      if (existing.type === 'start' && wanted === 'restart') existing.type = 'restart';
      else if (existing.type === 'verify-active' && wanted === 'start') existing.type = 'start';
      else if (wanted === 'stop') {
        if (by === undefined || existing === anchorJob) return;
        existing.type = 'stop';
      }
      return;
    }
    if (wanted !== 'stop') refuseUnloaded(unit);
    const job: PlannedJob<Node> = { unit, type: wanted, needs: new Set() };
    jobs.set(unit, job);
    by?.needs.add(job);
    // What is up has its dependencies; those that failed since are not tried again for its sake.
    if (wanted === 'restart' || (wanted === 'start' && !isUp(unit))) pullIn(job);
    if (wanted === 'stop' || wanted === 'restart') pushOut(job);
  }

  function pullIn(job: PlannedJob<Node>): void {
    const { unit } = job;
    for (const edge of ['requires', 'bindsTo'] as const) for (const other of edgesOf(unit, edge)) addJob(other, 'start', job);
    for (const other of edgesOf(unit, 'requisite')) addJob(other, 'verify-active', job);
    for (const edge of ['wants', 'upholds'] as const)
      for (const other of edgesOf(unit, edge)) {
        const before = new Map([...jobs].map(([node, planned]) => [node, { planned, type: planned.type, needs: new Set(planned.needs) }]));
        try {
          addJob(other, 'start', undefined);
        } catch (error) {
          if (!(error instanceof TransactionError)) throw error;
          // All or nothing: what the wish had pulled in goes with it.
          jobs.clear();
          for (const [node, { planned, type: kept, needs }] of before) jobs.set(node, Object.assign(planned, { type: kept, needs }));
          if (error.code !== 'not-found' && error.code !== 'masked')
            messages.push({ unit: other, level: 'warning', text: `Cannot add dependency job, ignoring: ${error.message}` });
        }
      }
    for (const edge of ['conflicts', 'conflictedBy'] as const)
      for (const other of edgesOf(unit, edge)) if (!isDown(other) || jobs.has(other)) conflicts.push({ unit: other, by: job });
  }

  function pushOut(job: PlannedJob<Node>): void {
    for (const edge of ['requiredBy', 'boundBy', 'requisiteOf', 'consistsOf'] as const)
      for (const other of edgesOf(job.unit, edge)) {
        if (isDown(other)) continue;
        addJob(other, job.type, job);
      }
  }

  function remove(job: PlannedJob<Node>): void {
    jobs.delete(job.unit);
    for (const other of [...jobs.values()]) if (other.needs.has(job)) remove(other);
  }

  /** Jobs in the order their unit has to be waited for: depth first, as systemd verifies. */
  function breakCycles(): void {
    for (let cycle = findCycle(jobs); cycle !== undefined; cycle = findCycle(jobs)) {
      const [start] = cycle;
      const victim = cycle.find((job) => job !== anchorJob && !isNeeded(job));
      const name = (job: PlannedJob<Node>): string => `${job.unit.id}/${job.type}`;
      const last = cycle[cycle.length - 1];
      if (start === undefined || last === undefined) return;
      for (const [index, job] of cycle.entries())
        messages.push({
          unit: last.unit,
          level: 'warning',
          text: `${index === 0 ? 'Found ordering cycle on' : 'Found dependency on'} ${name(job)}`,
        });
      if (victim === undefined) {
        messages.push({ unit: last.unit, level: 'error', text: `Unable to break cycle starting with ${name(last)}` });
        throw new TransactionError('cyclic', 'Transaction order is cyclic. See system logs for details.');
      }
      messages.push({
        unit: last.unit,
        level: 'error',
        text: `Job ${name(victim)} deleted to break ordering cycle starting with ${name(last)}`,
        skipped: victim.unit.id,
      });
      remove(victim);
    }
  }
}

/**
 * Whether `job` has to wait for `other`, whose unit it is ordered after: what starts waits for all, what stops for none
 * (systemd.unit(5): the stop comes before the start, and two stops come in reverse).
 */
export function waitsForEarlier(job: { type: JobType }): boolean {
  return job.type !== 'stop' && job.type !== 'restart';
}

/** The jobs that have to be done before this one. */
export function predecessors<Node extends UnitNode, Job extends { unit: Node; type: JobType }>(
  job: Job,
  jobs: ReadonlyMap<Node, Job>,
): Job[] {
  const found: Job[] = [];
  for (const other of edgesOf(job.unit, 'after')) {
    const earlier = jobs.get(other);
    if (earlier !== undefined && earlier !== job && waitsForEarlier(job)) found.push(earlier);
  }
  for (const other of edgesOf(job.unit, 'before')) {
    const later = jobs.get(other);
    if (later !== undefined && later !== job && !waitsForEarlier(later)) found.push(later);
  }
  return found;
}

/** A cycle of jobs that wait for each other: each waits for the next, the last for the first. */
function findCycle<Node extends UnitNode>(jobs: ReadonlyMap<Node, PlannedJob<Node>>): PlannedJob<Node>[] | undefined {
  const done = new Set<PlannedJob<Node>>();
  for (const start of jobs.values()) {
    if (done.has(start)) continue;
    const path: { job: PlannedJob<Node>; rest: PlannedJob<Node>[] }[] = [{ job: start, rest: predecessors(start, jobs) }];
    const onPath = new Set([start]);
    while (path.length > 0) {
      const top = path[path.length - 1];
      const next = top?.rest.shift();
      if (top === undefined) break;
      if (next === undefined) {
        done.add(top.job);
        onPath.delete(top.job);
        path.pop();
      } else if (onPath.has(next)) {
        const cycle = path.slice(path.findIndex(({ job }) => job === next)).map(({ job }) => job);
        return [...cycle.slice(1), ...cycle.slice(0, 1)];
      } else if (!done.has(next)) {
        path.push({ job: next, rest: predecessors(next, jobs) });
        onPath.add(next);
      }
    }
  }
  return undefined;
}

function refuseUnloaded(unit: UnitNode): void {
  if (unit.load === 'masked') throw new TransactionError('masked', `Unit ${unit.id} is masked.`);
  if (unit.load === 'not-found') throw new TransactionError('not-found', `Unit ${unit.id} not found.`);
  if (unit.load === 'bad-setting') throw new TransactionError('bad-setting', `Unit ${unit.id} has a bad unit file setting.`);
}

function isRedundant<Node extends UnitNode>({ unit, type }: PlannedJob<Node>): boolean {
  if (type === 'start' || type === 'verify-active') return isUp(unit);
  return type === 'stop' && isDown(unit);
}
