import { Fault, ProgramExit } from '../machine.ts';
import type { Machine, Value, Work } from '../machine.ts';
import type { LibraryFunction } from './library-function.ts';

/** The number that a text starts with, and how many bytes of it that are. */
function readWhole(text: string, base: number): { value: bigint; length: number } {
  const radix = base === 0 ? (/^\s*[+-]?0x[\da-f]/i.test(text) ? 16 : /^\s*[+-]?0/.test(text) ? 8 : 10) : base;
  const match = /^(\s*)([+-]?)(0x)?([\da-z]+)/i.exec(text);
  if (match === null) return { value: 0n, length: 0 };
  const prefix = match[3] !== undefined && radix === 16 ? 2 : 0;
  const all = (match[3] !== undefined && prefix === 0 ? '0' : '') + (match[3] !== undefined && prefix === 0 ? '' : (match[4] ?? ''));
  let value = 0n;
  let count = 0;
  for (const digit of all) {
    const number = parseInt(digit, 36);
    if (Number.isNaN(number) || number >= radix) break;
    value = value * BigInt(radix) + BigInt(number);
    count += 1;
  }
  const length = count === 0 ? 0 : (match[1] ?? '').length + (match[2] ?? '').length + prefix + count;
  return { value: match[2] === '-' ? -value : value, length };
}

function clamp(value: bigint): bigint {
  const [least, most] = [-0x8000000000000000n, 0x7fffffffffffffffn];
  return value < least ? least : value > most ? most : value;
}

const textOf = (machine: Machine, value: Value | undefined): string => machine.text(Number(value)).toString('latin1');

function setEnd(machine: Machine, end: Value | undefined, value: number): void {
  if (Number(end ?? 0) !== 0) machine.S_p8(Number(end), value);
}

/** stdlib.h */
export const standardFunctions: Readonly<Record<string, LibraryFunction>> = {
  exit(_m, [code]): Work {
    throw new ProgramExit(Number(code) & 255);
  },
  *_Exit(m, [code]): Work {
    yield Promise.resolve();
    m.discardOutput();
    throw new ProgramExit(Number(code) & 255);
  },
  abort() {
    throw new Fault('SIGABRT');
  },
  atexit: (m, [called]) => (m.atExit.push(Number(called)), 0),
  malloc: (m, [size]) => m.allocate(Number(size)),
  calloc(m, [count, size]) {
    const bytes = Number(count) * Number(size);
    const at = m.allocate(bytes);
    if (at !== 0) m.clear(at, bytes);
    return at;
  },
  realloc(m, [former, size]) {
    const from = Number(former);
    const to = m.allocate(Number(size));
    if (from === 0 || to === 0) return to;
    m.copy(to, from, Math.min(Number(size), m.allocatedSize(from) - 8));
    m.release(from);
    return to;
  },
  free: (m, [at]) => (m.release(Number(at)), 0),
  atoi: (m, [s]) => Number(BigInt.asIntN(32, clamp(readWhole(textOf(m, s), 10).value))),
  atol: (m, [s]) => clamp(readWhole(textOf(m, s), 10).value),
  atof: (m, [s]) => Number.parseFloat(textOf(m, s)) || 0,
  strtol(m, [s, end, base]) {
    const { value, length } = readWhole(textOf(m, s), Number(base));
    setEnd(m, end, Number(s) + length);
    return clamp(value);
  },
  strtoul(m, [s, end, base]) {
    const { value, length } = readWhole(textOf(m, s), Number(base));
    setEnd(m, end, Number(s) + length);
    return BigInt.asUintN(64, value);
  },
  strtod(m, [s, end]) {
    const match = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/i.exec(textOf(m, s));
    setEnd(m, end, Number(s) + (match?.[0].length ?? 0));
    return match === null ? 0 : Number(match[0]);
  },
  // Not glibc's sequence; the C standard leaves it open.
  rand(m) {
    m.random = Number((BigInt(m.random) * 1103515245n + 12345n) & 0x7fffffffn);
    return m.random;
  },
  srand: (m, [seed]) => ((m.random = Number(seed) & 0x7fffffff), 0),
  abs: (_m, [n]) => Math.abs(Number(n)) | 0,
  labs: (_m, [n]) => (BigInt(n ?? 0) < 0n ? -BigInt(n ?? 0) : BigInt(n ?? 0)),
  getenv(m, [name]) {
    const value = m.context.environment.get(textOf(m, name));
    if (value === undefined) return 0;
    const bytes = Buffer.from(`${value}\0`);
    const at = m.allocate(bytes.length);
    m.putBytes(at, bytes);
    return at;
  },
  *qsort(m, [base, count, size, order]): Work {
    const [start, width] = [Number(base), Number(size)];
    const items: Buffer[] = [];
    for (let index = 0; index < Number(count); index += 1) items.push(Buffer.from(m.range(start + index * width, width)));
    const scratch = m.allocate(width * 2);
    // Merging keeps the number of calls small and each of them interruptible.
    function* sorted(list: Buffer[]): Work<Buffer[]> {
      if (list.length < 2) return list;
      const middle = list.length >> 1;
      const left = yield* sorted(list.slice(0, middle));
      const right = yield* sorted(list.slice(middle));
      const merged: Buffer[] = [];
      for (let [one, two] = [left.shift(), right.shift()]; one !== undefined || two !== undefined;) {
        let takesFirst = two === undefined;
        if (one !== undefined && two !== undefined) {
          m.putBytes(scratch, one);
          m.putBytes(scratch + width, two);
          takesFirst = Number(yield* m.callPointer(Number(order), [scratch, scratch + width])) <= 0;
        }
        if (takesFirst && one !== undefined) {
          merged.push(one);
          one = left.shift();
        } else if (two !== undefined) {
          merged.push(two);
          two = right.shift();
        }
      }
      return merged;
    }
    for (const [index, item] of (yield* sorted(items)).entries()) m.putBytes(start + index * width, item);
    m.release(scratch);
    return 0;
  },
};
