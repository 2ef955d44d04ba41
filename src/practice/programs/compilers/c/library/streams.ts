import type { Machine, Value, Work } from '../machine.ts';
import { formatted } from './format.ts';
import type { LibraryFunction } from './library-function.ts';
import { errorText } from './strings.ts';

/** A FILE holds its descriptor's number. */
const streamOf = (machine: Machine, file: Value | undefined): number => machine.L_i4(Number(file));

function* say(machine: Machine, stream: number, bytes: Buffer): Work {
  yield* machine.output(stream, bytes);
  return bytes.length;
}

function* oneByte(machine: Machine, stream: number, byte: Value | undefined): Work {
  const value = Number(byte) & 255;
  yield* machine.output(stream, Buffer.from([value]));
  return value;
}

/** stdio.h; only the three standard streams. */
export const streamFunctions: Readonly<Record<string, LibraryFunction>> = {
  printf: (m, [format, ...values]) => say(m, 1, formatted(m, m.text(Number(format)), values)),
  fprintf: (m, [file, format, ...values]) => say(m, streamOf(m, file), formatted(m, m.text(Number(format)), values)),
  sprintf(m, [to, format, ...values]) {
    const text = formatted(m, m.text(Number(format)), values);
    m.putBytes(Number(to), Buffer.concat([text, Buffer.alloc(1)]));
    return text.length;
  },
  snprintf(m, [to, size, format, ...values]) {
    const text = formatted(m, m.text(Number(format)), values);
    if (Number(size) > 0) m.putBytes(Number(to), Buffer.concat([text.subarray(0, Number(size) - 1), Buffer.alloc(1)]));
    return text.length;
  },
  puts: (m, [s]) => say(m, 1, Buffer.concat([m.text(Number(s)), Buffer.from('\n')])),
  fputs: (m, [s, file]) => say(m, streamOf(m, file), m.text(Number(s))),
  putchar: (m, [c]) => oneByte(m, 1, c),
  putc: (m, [c, file]) => oneByte(m, streamOf(m, file), c),
  fputc: (m, [c, file]) => oneByte(m, streamOf(m, file), c),
  *fflush(m): Work {
    yield* m.flush();
    return 0;
  },
  setvbuf: (m, [file, , mode]) => {
    if (streamOf(m, file) === 1) m.setBuffering((['full', 'line', 'none'] as const)[Number(mode)] ?? 'full');
    return 0;
  },
  setbuf: (m, [file, buffer]) => {
    if (streamOf(m, file) === 1) m.setBuffering(Number(buffer) === 0 ? 'none' : 'full');
    return 0;
  },
  getchar: (m) => m.readByte(),
  fgetc: (m) => m.readByte(),
  getc: (m) => m.readByte(),
  *fgets(m, [to, size]): Work {
    const bytes: number[] = [];
    while (bytes.length < Number(size) - 1) {
      const byte = yield* m.readByte();
      if (byte < 0) break;
      bytes.push(byte);
      if (byte === 10) break;
    }
    if (bytes.length === 0) return 0;
    m.putBytes(Number(to), Buffer.from([...bytes, 0]));
    return Number(to);
  },
  *perror(m, [s]): Work {
    const prefix = Number(s) === 0 ? '' : `${m.text(Number(s)).toString('latin1')}: `;
    yield* m.output(2, Buffer.from(`${prefix}${errorText(m.errorNumber())}\n`, 'latin1'));
    return 0;
  },
  *fwrite(m, [from, size, count, file]): Work {
    yield* m.output(streamOf(m, file), m.range(Number(from), Number(size) * Number(count)));
    return BigInt(count ?? 0);
  },
  feof: (m) => (m.isAtEnd() ? 1 : 0),
};
