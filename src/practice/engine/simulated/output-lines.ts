import { StringDecoder } from 'node:string_decoder';
import { createOpenFile, writableOf } from '../../process/open-file.ts';
import type { Writable } from 'node:stream';

/** Turns what a process writes into lines. */
export interface OutputLines {
  /** For a spawn request. A writer that is too fast waits, as it would for a slow log driver. */
  stream: Writable;
  /** Hands over what has no line end yet. */
  flush(): void;
}

export interface OutputLinesOptions {
  line: (message: string) => void;
}

/** A line without end is handed over after this many milliseconds, so that a prompt or a row of dots is seen. */
const idleTime = 200;
/** Docker splits longer lines there (`json-file`). */
const longestLine = 16_384;
/** Lines that may come at once, and lines a second after that: an endless loop must not fill memory and every log. */
const burst = 10_000;
const steadyRate = 1000;

export function createOutputLines({ line }: OutputLinesOptions): OutputLines {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let idle: NodeJS.Timeout | undefined;
  let allowance = burst;
  let filledAt = performance.now();

  function flush(): void {
    clearTimeout(idle);
    idle = undefined;
    if (rest === '') return;
    const message = rest;
    rest = '';
    line(message);
  }
  function take(data: Buffer): number {
    let count = 0;
    const pieces = (rest + decoder.write(data)).split('\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) {
      count += 1;
      // A carriage return before the line end comes from a terminal; it is no part of the line.
      const whole = piece.endsWith('\r') ? piece.slice(0, -1) : piece;
      for (let start = 0; start === 0 || start < whole.length; start += longestLine) line(whole.slice(start, start + longestLine));
    }
    while (rest.length >= longestLine) {
      count += 1;
      line(rest.slice(0, longestLine));
      rest = rest.slice(longestLine);
    }
    return count;
  }
  /** Milliseconds that the writer has to wait. */
  function charge(count: number): number {
    const now = performance.now();
    allowance = Math.min(burst, allowance + ((now - filledAt) * steadyRate) / 1000);
    filledAt = now;
    allowance -= count;
    return allowance >= 0 ? 0 : (-allowance * 1000) / steadyRate;
  }

  const file = createOpenFile({
    async write(data) {
      clearTimeout(idle);
      idle = undefined;
      const wait = charge(take(data));
      if (rest !== '') idle = setTimeout(flush, idleTime);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    },
    close: flush,
  });
  return { stream: writableOf(file), flush };
}
