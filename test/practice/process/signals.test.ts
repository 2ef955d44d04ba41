import { expect, test } from 'vitest';
import { defaultAction, parseSignal, signalNumbers } from '../../../src/practice/process/signals.ts';

test.each([
  ['15', 'SIGTERM'],
  ['TERM', 'SIGTERM'],
  ['sigterm', 'SIGTERM'],
  ['37', 'SIGRTMIN+3'],
  ['SIGRTMIN+3', 'SIGRTMIN+3'],
  ['RTMIN+3', 'SIGRTMIN+3'],
  ['34', 'SIGRTMIN'],
  ['SIGRTMIN', 'SIGRTMIN'],
  ['64', 'SIGRTMAX'],
  ['RTMAX', 'SIGRTMAX'],
  ['SIGRTMAX-3', 'SIGRTMAX-3'],
  // Counted from the other end.
  ['SIGRTMIN+20', 'SIGRTMAX-10'],
  ['SIGRTMAX-30', 'SIGRTMIN'],
])('%s is %s', (text, signal) => {
  expect(parseSignal(text)).toBe(signal);
});

test.each(['0', '32', '33', '65', 'SIGRTMIN+31', 'SIGRTMAX-31', 'SIGRTMIN-1', 'SIGNOTHING', '', '-15'])('%s is no signal', (text) => {
  expect(parseSignal(text)).toBeUndefined();
});

test('every number has one name, and a real-time signal ends a process', () => {
  const numbers = Object.values(signalNumbers);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers).toHaveLength(31 + 31);
  expect(defaultAction('SIGRTMIN+3')).toBe('end');
});
