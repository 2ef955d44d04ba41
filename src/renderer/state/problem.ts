import { toErrorData, type ErrorData } from '../../shared/errors.ts';

/** What went wrong and what to do next, as it is shown beside the action that failed. */
export type Problem = ErrorData;

export function toProblem(error: unknown): Problem {
  return toErrorData(error);
}

/** The problems without the one at `place`. */
export function without(problems: Readonly<Record<string, Problem>>, place: string): Record<string, Problem> {
  return Object.fromEntries(Object.entries(problems).filter(([name]) => name !== place));
}
