/**
 * The marks that Fleetlab's shell integration puts into a shell's output (FinalTerm's OSC 133 for prompt and command, VS Code's OSC 633
 * `P;Cwd=` for the folder), each ending in a secret of the session: a program's output cannot forge them, because the shell keeps the
 * secret to itself. They are taken out of the text, so that no recording of the screen holds the secret either.
 */
export type ShellEvent =
  | { kind: 'text'; data: string }
  | { kind: 'prompt-start' }
  /** From here on the learner types. */
  | { kind: 'prompt-end' }
  /** The line goes on: the shell asks for the rest of the command. */
  | { kind: 'continuation' }
  | { kind: 'command-start' }
  | { kind: 'command-end'; exitCode: number | undefined }
  | { kind: 'folder'; path: string };

export interface MarkParser {
  /** Text and marks in order; the start of a mark that is cut off is kept for the next call. */
  push(chunk: string): ShellEvent[];
}

/** Longer than any mark: the longest path of Linux, each character escaped. Beyond it the text is no mark. */
const longestMark = 4096 * 4 + 200;
const introducers = ['\x1b]133;', '\x1b]633;P;'];

export function createMarkParser(secret: string): MarkParser {
  const ending = `;fleetlab=${secret}`;
  let kept = '';

  return {
    push(chunk) {
      const input = kept + chunk;
      kept = '';
      const events: ShellEvent[] = [];
      let textStart = 0;
      let position = 0;
      const take = (end: number) => {
        if (end > textStart) events.push({ kind: 'text', data: input.slice(textStart, end) });
        textStart = end;
      };
      // Text stays whole up to the next mark: output is full of other escape sequences, and a slice for each would be most of the work.
      for (let escape = nextMark(input, position); escape !== -1; escape = nextMark(input, position)) {
        const read = readMark(input.slice(escape, escape + longestMark), ending);
        if (read === 'incomplete') {
          take(escape);
          kept = input.slice(escape);
          return events;
        }
        position = escape + 1;
        if (read === 'none') continue;
        take(escape);
        events.push(read.event);
        textStart = position = escape + read.length;
      }
      take(input.length);
      return events;
    },
  };
}

/** Where an operating system command begins, or may begin with what comes next. */
function nextMark(input: string, from: number): number {
  const found = input.indexOf('\x1b]', from);
  return found === -1 && input.endsWith('\x1b') && from < input.length ? input.length - 1 : found;
}

/** `rest` begins with an escape character. */
function readMark(rest: string, ending: string): { event: ShellEvent; length: number } | 'incomplete' | 'none' {
  const introducer = introducers.find((candidate) => rest.startsWith(candidate));
  if (introducer === undefined) return introducers.some((candidate) => candidate.startsWith(rest)) ? 'incomplete' : 'none';

  const terminator = /\x07|\x1b\\/.exec(rest);
  if (terminator === null) {
    const escape = rest.indexOf('\x1b', 1);
    // A control string holds no escape; a lone one at the end may be half of its terminator.
    if (escape !== -1 && escape !== rest.length - 1) return 'none';
    return rest.length >= longestMark ? 'none' : 'incomplete';
  }
  const content = rest.slice(introducer.length, terminator.index);
  if (content.includes('\x1b') || !content.endsWith(ending)) return 'none';
  const event = eventOf(introducer, content.slice(0, -ending.length));
  return event === undefined ? 'none' : { event, length: terminator.index + terminator[0].length };
}

function eventOf(introducer: string, content: string): ShellEvent | undefined {
  if (introducer === '\x1b]633;P;')
    return content.startsWith('Cwd=') ? { kind: 'folder', path: unescapeValue(content.slice(4)) } : undefined;
  if (content === 'A') return { kind: 'prompt-start' };
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
