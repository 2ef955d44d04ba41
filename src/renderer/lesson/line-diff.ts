export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

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
