/**
 * Whether the learner has something on the line that they have not sent yet. Only the keys are seen, not the line itself, so whatever
 * may have put text there (history, completion) counts as typed until the next prompt: a wrong "half typed" costs a click, a wrong "empty"
 * pastes a command into theirs.
 */
export type TypedLine =
  | { state: 'empty' }
  | { state: 'typed'; characters: number }
  | { state: 'unknown' }
  /** Keys were pressed and nothing is shown: the shell may wait for the rest of a key (Esc, Ctrl-V), or for a command of its vi mode. */
  | { state: 'blank' }
  /** Enter or Ctrl-C was pressed, and the shell has not answered yet. */
  | { state: 'sent' };

export const emptyLine: TypedLine = { state: 'empty' };
export const blankLine: TypedLine = { state: 'blank' };

const reports = /\x1b\[(?:[IO]|\??[\d;]*[Rcn]|\?[\d;]*\$y)|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\/g;

/** Keys without what a terminal answers by itself when output asks it (cursor position, focus, device attributes, colours). */
export function withoutReports(keys: string): string {
  return keys.replace(reports, '');
}

/** The line after `keys` were sent to a shell at its prompt. */
export function afterKeys(line: TypedLine, keys: string): TypedLine {
  const pressed = withoutReports(keys);
  if (pressed === '') return line;
  let next: TypedLine = line.state === 'blank' ? { state: 'unknown' } : line;
  for (const key of pressed) {
    if (key === '\r' || key === '\n' || key === '\x03') next = { state: 'sent' };
    // Ctrl-U after moving the cursor leaves what is behind it: moving has made the line unknown.
    else if (key === '\x15') next = next.state === 'unknown' ? next : emptyLine;
    else if (key === '\x7f' || key === '\b') next = withoutLast(next);
    else if (key === '\x0c') continue;
    else if (key < ' ') next = { state: 'unknown' };
    else if (next.state !== 'unknown') next = { state: 'typed', characters: (next.state === 'typed' ? next.characters : 0) + 1 };
  }
  return next;
}

function withoutLast(line: TypedLine): TypedLine {
  if (line.state !== 'typed') return line;
  return line.characters === 1 ? emptyLine : { state: 'typed', characters: line.characters - 1 };
}
