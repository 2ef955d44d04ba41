import { join } from 'node:path';
import { z } from 'zod';
import { blockRun, type BlockRun } from '../../shared/course/progress.ts';
import { openStateFile } from '../../storage/state-file.ts';

const kept = z.record(
  z.string(),
  z.object({
    /** The device that comes with the environment: another one has another past. */
    device: z.string().optional(),
    steps: z.record(z.string(), z.array(blockRun)),
  }),
);
type Kept = z.infer<typeof kept>;

/** The last run of each of a course's commands, by environment and step, kept in `<dataDirectory>/runs-<course>.json` without its output. */
export interface LastRuns {
  get(environment: string, stepId: string, blockId: string): BlockRun | undefined;
  /** One that is `idle` is none. */
  set(environment: string, stepId: string, run: BlockRun): void;
  /** By step. */
  of(environment: string): Record<string, BlockRun[]>;
  /** The step is as if nothing had run, but for the blocks that `stays` names. Returns what was forgotten. */
  forget(environment: string, stepId: string, stays: (blockId: string) => boolean): BlockRun[];
  /** The environment has this device now. True where runs of another one were forgotten. */
  meet(environment: string, device: string | undefined): boolean;
  /**
   * There are these environments and no others: what is known of others is forgotten, and what comes of their commands from now on (a terminal
   * outlives its environment) is not kept.
   */
  keepOnly(environments: readonly string[]): void;
  /** A sentence about a damaged file, where there was one. */
  readonly notice: string | undefined;
  /** Resolves when all is on disk; what is set afterwards is not kept. */
  close(): Promise<void>;
}

export async function openLastRuns(courseId: string, dataDirectory: string, onProblem: (message: string) => void): Promise<LastRuns> {
  const file = await openStateFile<Kept>({
    path: join(dataDirectory, `runs-${courseId}.json`),
    schema: kept,
    version: 1,
    initial: () => ({}),
    onSaveError: (error) => onProblem(error.message),
  });
  /** With their output. */
  let runs: Kept = mapRuns(file.value, (run) => afterRestart(run));
  /** Until that is told, any may exist. */
  let exists: (environment: string) => boolean = () => true;
  let isClosed = false;

  const at = (environment: string) => runs[environment] ?? { steps: {} };

  function save(environment: string, changed: Kept[string]): void {
    if (exists(environment)) replace({ ...runs, [environment]: changed });
  }

  function replace(all: Kept): void {
    runs = all;
    if (!isClosed) file.save(mapRuns(runs, withoutOutput));
  }

  return {
    get: (environment, stepId, blockId) => at(environment).steps[stepId]?.find((run) => run.blockId === blockId),
    set(environment, stepId, run) {
      const place = at(environment);
      const others = (place.steps[stepId] ?? []).filter(({ blockId }) => blockId !== run.blockId);
      const list = run.state === 'idle' ? others : [...others, run];
      save(environment, { ...place, steps: { ...place.steps, [stepId]: list } });
    },
    of: (environment) => at(environment).steps,
    forget(environment, stepId, stays) {
      const { [stepId]: list = [], ...steps } = at(environment).steps;
      const left = list.filter(({ blockId }) => stays(blockId));
      save(environment, { ...at(environment), steps: left.length === 0 ? steps : { ...steps, [stepId]: left } });
      return list.filter((run) => !left.includes(run));
    },
    meet(environment, device) {
      const place = at(environment);
      if (device === undefined || device === place.device) return false;
      const isAnother = place.device !== undefined;
      save(environment, { device, steps: isAnother ? {} : place.steps });
      return isAnother && Object.keys(place.steps).length > 0;
    },
    keepOnly(environments) {
      const known = new Set(environments);
      exists = (environment) => known.has(environment);
      const ids = Object.keys(runs);
      if (!ids.every(exists)) replace(Object.fromEntries(Object.entries(runs).filter(([id]) => exists(id))));
    },
    notice: file.notice,
    async close() {
      isClosed = true;
      // A disk that is full must not keep what comes after from being closed.
      await file.flush().catch((error: unknown) => onProblem(error instanceof Error ? error.message : String(error)));
    },
  };
}

function mapRuns(all: Kept, map: (run: BlockRun) => BlockRun | undefined): Kept {
  const ofStep = ([stepId, list]: [string, BlockRun[]]): [string, BlockRun[]] => [stepId, list.flatMap((run) => map(run) ?? [])];
  return Object.fromEntries(
    Object.entries(all).map(([id, place]) => [id, { ...place, steps: Object.fromEntries(Object.entries(place.steps).map(ofStep)) }]),
  );
}

/** What a command prints may be secret, and is long. One that waits has changed nothing. */
function withoutOutput(run: BlockRun): BlockRun | undefined {
  if (run.state === 'waiting') return undefined;
  const { blockId, state, exitCode, milliseconds, startedAt, isStopped, problem } = run;
  return { blockId, state, ...defined({ exitCode, milliseconds, startedAt, isStopped, problem }) };
}

/** Nobody has seen the end of what was under way. */
function afterRestart(run: BlockRun): BlockRun {
  const isUnderWay = run.state === 'running' || (run.state === 'sent' && run.milliseconds === undefined);
  if (!isUnderWay) return run;
  const { blockId, startedAt } = run;
  const problem = {
    code: 'app-ended',
    message: 'Its end was not seen: Fleetlab, or this course, was closed meanwhile.',
    action: 'Look at what it has done, or run it again.',
  };
  return { blockId, state: 'lost', ...defined({ startedAt }), problem };
}

function defined<T extends object>(facts: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
