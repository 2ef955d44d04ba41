/** The difference of two lists of lines: Myers' O(ND) algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986). */

/** Lines `fromStart..fromEnd` of the first list become `toStart..toEnd` of the second; ends are exclusive. */
export interface Change {
  fromStart: number;
  fromEnd: number;
  toStart: number;
  toEnd: number;
}

export function differences(from: readonly string[], to: readonly string[], isSame: (a: string, b: string) => boolean): Change[] {
  // What both begin and end with needs no search.
  let start = 0;
  while (start < from.length && start < to.length && isSame(from[start] ?? '', to[start] ?? '')) start += 1;
  let ending = 0;
  while (
    ending < from.length - start &&
    ending < to.length - start &&
    isSame(from[from.length - 1 - ending] ?? '', to[to.length - 1 - ending] ?? '')
  )
    ending += 1;
  const a = from.slice(start, from.length - ending);
  const b = to.slice(start, to.length - ending);
  const steps = editScript(a, b, isSame);
  return merge(steps, start);
}

type Step = { kind: 'keep' | 'remove' | 'add' };

function editScript(a: readonly string[], b: readonly string[], isSame: (x: string, y: string) => boolean): Step[] {
  const most = a.length + b.length;
  const reached = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    history.push(new Map(reached));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const goesDown = diagonal === -edits || (diagonal !== edits && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));
      let x = goesDown ? (reached.get(diagonal + 1) ?? 0) : (reached.get(diagonal - 1) ?? 0) + 1;
      let y = x - diagonal;
      while (x < a.length && y < b.length && isSame(a[x] ?? '', b[y] ?? '')) {
        x += 1;
        y += 1;
      }
      reached.set(diagonal, x);
      if (x >= a.length && y >= b.length) return walkBack(history, a.length, b.length);
    }
  }
  return [];
}

function walkBack(history: readonly ReadonlyMap<number, number>[], fromLength: number, toLength: number): Step[] {
  const steps: Step[] = [];
  let [x, y] = [fromLength, toLength];
  for (let edits = history.length - 1; edits >= 0; edits -= 1) {
    const reached = history[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const goesDown = diagonal === -edits || (diagonal !== edits && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));
    const before = goesDown ? diagonal + 1 : diagonal - 1;
    const beforeX = edits === 0 ? 0 : (reached.get(before) ?? 0);
    const beforeY = edits === 0 ? 0 : beforeX - before;
    while (x > beforeX && y > beforeY) {
      steps.push({ kind: 'keep' });
      x -= 1;
      y -= 1;
    }
    if (edits > 0) steps.push({ kind: goesDown ? 'add' : 'remove' });
    x = beforeX;
    y = beforeY;
  }
  return steps.reverse();
}

function merge(steps: readonly Step[], offset: number): Change[] {
  const changes: Change[] = [];
  let [x, y] = [offset, offset];
  for (const { kind } of steps) {
    if (kind === 'keep') {
      x += 1;
      y += 1;
      continue;
    }
    const last = changes.at(-1);
    if (last?.fromEnd === x && last.toEnd === y) {
      if (kind === 'remove') last.fromEnd += 1;
      else last.toEnd += 1;
    } else changes.push({ fromStart: x, fromEnd: kind === 'remove' ? x + 1 : x, toStart: y, toEnd: kind === 'add' ? y + 1 : y });
    if (kind === 'remove') x += 1;
    else y += 1;
  }
  return changes;
}
