/** Something in a course's files that an author has to mend. `line` counts from 1. */
export interface CourseProblem {
  file: string;
  line: number;
  /** What is wrong. */
  what: string;
  /** What to write instead. */
  mend: string;
}

/** All problems that were found in one pass, in the order of files and lines. */
export class CourseError extends Error {
  readonly problems: readonly CourseProblem[];

  constructor(problems: readonly CourseProblem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = 'CourseError';
    this.problems = problems;
  }
}

/** `file:line: what (how to mend it)`, the form that editors and terminals make a link of. */
export function problemText({ file, line, what, mend }: CourseProblem): string {
  return `${file}:${line}: ${what} ${mend}`;
}

/** Collects problems, so that an author sees all of them at once. */
export interface ProblemList {
  readonly problems: CourseProblem[];
  report(file: string, line: number, what: string, mend: string): void;
}

export function createProblemList(): ProblemList {
  const problems: CourseProblem[] = [];
  return {
    problems,
    report(file, line, what, mend) {
      problems.push({ file, line, what, mend });
    },
  };
}
