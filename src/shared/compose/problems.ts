/** One thing wrong in a compose file; line and column count from 1. */
export interface ComposeProblem {
  severity: 'error' | 'warning';
  message: string;
  line: number;
  column: number;
}

/** The form of a problem in a terminal: `docker-compose.yml:4:7: message`. */
export function formatProblem(file: string, problem: ComposeProblem): string {
  return `${file}:${String(problem.line)}:${String(problem.column)}: ${problem.message}`;
}
