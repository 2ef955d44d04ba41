import type { CheckResult } from '../../shared/course/checks.ts';
import type { CommandBlock, Course, EditBlock, QuizBlock, RequestBlock, Step } from '../../shared/course/course.ts';
import type { WhenBusy } from '../../shared/course/progress.ts';
import type { HttpAnswer } from '../../shared/domain/http.ts';
import { FleetlabError } from '../../shared/errors.ts';
import { unlessAborted } from '../cancelled.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { CheckLoop } from './check-loop.ts';
import type { Lab } from '../device/lab/lab.ts';
import { whenApplied } from './applied.ts';
import { findBlock, nameOfStep } from './lookup.ts';
import type { BlockRunner } from './runs.ts';
import { filesAfterEdit, filesAtStart } from './start-files.ts';
import type { TaskControl } from './task.ts';
import { isQuiet } from './way.ts';

export interface SolveServices {
  /** With variables filled, as the step is. */
  course: Course;
  workspace: Workspace;
  runs: BlockRunner;
  lab: Lab;
  loop: CheckLoop;
  /** Gives a quiz its right answer. */
  answer: (quiz: QuizBlock) => void;
  request: (block: RequestBlock, signal: AbortSignal) => Promise<HttpAnswer>;
}

/** How long the checks may take to pass after the last command, in milliseconds. */
const patienceMilliseconds = 60_000;

/** Does a step as the learner would: its edits and commands in order, then waits for the checks. Resolves to the closing sentence. */
export async function solveStep(step: Step, services: SolveServices, control: TaskControl): Promise<string> {
  if (isPassed(await services.loop.check(step))) return 'All checks of this step pass already.';
  const { course, workspace, lab } = services;
  await workspace.keepCopy(filesAtStart(course, step.id, await workspace.seedFiles()), { reason: 'solve', step: nameOfStep(step) });
  for (const id of step.solve) {
    control.signal.throwIfAborted();
    const block = findBlock(step, id);
    if (block.kind === 'edit') await makeEdit(step, block, services, control);
    if (block.kind === 'quiz') services.answer(block);
    // What runs in a service, or asks one, means the release that the device was just given.
    if (block.kind === 'request' || (block.kind === 'command' && !isQuiet(block))) await whenApplied(lab, control.signal);
    if (block.kind === 'request') await makeRequest(block, services, control);
    if (block.kind === 'command' && (await runCommand(step, block, services, control)) === 'all passed') break;
  }
  await waitForChecks(step, services, control);
  return 'All checks of this step pass.';
}

async function makeEdit(step: Step, block: EditBlock, { course, workspace }: SolveServices, { say }: TaskControl): Promise<void> {
  say(`Changing ${block.file}.`);
  try {
    await workspace.applyEdit(block);
  } catch (error) {
    const isOff = error instanceof FleetlabError && (error.code === 'edit-does-not-fit' || error.code === 'not-found');
    if (!isOff) throw error;
    // The file has gone another way than the lesson: it gets the lesson's text, and the learner keeps a copy of theirs.
    const files = filesAfterEdit(course, step, block.id, await workspace.seedFiles());
    const copy = await workspace.restoreTo(files, [block.file], { reason: 'solve', step: nameOfStep(step) });
    say(
      copy === undefined
        ? `${block.file} was written anew.`
        : `${block.file} was written anew; yours is among the earlier copies of your files.`,
    );
  }
}

async function makeRequest(block: RequestBlock, { request }: SolveServices, { signal, say }: TaskControl): Promise<void> {
  say(`Asking ${block.url}`);
  const { verdict, reason } = await request(block, signal);
  signal.throwIfAborted();
  if (verdict === block.expects) return;
  throw new FleetlabError('request-failed', `${block.url} was to end in "${block.expects}", but ended in "${verdict}".`, reason);
}

async function runCommand(
  step: Step,
  block: CommandBlock,
  services: SolveServices,
  { signal, say }: TaskControl,
): Promise<'all passed' | 'go on'> {
  const { runs, loop } = services;
  say(`Running ${block.text.split('\n')[0] ?? ''}`);
  const run = (whenBusy: WhenBusy) => runs.run({ stepId: step.id, block, whenBusy, signal });
  // The learner has begun with it: it is not done twice.
  const begun = await runs.begun(step.id, block.id);
  const outcome = await (begun === undefined ? run('refuse') : unlessAborted(begun.outcome, signal)).catch((error: unknown) => {
    if (error instanceof FleetlabError && ['terminal-busy', 'line-half-typed'].includes(error.code)) return run('new-terminal');
    throw error;
  });
  signal.throwIfAborted();
  if (outcome.exitCode === undefined || outcome.exitCode === block.expects) return 'go on';
  // What the command was to bring about may be there already (the fleet exists, say).
  if (isPassed(await loop.check(step))) return 'all passed';
  throw new FleetlabError(
    'command-failed',
    `"${block.text}" ended with exit code ${outcome.exitCode}.`,
    'The terminal says why. If an earlier step is not done yet, do that one first.',
  );
}

/** Resolves when all checks pass; the loop evaluates them when something changes. */
async function waitForChecks(step: Step, { loop }: SolveServices, { signal, say }: TaskControl): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let last: CheckResult[] = [];
  const look = (results: CheckResult[]) => {
    last = results;
    if (isPassed(results)) resolve(undefined);
  };
  const stop = loop.onResults((stepId, results) => {
    if (stepId === step.id) look(results);
  });
  const onAbort = () => reject(new Error('aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  const limit = setTimeout(() => {
    const open = last.find(({ verdict }) => verdict !== 'passed');
    reject(new FleetlabError('checks-open', `All was done, but this is not so yet: ${textOf(step, open)}`, open?.message));
  }, patienceMilliseconds);
  try {
    say('Waiting until the checks pass.');
    signal.throwIfAborted();
    look(await loop.check(step));
    await promise;
  } finally {
    stop();
    clearTimeout(limit);
    signal.removeEventListener('abort', onAbort);
    // Nobody may be waiting for it any more.
    promise.catch(() => undefined);
  }
}

function textOf(step: Step, result: CheckResult | undefined): string {
  return step.checks.find(({ id }) => id === result?.id)?.text ?? '';
}

function isPassed(results: readonly CheckResult[]): boolean {
  return results.every(({ verdict }) => verdict === 'passed');
}
