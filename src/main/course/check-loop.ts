import type { CheckResult } from '../../shared/course/checks.ts';
import type { Step } from '../../shared/course/course.ts';
import type { Lab } from '../device/lab/lab.ts';
import type { NetworkAsker } from '../device/requests/network-asker.ts';
import type { EventBus } from '../event-bus.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { evaluate } from './checks/evaluate.ts';
import type { Verdict } from './checks/verdict.ts';

export interface CheckLoopOptions {
  /** The step whose checks are kept fresh, with its variables filled. */
  step: () => Step;
  lab: Lab;
  workspace: Workspace;
  asker: NetworkAsker;
  /** The learner's answers to a step's quizzes. */
  answers: (stepId: string) => Readonly<Record<string, number>>;
  bus: EventBus;
  onAllPassed(stepId: string): void;
}

/** Evaluates the current step's checks whenever the state that they read changes. */
export interface CheckLoop {
  /** Evaluates a step's checks now, from scratch. */
  check(step: Step): Promise<CheckResult[]>;
  /** Something changed that the loop cannot see (the step, a command that ended). */
  poke: () => void;
  /** The current step's results as they were told last. */
  results(): { stepId: string; results: CheckResult[] };
  /** Told after each evaluation of the current step. */
  onResults(listener: (stepId: string, results: CheckResult[]) => void): () => void;
  /** While it is paused nothing is evaluated: a device that is being put back has states that mean nothing. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** What is read over SSH or asked over the network: not more often than this, in milliseconds, while the services stay the same. */
const readAgainMilliseconds = 4_000;
/** The same of a check that passes: nobody waits for it. */
const keepPassedMilliseconds = 30_000;
const costlyKinds: ReadonlySet<Step['checks'][number]['predicate']['kind']> = new Set([
  'container-file',
  'volume-file',
  'service-command',
  'http',
]);

interface Judged {
  verdict: Verdict;
  /** Milliseconds after which it is worth another look: time alone may turn it, or nothing else would tell that what it read has changed. */
  lookAgain: number | undefined;
}

export function createCheckLoop(options: CheckLoopOptions): CheckLoop {
  const { lab, workspace, bus } = options;
  const listeners = new Set<(stepId: string, results: CheckResult[]) => void>();
  const remembered = new Map<string, { key: string; at: number; verdict: Verdict }>();
  const closing = new AbortController();
  let told: { stepId: string; results: CheckResult[] } = { stepId: '', results: [] };
  let isRunning = false;
  let isWanted = false;
  let pauses = 0;
  let working: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const stops = [lab.onChange(poke), workspace.onChange(poke)];

  function poke(): void {
    if (closing.signal.aborted || pauses > 0) return;
    isWanted = true;
    if (!isRunning) working = run();
  }

  async function run(): Promise<void> {
    isRunning = true;
    try {
      // Whatever happens during an evaluation is one more evaluation after it, not one for each change.
      while (isWanted && pauses === 0 && !closing.signal.aborted) {
        isWanted = false;
        const step = options.step();
        const verdicts = await verdictsOf(step, true);
        if (isPausedOrClosed() || options.step().id !== step.id) continue;
        tell(step, verdicts);
        plan(verdicts);
      }
    } finally {
      isRunning = false;
    }
  }

  function isPausedOrClosed(): boolean {
    return pauses > 0 || closing.signal.aborted;
  }

  async function verdictsOf(step: Step, mayRemember: boolean): Promise<Judged[]> {
    return Promise.all(step.checks.map((check) => verdictOf(step, check, mayRemember)));
  }

  async function verdictOf(step: Step, { id, predicate }: Step['checks'][number], mayRemember: boolean): Promise<Judged> {
    const context = { lab, workspace, asker: options.asker, step, answers: options.answers(step.id), signal: closing.signal };
    if (!costlyKinds.has(predicate.kind)) {
      const verdict = await evaluate(predicate, context);
      return { verdict, lookAgain: verdict.again };
    }
    const view = lab.view();
    const services = view.device?.services.map(({ name, releaseCommit, startedAt, status }) => [name, releaseCommit, startedAt, status]);
    const key = JSON.stringify([predicate, services, view.problem, view.account]);
    const known = remembered.get(`${step.id}/${id}`);
    const age = known === undefined ? Infinity : Date.now() - known.at;
    const isPassed = known?.verdict.verdict === 'passed';
    if (mayRemember && known?.key === key && age < (isPassed ? keepPassedMilliseconds : readAgainMilliseconds)) {
      return { verdict: known.verdict, lookAgain: isPassed ? undefined : readAgainMilliseconds - age };
    }
    const verdict = await evaluate(predicate, context);
    remembered.set(`${step.id}/${id}`, { key, at: Date.now(), verdict });
    return { verdict, lookAgain: verdict.verdict === 'passed' ? undefined : readAgainMilliseconds };
  }

  function tell(step: Step, verdicts: readonly Judged[]): CheckResult[] {
    const results = resultsOf(step, verdicts);
    const next = { stepId: step.id, results };
    if (JSON.stringify(next) !== JSON.stringify(told)) {
      told = next;
      bus.emit('checks.changed', next);
    }
    if (results.every(({ verdict }) => verdict === 'passed')) options.onAllPassed(step.id);
    for (const listener of listeners) listener(step.id, results);
    return results;
  }

  /** Looks again by itself where time alone may turn a verdict. */
  function plan(verdicts: readonly Judged[]): void {
    clearTimeout(timer);
    const soonest = Math.min(...verdicts.map(({ lookAgain }) => lookAgain ?? Infinity));
    if (soonest === Infinity) return;
    timer = setTimeout(() => {
      // A view that was read before that moment cannot show that it has come.
      void lab.refresh().then(poke);
    }, soonest + 50);
    timer.unref();
  }

  return {
    async check(step) {
      await lab.refresh();
      const verdicts = await verdictsOf(step, false);
      if (step.id !== options.step().id || isPausedOrClosed()) return resultsOf(step, verdicts);
      plan(verdicts);
      return tell(step, verdicts);
    },
    poke,
    results: () => told,
    onResults(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pause() {
      pauses++;
    },
    resume() {
      pauses--;
      remembered.clear();
      told = { stepId: '', results: [] };
      poke();
    },
    async close() {
      for (const stop of stops) stop();
      clearTimeout(timer);
      closing.abort();
      await working;
    },
  };
}

/** The state in words; where something but time is missing, also what to do. */
function resultsOf(step: Step, verdicts: readonly Judged[]): CheckResult[] {
  return step.checks.map(({ id, help }, index) => {
    const { verdict, message, again } = verdicts[index]?.verdict ?? { verdict: 'unknown' as const, message: '', again: undefined };
    return { id, verdict, message: verdict === 'not-yet' && again === undefined ? `${message} ${help}` : message };
  });
}
