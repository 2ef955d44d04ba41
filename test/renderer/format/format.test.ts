import { describe, expect, it } from 'vitest';
import { shortenDigests } from '../../../src/renderer/format/short.ts';
import { formatSize } from '../../../src/renderer/format/size.ts';
import { formatAgo, formatDuration, formatMoment } from '../../../src/renderer/format/time.ts';

describe('a duration', () => {
  it.each([
    [0, '< 0.1 s'],
    [49, '< 0.1 s'],
    [50, '0.1 s'],
    [1940, '1.9 s'],
    [9950, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [185_000, '3 min 5 s'],
  ])('%i ms is %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));
});

describe('a time ago', () => {
  it.each([
    [-5, 'just now'],
    [3, 'just now'],
    [40, '40 s ago'],
    [119, '1 min ago'],
    [7200, '2 h ago'],
    [90_000, 'yesterday'],
    [200_000, '2 days ago'],
  ])('%i s', (seconds, text) => expect(formatAgo(0, seconds * 1000)).toBe(text));
});

describe('a moment', () => {
  const at = (day: number, ...time: number[]) => new Date(2026, 10, day, ...time).getTime();
  it('of today is a time of day, and else has its day', () => {
    expect(formatMoment(at(30, 14, 3, 9), at(30, 23))).toBe('14:03:09');
    expect(formatMoment(at(30, 14, 3, 9), at(31, 0))).toBe('30 Nov, 14:03:09');
  });
});

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [2_750_000, '2.75 MB'],
    [39_900_000, '39.9 MB'],
    [275_000_000, '275 MB'],
    [999_960, '1.00 MB'],
  ])('%i', (bytes, text) => expect(formatSize(bytes)).toBe(text));
});

describe('a line of the log', () => {
  it('is shown without the long tail of a digest', () => {
    expect(shortenDigests(`Started service 'main sha256:${'ab'.repeat(32)}'`)).toBe("Started service 'main sha256:abababababab…'");
    expect(shortenDigests('sha256:abc')).toBe('sha256:abc');
  });
});
