/**
 * What main tells the screens of a terminal at a place in its output: `P` a prompt ends, `C` its line was sent, `D` that command has ended, `X` all
 * above the cursor's line is cleared. An operating system command that no program can forge: it holds a key that only main and the screens know.
 */
export type ScreenMark = 'P' | 'C' | `D;${number}` | 'X';

/** Number of the command; xterm has no use of its own for it. */
export const screenMarkNumber = 7531;

export function screenMark(key: string, mark: ScreenMark): string {
  return `\x1b]${screenMarkNumber};${key};${mark}\x07`;
}

/** Of the text behind the number; undefined where it is not by main. */
export function readScreenMark(key: string, text: string): ScreenMark | undefined {
  if (!text.startsWith(`${key};`)) return undefined;
  const mark = text.slice(key.length + 1);
  return mark === 'P' || mark === 'C' || mark === 'X' || isEnd(mark) ? mark : undefined;
}

function isEnd(mark: string): mark is `D;${number}` {
  return /^D;-?\d+$/.test(mark);
}
