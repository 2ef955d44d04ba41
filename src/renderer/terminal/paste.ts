import { isWindows } from '../shell/platform.ts';

export function isOneLine(text: string): boolean {
  return linesOf(text).length === 1;
}

/**
 * The text without its line ends, where that cannot change what a shell makes of it: a single line, or lines that go on after a backslash.
 * Undefined elsewhere: two commands in one line would be another command. In single quotes and comments, and to PowerShell, a backslash is a
 * character like others.
 */
export function inOneLine(text: string, hasPowerShell = isWindows): string | undefined {
  const lines = linesOf(text);
  const last = lines.at(-1) ?? '';
  if (lines.length === 1) return goesOn(last) ? undefined : last;
  if (hasPowerShell || /['#]/.test(text) || goesOn(last)) return undefined;
  return lines.slice(0, -1).every(goesOn) ? lines.map((line) => (goesOn(line) ? line.slice(0, -1) : line)).join('') : undefined;
}

/** Ends in a backslash that is not itself one after a backslash. */
function goesOn(line: string): boolean {
  return (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

function linesOf(text: string): string[] {
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
}
