import type { NetworkRequest, Verdict } from './request.ts';

/** One attempt to connect on the device's networks, and where it ended. */
export interface ConnectionEvent {
  /** Counts up from 1 for as long as the device runs. */
  id: number;
  /** Milliseconds since 1970. */
  time: number;
  from: NetworkRequest['from'];
  to: NetworkRequest['to'];
  /** The address that `to` stands for, where it resolves. */
  address?: string;
  verdict: Verdict;
}
