/** Whether two lines are the same command to a learner, who may have typed more blanks, or fewer. */
export function isSameCommand(one: string, other: string): boolean {
  return oneBlank(one) === oneBlank(other);
}

function oneBlank(line: string): string {
  return line.trim().replace(/[^\S\n]+/g, ' ');
}
