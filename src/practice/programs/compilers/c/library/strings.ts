import type { Machine, Value } from '../machine.ts';
import type { LibraryFunction } from './library-function.ts';

const address = (value: Value | undefined): number => Number(value ?? 0);
const zero = Buffer.alloc(1);

function compare(first: Buffer, second: Buffer): number {
  return Buffer.compare(first, second);
}

/** The text's first bytes, at most `count`. */
function upTo(machine: Machine, at: Value | undefined, count: Value | undefined): Buffer {
  const bytes: number[] = [];
  for (let index = 0; index < Number(count); index += 1) {
    const byte = machine.L_u1(address(at) + index);
    if (byte === 0) break;
    bytes.push(byte);
  }
  return Buffer.from(bytes);
}

function put(machine: Machine, to: number, text: Buffer): void {
  machine.putBytes(to, Buffer.concat([text, zero]));
}

function classOf(pattern: RegExp): LibraryFunction {
  return (_machine, [character]) => (pattern.test(String.fromCharCode(Number(character))) ? 1 : 0);
}

const errors: Readonly<Record<number, string>> = {
  0: 'Success',
  2: 'No such file or directory',
  4: 'Interrupted system call',
  12: 'Cannot allocate memory',
  22: 'Invalid argument',
};

export function errorText(number: number): string {
  return errors[number] ?? `Unknown error ${number}`;
}

/** string.h and ctype.h */
export const memoryFunctions: Readonly<Record<string, LibraryFunction>> = {
  strlen: (m, [s]) => BigInt(m.text(address(s)).length),
  strcpy: (m, [to, from]) => (put(m, address(to), m.text(address(from))), address(to)),
  strncpy(m, [to, from, count]) {
    const text = upTo(m, from, count);
    m.clear(address(to), Number(count));
    m.putBytes(address(to), text);
    return address(to);
  },
  strcat: (m, [to, from]) => (put(m, address(to) + m.text(address(to)).length, m.text(address(from))), address(to)),
  strncat: (m, [to, from, count]) => (put(m, address(to) + m.text(address(to)).length, upTo(m, from, count)), address(to)),
  strcmp: (m, [a, b]) => compare(m.text(address(a)), m.text(address(b))),
  strncmp: (m, [a, b, count]) => compare(upTo(m, a, count), upTo(m, b, count)),
  strchr(m, [s, character]) {
    const text = Buffer.concat([m.text(address(s)), zero]);
    const at = text.indexOf(Number(character) & 255);
    return at < 0 ? 0 : address(s) + at;
  },
  strrchr(m, [s, character]) {
    const text = Buffer.concat([m.text(address(s)), zero]);
    const at = text.lastIndexOf(Number(character) & 255);
    return at < 0 ? 0 : address(s) + at;
  },
  strstr(m, [s, wanted]) {
    const at = m.text(address(s)).indexOf(m.text(address(wanted)));
    return at < 0 ? 0 : address(s) + at;
  },
  strdup(m, [s]) {
    const text = Buffer.from(m.text(address(s)));
    const to = m.allocate(text.length + 1);
    if (to !== 0) put(m, to, text);
    return to;
  },
  memcpy: (m, [to, from, size]) => m.copy(address(to), address(from), Number(size)),
  memmove: (m, [to, from, size]) => m.copy(address(to), address(from), Number(size)),
  memset: (m, [to, byte, size]) => (m.range(address(to), Number(size)).fill(Number(byte) & 255), address(to)),
  memcmp: (m, [a, b, size]) => compare(m.range(address(a), Number(size)), m.range(address(b), Number(size))),
  strerror(m, [number]) {
    const text = Buffer.from(errorText(Number(number)));
    const to = m.allocate(text.length + 1);
    put(m, to, text);
    return to;
  },
  strtok(m, [s, separators]) {
    const apart = m.text(address(separators));
    let at = address(s) === 0 ? m.tokenRest : address(s);
    if (at === 0) return 0;
    while (m.L_u1(at) !== 0 && apart.includes(m.L_u1(at))) at += 1;
    if (m.L_u1(at) === 0) {
      m.tokenRest = 0;
      return 0;
    }
    const start = at;
    while (m.L_u1(at) !== 0 && !apart.includes(m.L_u1(at))) at += 1;
    m.tokenRest = m.L_u1(at) === 0 ? 0 : at + 1;
    m.S_u1(at, 0);
    return start;
  },
  isalpha: classOf(/[A-Za-z]/),
  isdigit: classOf(/\d/),
  isalnum: classOf(/[A-Za-z\d]/),
  isspace: classOf(/[ \t\n\v\f\r]/),
  isupper: classOf(/[A-Z]/),
  islower: classOf(/[a-z]/),
  ispunct: classOf(/[!-/:-@[-`{-~]/),
  isxdigit: classOf(/[\dA-Fa-f]/),
  isprint: classOf(/[ -~]/),
  toupper: (_m, [c]) => (Number(c) >= 97 && Number(c) <= 122 ? Number(c) - 32 : Number(c)),
  tolower: (_m, [c]) => (Number(c) >= 65 && Number(c) <= 90 ? Number(c) + 32 : Number(c)),
};
