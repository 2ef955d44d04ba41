import type { Program } from '../../process/process.ts';
import { decodeEscapes } from '../expansion/escapes.ts';
import { writeOut } from './write-out.ts';

/** `/bin/echo` of coreutils and busybox; options `-n`, `-e`, `-E`. */
export const echo: Program = async (context) => {
  await writeOut(context.stdout, formatEcho(context.arguments.slice(1), { alwaysEscapes: false }));
  return 0;
};

/** What echo prints. dash's own one takes only `-n` and always interprets backslashes. */
export function formatEcho(words: readonly string[], how: { alwaysEscapes: boolean }): Buffer {
  let endsLine = true;
  let escapes = how.alwaysEscapes;
  let start = 0;
  const option = how.alwaysEscapes ? /^-n$/ : /^-[neE]+$/;
  for (; start < words.length && option.test(words[start] ?? ''); start += 1) {
    for (const letter of (words[start] ?? '').slice(1)) {
      if (letter === 'n') endsLine = false;
      else escapes = letter === 'e';
    }
    // dash looks at the first word only.
    if (how.alwaysEscapes) {
      start += 1;
      break;
    }
  }
  const text = words.slice(start).join(' ');
  if (!escapes) return Buffer.from(endsLine ? `${text}\n` : text);
  const { bytes, isEnded } = decodeEscapes(text, 'leading-zero', !how.alwaysEscapes);
  return endsLine && !isEnded ? Buffer.concat([bytes, Buffer.from('\n')]) : bytes;
}
