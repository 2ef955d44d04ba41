import { expect, it } from 'vitest';
import { describeEnd } from '../../../../src/renderer/terminal/screen/command-end.ts';

const now = new Date(2026, 10, 30, 14, 5).getTime();
const time = { beganAt: new Date(2026, 10, 30, 14, 3, 9).getTime(), milliseconds: 3210 };

it.each([
  [{ exitCode: 0, time }, 'Worked in 3.2 s, began at 14:03:09'],
  [{ exitCode: 2, time }, 'Exit code 2 after 3.2 s, began at 14:03:09'],
  [{ exitCode: 127, time: { ...time, milliseconds: 0 } }, 'Exit code 127 (not found) after < 0.1 s, began at 14:03:09'],
  [{ exitCode: 130 }, 'Exit code 130 (interrupted)'],
  [{ exitCode: 0 }, 'Worked'],
])('%j: %s', (end, words) => expect(describeEnd(end, now)).toBe(words));
