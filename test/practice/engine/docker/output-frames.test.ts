import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameReader, createLogReader } from '../../../../src/practice/engine/docker/output-frames.ts';

function frame(stream: 'stdout' | 'stderr', content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream === 'stderr' ? 2 : 1;
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

function pieces(whole: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((one, other) => one - other), whole.length];
  return places.slice(1).map((end, at) => whole.subarray(places[at], end));
}

describe('frames of an attached container', () => {
  it('come out whole however the bytes arrive', () => {
    const frames = fc.array(
      fc.record({ stream: fc.constantFrom('stdout' as const, 'stderr' as const), content: fc.uint8Array({ maxLength: 50 }) }),
    );
    fc.assert(
      fc.property(frames, fc.array(fc.nat()), (sent, cuts) => {
        const whole = Buffer.concat(sent.map(({ stream, content }) => frame(stream, Buffer.from(content))));
        const read = createFrameReader();
        const got = pieces(whole, cuts).flatMap((piece) => read(piece));
        expect(got.map(({ stream, content }) => [stream, content.toString('hex')])).toEqual(
          sent.map(({ stream, content }) => [stream, Buffer.from(content).toString('hex')]),
        );
      }),
    );
  });
});

describe('a log with timestamps', () => {
  const time = '2026-11-23T08:54:07.340268672Z';

  it('is read as lines, each with its moment and the engine’s order', () => {
    const reader = createLogReader({ isTerminal: false });
    expect(reader.read(frame('stdout', Buffer.from(`${time} hello world\n${time} second\n`)))).toEqual([
      { timestamp: Date.parse(time), order: 1795424047340268672n, stream: 'stdout', message: 'hello world' },
      { timestamp: Date.parse(time), order: 1795424047340268672n, stream: 'stdout', message: 'second' },
    ]);
  });

  it('keeps a character together that two frames share, and gives up a last line without an end', () => {
    const reader = createLogReader({ isTerminal: false });
    const bytes = Buffer.from(`${time} ü`);
    expect(reader.read(frame('stderr', bytes.subarray(0, -1)))).toEqual([]);
    expect(reader.read(frame('stderr', bytes.subarray(-1)))).toEqual([]);
    expect(reader.end()).toMatchObject([{ stream: 'stderr', message: 'ü' }]);
  });
});
