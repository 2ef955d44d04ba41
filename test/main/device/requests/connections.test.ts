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

it('tells nobody of Fleetlab’s own look at the device, also where its word comes late', () => {
  const forgive = log.expectOwn(request);
  forgive(5000);
  vi.advanceTimersByTime(4000);
  log.take(word);
  expect(told).toEqual([]);
  // The learner's own.
  log.take(word);
  expect(told).toHaveLength(1);
});

it('does not take the learner’s connection for one that nobody tells of', () => {
  log.expectOwn(request)();
  log.take(word);
  expect(told).toHaveLength(1);
});

it('tells a connection once that was told before its word came', () => {
  log.add(word);
  log.expectLate(request, 5000);
  log.take(word);
  expect(told).toHaveLength(1);
  log.expectLate(request, 5000);
  vi.advanceTimersByTime(6000);
  log.take(word);
  expect(told).toHaveLength(2);
});
