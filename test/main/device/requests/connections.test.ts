import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createConnectionLog, type ConnectionLog } from '../../../../src/main/device/requests/connections.ts';
import type { ConnectionEvent } from '../../../../src/shared/network/connection.ts';
import type { NetworkRequest } from '../../../../src/shared/network/request.ts';

const request: NetworkRequest = { from: { kind: 'laptop' }, to: { kind: 'device', port: 80 } };
const word: ConnectionEvent = {
  ...request,
  id: 7,
  time: 0,
  verdict: { verdict: 'delivered', rule: 'published-port', reason: 'It publishes 80.' },
};

let log: ConnectionLog;
let told: ConnectionEvent[];

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  log = createConnectionLog((event) => told.push(event));
});
afterEach(() => void vi.useRealTimers());

/** The environment's word of a connection that began so many milliseconds from now. */
const wordAfter = (milliseconds: number, from = word): ConnectionEvent => ({ ...from, time: Date.now() + milliseconds });

it('tells nobody of Fleetlab’s own look at the device, also where its word comes late', () => {
  const forgive = log.expectOwn(request);
  const late = wordAfter(0);
  forgive();
  vi.advanceTimersByTime(4000);
  log.take(late);
  expect(told).toEqual([]);
});

it('tells of the learner’s connection, however soon it follows a look of which nobody tells', () => {
  const forgive = log.expectOwn(request);
  vi.advanceTimersByTime(20);
  forgive();
  log.take(wordAfter(1));
  expect(told).toHaveLength(1);
});

it('tells nobody of what services ask because of a look, also where its word comes late', () => {
  const chained: ConnectionEvent = {
    ...word,
    from: { kind: 'service', name: 'frontend' },
    to: { kind: 'name', name: 'backend', port: 1234 },
  };
  const forgive = log.expectOwn(request);
  log.take(wordAfter(0, chained));
  const late = wordAfter(0, chained);
  forgive();
  log.take(late);
  expect(told).toEqual([]);
  log.take(wordAfter(1, chained));
  expect(told).toHaveLength(1);
});

it('tells a connection once that was told before its word came', () => {
  log.add(word);
  log.expectLate(request, Date.now());
  const late = wordAfter(0);
  // The learner's next one overtakes it.
  log.take(wordAfter(1));
  log.take(late);
  expect(told).toHaveLength(2);
  log.expectLate(request, Date.now());
  vi.advanceTimersByTime(6000);
  log.take(wordAfter(-6000));
  expect(told).toHaveLength(3);
});
