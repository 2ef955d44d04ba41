import type { DiffLine } from '../../shared/course/edit.ts';

/** The lines of `before` and `after` in one list, by their longest common subsequence; removed lines stand before added ones. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = toLines(before);
  const fresh = toLines(after);
  const common = commonLengths(old, fresh);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const oldLine = old[i];
    const freshLine = fresh[j];
    if (oldLine !== undefined && oldLine === freshLine) {
      lines.push({ kind: 'same', text: oldLine });
      i += 1;
      j += 1;
    } else if (oldLine !== undefined && (freshLine === undefined || (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      lines.push({ kind: 'removed', text: oldLine });
      i += 1;
    } else if (freshLine !== undefined) {
      lines.push({ kind: 'added', text: freshLine });
      j += 1;
    }
  }
  return lines;
}

/** An empty text has no lines; a final line end starts no further line. */
function toLines(text: string): string[] {
  const trimmed = text.replaceAll('\r\n', '\n').replace(/\n$/, '');
  return trimmed === '' ? [] : trimmed.split('\n');
}

/** `lengths[i][j]`: how many lines `old` from i and `fresh` from j have in common, in order. */
function commonLengths(old: readonly string[], fresh: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row === undefined) continue;
      row[j] = old[i] === fresh[j] ? (lengths[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(lengths[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

/** Only the changed lines with `count` lines around them, and the lines that they stand under (by indentation); the rest is a gap. */
export function withContext(lines: readonly DiffLine[], count: number): DiffLine[] {
  const kept = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'same') continue;
    for (let near = index - count; near <= index + count; near++) kept.add(near);
    for (const above of linesAbove(lines, index)) kept.add(above);
  }
  const shown: DiffLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (kept.has(index)) shown.push(line);
    else if (shown.at(-1)?.kind !== 'gap' && index > 0 && index < lines.length - 1) shown.push({ kind: 'gap', text: '' });
  }
  if (shown.at(-1)?.kind === 'gap') shown.pop();
  if (shown[0]?.kind === 'gap') shown.shift();
  return shown;
}

/** Indexes of the less and less indented lines before a line: in YAML, the keys that it is in. */
function linesAbove(lines: readonly DiffLine[], index: number): number[] {
  const above: number[] = [];
  let indent = indentOf(lines[index]?.text ?? '');
  for (let before = index - 1; before >= 0 && indent > 0; before--) {
    const text = lines[before]?.text ?? '';
    if (text.trim() === '' || text.trim().startsWith('#') || indentOf(text) >= indent) continue;
    indent = indentOf(text);
    above.push(before);
  }
  return above;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
