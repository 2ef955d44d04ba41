import { StringDecoder } from 'node:string_decoder';
import type { OutputLine } from '../engine.ts';

export interface Frame {
  stream: 'stdout' | 'stderr';
  content: Buffer;
}

const headerLength = 8;

/**
 * Takes apart what the API sends for a container without a terminal: before each piece eight bytes, of which the first
 * names the stream and the last four its length (Docker Engine API, "Attach to a container: stream format").
 */
export function createFrameReader(): (chunk: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    while (rest.length >= headerLength) {
      const end = headerLength + rest.readUInt32BE(4);
      if (rest.length < end) break;
      frames.push({ stream: rest[0] === 2 ? 'stderr' : 'stdout', content: rest.subarray(headerLength, end) });
      rest = rest.subarray(end);
    }
    return frames;
  };
}

/** A line of a log asked for with timestamps; `order` is the engine's own, in nanoseconds since 1970. */
export interface LogLine extends OutputLine {
  order: bigint;
}

/** Reads such a log as lines; what has no line end yet waits for more, `end` gives it up. A terminal's log has no frames. */
export function createLogReader({ isTerminal }: { isTerminal: boolean }): { read(chunk: Buffer): LogLine[]; end(): LogLine[] } {
  const frames = isTerminal ? (content: Buffer): Frame[] => [{ stream: 'stdout', content }] : createFrameReader();
  const open = { stdout: openLine(), stderr: openLine() };
  return {
    read: (chunk) => frames(chunk).flatMap(({ stream, content }) => open[stream].write(content).map((text) => logLine(stream, text))),
    end: () => (['stdout', 'stderr'] as const).flatMap((stream) => open[stream].end().map((text) => logLine(stream, text))),
  };
}

function openLine(): { write(content: Buffer): string[]; end(): string[] } {
  const decoder = new StringDecoder('utf8');
  let text = '';
  return {
    write(content) {
      const lines = (text + decoder.write(content)).split('\n');
      text = lines.pop() ?? '';
      return lines;
    },
    end: () => (text === '' ? [] : [text]),
  };
}

function logLine(stream: 'stdout' | 'stderr', text: string): LogLine {
  const space = text.indexOf(' ');
  const time = space < 0 ? text : text.slice(0, space);
  // A terminal ends its lines in two characters.
  const message = space < 0 ? '' : text.slice(space + 1).replace(/\r+$/, '');
  return { timestamp: Date.parse(time), order: nanosecondsOf(time), stream, message };
}

/** `2026-11-23T08:54:07.340268672Z`; a fraction's zeros at the end may be missing. */
function nanosecondsOf(time: string): bigint {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  const seconds = Math.floor(Date.parse(time) / 1000);
  return Number.isNaN(seconds) ? 0n : BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
}
