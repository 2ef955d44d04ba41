import fc from 'fast-check';
import { expect, test } from 'vitest';
import { downloadPace } from '../../../../src/practice/device/supervisor/download-pace.ts';

test('goes up to a hundred percent in steps, and takes no longer than people wait', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000_000_000 }), (size) => {
      const ticks = downloadPace(size);
      const percents = ticks.map((tick) => tick.percent);
      expect(percents.at(-1)).toBe(100);
      expect(percents).toEqual([...new Set(percents)].sort((a, b) => a - b));
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.reduce((sum, tick) => sum + tick.wait, 0)).toBeLessThan(450);
    }),
  );
});

test('a larger image takes longer', () => {
  const total = (size: number) => downloadPace(size).reduce((sum, tick) => sum + tick.wait, 0);
  expect(total(400_000_000)).toBeGreaterThan(total(5_000_000));
});
