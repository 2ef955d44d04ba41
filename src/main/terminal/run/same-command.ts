/** Whether two lines are the same command to a learner, who may have typed more blanks, or fewer; not in what is quoted. */
export function isSameCommand(one: string, other: string): boolean {
  return one.trim() === other.trim() || (!isQuoted(one) && !isQuoted(other) && oneBlank(one) === oneBlank(other));
}

function isQuoted(line: string): boolean {
  return /["'\\]/.test(line);
}

function oneBlank(line: string): string {
  return line.trim().replace(/[^\S\n]+/g, ' ');
}
