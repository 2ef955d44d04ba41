import { isUtf8 } from 'node:buffer';
import { outputText, unfinishedBytes, type OutputText } from '../output/output-text.ts';

/**
 * The marks that Fleetlab's shell integration puts into a shell's output (FinalTerm's OSC 133 for prompt and command, VS Code's OSC 633
 * `P;Cwd=` for the folder), each ending in a secret of the session: a program's output cannot forge them, because the shell keeps the
 * secret to itself. They are taken out of the text, so that no recording of the screen holds the secret either.
 */
export type ShellEvent =
  | OutputText
  /** With the last command's exit code where the shell tells it there, too. */
  | { kind: 'prompt-start'; exitCode?: number }
  /** From here on the learner types. */
  | { kind: 'prompt-end' }
  /** The line goes on: the shell asks for the rest of the command. */
  | { kind: 'continuation' }
  | { kind: 'command-start' }
  | { kind: 'command-end'; exitCode: number | undefined }
  | { kind: 'folder'; path: string };

export interface MarkParser {
  /** Text and marks in order; the start of a mark or of a character that is cut off is kept for the next call. */
  push(chunk: Buffer): ShellEvent[];
}

/** Longer than any mark: the longest path of Linux, each byte escaped. Beyond it the text is no mark. */
const longestMark = 4096 * 4 + 200;
const introducers = ['\x1b]133;', '\x1b]633;P;'];
const longestIntroducer = 8;
const nothing = Buffer.alloc(0);

export function createMarkParser(secret: string): MarkParser {
  const ending = `;fleetlab=${secret}`;
  let kept: Buffer = nothing;

  return {
    push(chunk) {
      const input = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
      kept = nothing;
      const events: ShellEvent[] = [];
      let textStart = 0;
      let position = 0;
      const take = (end: number) => {
        if (end > textStart) events.push(textOf(input.subarray(textStart, end)));
        textStart = end;
      };
      const keep = (start: number) => {
        take(start);
        if (start < input.length) kept = input.subarray(start);
        return events;
      };
      // Text stays whole up to the next mark: output is full of other escape sequences, and a slice for each would be most of the work.
      for (let escape = nextMark(input, position); escape !== -1; escape = nextMark(input, position)) {
        const read = readMark(input, escape, ending);
        if (read === 'incomplete') return keep(escape);
        position = escape + 1;
        if (read === 'none') continue;
        take(escape);
        events.push(read.event);
        textStart = position = escape + read.length;
      }
      return keep(Math.max(textStart, input.length - unfinishedBytes(input)));
    },
  };
}

/** What is no UTF-8 (a program's binary file) is shown as it would be anywhere: U+FFFD. */
function textOf(bytes: Buffer): OutputText {
  return outputText(isUtf8(bytes) ? bytes : bytes.toString());
}

/** Where an operating system command begins, or may begin with what comes next. */
function nextMark(input: Buffer, from: number): number {
  const found = input.indexOf('\x1b]', from, 'latin1');
  return found === -1 && input.at(-1) === 0x1b && from < input.length ? input.length - 1 : found;
}

/** At an escape character. As Latin-1, a byte is a character. */
function readMark(input: Buffer, start: number, ending: string): { event: ShellEvent; length: number } | 'incomplete' | 'none' {
  const first = input.toString('latin1', start, start + longestIntroducer);
  const introducer = introducers.find((candidate) => first.startsWith(candidate));
  if (introducer === undefined) return introducers.some((candidate) => candidate.startsWith(first)) ? 'incomplete' : 'none';

  const rest = input.toString('latin1', start, start + longestMark);
  const terminator = /\x07|\x1b\\/.exec(rest);
  if (terminator === null) {
    const escape = rest.indexOf('\x1b', 1);
    // A control string holds no escape; a lone one at the end may be half of its terminator.
    if (escape !== -1 && escape !== rest.length - 1) return 'none';
    return rest.length >= longestMark ? 'none' : 'incomplete';
  }
  const content = rest.slice(introducer.length, terminator.index);
  if (content.includes('\x1b') || !content.endsWith(ending)) return 'none';
  const event = eventOf(introducer, Buffer.from(content.slice(0, -ending.length), 'latin1').toString());
  return event === undefined ? 'none' : { event, length: terminator.index + terminator[0].length };
}

function eventOf(introducer: string, content: string): ShellEvent | undefined {
  if (introducer === '\x1b]633;P;')
    return content.startsWith('Cwd=') ? { kind: 'folder', path: unescapeValue(content.slice(4)) } : undefined;
  // zsh writes the code out only where its prompts have percent escapes.
  const start = /^A(?:;(\d{1,3}|%\?))?$/.exec(content);
  if (start !== null) return { kind: 'prompt-start', ...(/^\d/.test(start[1] ?? '') ? { exitCode: Number(start[1]) } : {}) };
  if (content === 'B') return { kind: 'prompt-end' };
  if (content === 'C') return { kind: 'command-start' };
  if (content === 'P;k=s') return { kind: 'continuation' };
  const end = /^D(?:;(-?\d{1,10}))?$/.exec(content);
  return end === null ? undefined : { kind: 'command-end', exitCode: end[1] === undefined ? undefined : Number(end[1]) };
}

/** `\\` is a backslash, `\x3b` a semicolon, and so on for control characters. */
function unescapeValue(value: string): string {
  return value.replace(/\\(?:\\|x([0-9a-fA-F]{2}))/g, (_, code: string | undefined) =>
    code === undefined ? '\\' : String.fromCharCode(parseInt(code, 16)),
  );
}
