import type { CommandTime } from './domain/terminal.ts';

/**
 * What main tells the screens of a terminal at a place in its output: `P` a prompt ends, `C` its line was sent, `D` that command has ended, `X` all
 * above the cursor's line is cleared. An operating system command that no program can forge: it holds a key that only main and the screens know.
 */
export type ScreenMark = 'P' | 'C' | 'X' | `D;${string}`;

/** How a command ended. */
export interface CommandEnd {
  exitCode: number;
  /** Absent where nobody saw it begin. */
  time?: CommandTime | undefined;
}

/** Number of the command; xterm has no use of its own for it. */
export const screenMarkNumber = 7531;

export function screenMark(key: string, mark: ScreenMark): string {
  return `\x1b]${screenMarkNumber};${key};${mark}\x07`;
}

/** `D;1`, or with its time `D;1;1764590400000;350`. */
export function endMark({ exitCode, time }: CommandEnd): ScreenMark {
  return time === undefined ? `D;${exitCode}` : `D;${exitCode};${time.beganAt};${time.milliseconds}`;
}

/** Of the text behind the number; undefined where it is not by main. */
export function readScreenMark(key: string, text: string): 'P' | 'C' | 'X' | CommandEnd | undefined {
  if (!text.startsWith(`${key};`)) return undefined;
  const mark = text.slice(key.length + 1);
  return mark === 'P' || mark === 'C' || mark === 'X' ? mark : readEnd(mark);
}

function readEnd(mark: string): CommandEnd | undefined {
  const [, exitCode, beganAt, milliseconds] = /^D;(-?\d+)(?:;(\d+);(\d+))?$/.exec(mark) ?? [];
  if (exitCode === undefined) return undefined;
  if (beganAt === undefined) return { exitCode: Number(exitCode) };
  return { exitCode: Number(exitCode), time: { beganAt: Number(beganAt), milliseconds: Number(milliseconds) } };
}
