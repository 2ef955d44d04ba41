import { expect, it } from 'vitest';
import { startWords } from '../../../src/renderer/device/service-state.ts';

it.each([
  ['Running', 1_000, 'started 9 s ago'],
  ['exited', 1_000, 'started 9 s ago'],
  ['Downloading', undefined, 'not started yet'],
  // Its start is older than the log.
  ['Running', undefined, undefined],
])('of a service that is %s and started at %s it is told: %s', (status, startedAt, words) => {
  expect(startWords({ status }, startedAt, 10_000)).toBe(words);
});
