/** A uuid or commit as the CLI prints it: its first seven digits. */
export function shorten(digits: string): string {
  return digits.slice(0, 7);
}
