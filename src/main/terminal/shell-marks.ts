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
      let text = '';
      let position = 0;
      while (position < input.length) {
        const escape = input.indexOf('\x1b', position);
        if (escape === -1) {
          text += input.slice(position);
          break;
        }
        text += input.slice(position, escape);
        const rest = input.slice(escape, escape + longestMark);
        const read = readMark(rest, ending);
        if (read === 'incomplete') {
          kept = input.slice(escape);
          break;
        }
        if (read === 'none') {
          text += '\x1b';
          position = escape + 1;
          continue;
        }
        if (text !== '') events.push({ kind: 'text', data: text });
        text = '';
        events.push(read.event);
        position = escape + read.length;
      }
      if (text !== '') events.push({ kind: 'text', data: text });
      return events;
    },
  };
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
