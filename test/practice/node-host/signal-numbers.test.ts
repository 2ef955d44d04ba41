import { expect, test } from 'vitest';
import { signalOf } from '../../../src/practice/node-host/child-calls.ts';

test.each([
  // macOS (sys/signal.h)
  ['SIGUSR1', 30, { SIGTERM: 15, SIGUSR1: 30, SIGUSR2: 31, SIGCHLD: 20, SIGINFO: 29 }],
  ['SIGTERM', 15, { SIGTERM: 15, SIGUSR1: 30 }],
  // What only macOS has is no other signal of that number.
  [undefined, 29, { SIGINFO: 29 }],
  // Windows, whose Node knows few: SIGABRT is 22 there, SIGUSR2 is not there at all.
  ['SIGABRT', 22, { SIGINT: 2, SIGABRT: 22, SIGTERM: 15 }],
  ['SIGUSR2', 12, { SIGINT: 2, SIGABRT: 22, SIGTERM: 15 }],
  // Two names of one number.
  ['SIGABRT', 6, { SIGIOT: 6, SIGABRT: 6 }],
])('%s is number %i of a laptop with %o', (signal, number, ofLaptop) => {
  expect(signalOf(number, ofLaptop)).toBe(signal);
});
