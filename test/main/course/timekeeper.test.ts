import { expect, test } from 'vitest';
import { createTimekeeper } from '../../../src/main/course/timekeeper.ts';

const minute = 60_000;

test('time between signs counts for the step that was in front; a pause counts for none', () => {
  let time = 1_000_000;
  const spent = new Map<string, number>();
  const timekeeper = createTimekeeper({ now: () => time, add: (step, seconds) => spent.set(step, (spent.get(step) ?? 0) + seconds) });
  const after = (milliseconds: number, step: string) => {
    time += milliseconds;
    timekeeper.note(step);
  };
  after(0, 'one');
  after(minute, 'one');
  after(2 * minute, 'one');
  after(30 * minute, 'one');
  after(minute, 'two');
  after(-5 * minute, 'two');
  after(minute, 'two');
  expect(Object.fromEntries(spent)).toEqual({ one: 180, two: 120 });
});
