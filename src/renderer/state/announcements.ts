import type { CheckResult } from '../../shared/course/checks.ts';
import type { CommandBlock, Step } from '../../shared/course/course.ts';
import type { BlockRun } from '../../shared/course/progress.ts';
import { wasStopped } from '../../shared/course/run-state.ts';
import type { HttpAnswer } from '../../shared/domain/http.ts';
import { formatDuration } from '../format/time.ts';

/** The words a verdict ends with, everywhere. */
export const verdictWords = { passed: 'passed', 'not-yet': 'not yet', unknown: 'cannot tell' } as const satisfies Record<
  CheckResult['verdict'],
  string
>;

/** One sentence about what changed for the better or worse; undefined when no verdict did. */
export function describeChecks(step: Step, before: readonly CheckResult[], after: readonly CheckResult[]): string | undefined {
  const changed = after.filter((result) => before.find((old) => old.id === result.id)?.verdict !== result.verdict);
  const spoken = changed.filter((result) => result.verdict === 'passed' || wasPassed(before, result.id));
  if (spoken.length === 0) return undefined;
  if (allPassed(step, after)) return `All checks of step ${step.number} passed.`;
  return spoken.map((result) => `${textOf(step, result.id)} ${verdictWords[result.verdict]}.`).join(' ');
}

/** Whether there is a passed result for each of the step's checks. */
export function allPassed(step: Step, results: readonly CheckResult[] | undefined): boolean {
  return step.checks.every((check) => results?.find((result) => result.id === check.id)?.verdict === 'passed');
}

/** What an exit code says by itself, by the rule of every shell; undefined where only the program knows. */
export function exitWord(code: number | undefined): string | undefined {
  return code === undefined ? undefined : exitWords[code];
}

const exitWords: Readonly<Record<number, string>> = {
  126: 'cannot be run',
  127: 'not found',
  130: 'interrupted',
  137: 'killed',
  143: 'terminated',
};

export function describeRun(block: CommandBlock, run: BlockRun): string {
  const time = run.milliseconds === undefined ? '' : ` after ${formatDuration(run.milliseconds)}`;
  return `${firstLine(block.text)} ${endOf(block, run)}${time}.`;
}

function endOf(block: CommandBlock, run: BlockRun): string {
  if (wasStopped(block, run)) return 'stopped';
  if (run.exitCode === undefined || run.exitCode === 0) return 'finished';
  const word = exitWord(run.exitCode);
  return `ended with exit code ${run.exitCode}${word === undefined ? '' : ` (${word})`}`;
}

/** `terminalName`: where there are several. `already`: it was asked for once more. */
export function describeStart(block: CommandBlock, terminalName: string | undefined, already?: 'already'): string {
  return `${words(firstLine(block.text), 'is running', already, terminalName === undefined ? undefined : `in ${terminalName}`)}.`;
}

export function describeWait(block: CommandBlock, { waitsFor }: BlockRun, already?: 'already'): string {
  return `${words(firstLine(block.text), 'is waiting', already, waitsFor === undefined ? undefined : `for ${waitsFor}`)}.`;
}

function words(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}

/** How a request ended, in a few words. */
export function describeAnswer({ verdict, status }: HttpAnswer): string {
  return verdict === 'delivered' ? `Answered${status === undefined ? '' : ` with status ${status}`}.` : `${verdictNames[verdict]}.`;
}

/** What a verdict is called where it is not an answer. */
export const verdictNames = {
  delivered: 'Answered',
  refused: 'Connection refused',
  unresolved: 'Name not found',
  timeout: 'No answer in time',
} as const satisfies Record<HttpAnswer['verdict'], string>;

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function wasPassed(results: readonly CheckResult[], id: string): boolean {
  return results.find((result) => result.id === id)?.verdict === 'passed';
}

function textOf(step: Step, checkId: string): string {
  return step.checks.find((check) => check.id === checkId)?.text ?? '';
}
