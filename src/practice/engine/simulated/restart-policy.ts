import type { RestartPolicy } from '../engine.ts';

/** Milliseconds. Measured on Docker Engine 20.10: the delay doubles, and a run of ten seconds sets it back. */
const firstDelay = 100;
const longestDelay = 60_000;
const steadyRun = 10_000;

/** The delay before the restart that was made last; 0 before the first one. */
export interface RestartHistory {
  delay: number;
  restartCount: number;
}

export interface FinishedRun {
  exitCode: number;
  /** Milliseconds. */
  duration: number;
  /** By `stop`, or `kill` with a signal that is meant to end it. */
  wasStoppedByHand: boolean;
}

/** What the engine does when PID 1 has ended: milliseconds to wait before the restart, or undefined to leave it. */
export function restartDelay(policy: RestartPolicy, history: RestartHistory, run: FinishedRun): number | undefined {
  if (run.wasStoppedByHand) return undefined;
  if (policy.name === 'no') return undefined;
  if (policy.name === 'on-failure') {
    const maximum = policy.maximumRetryCount ?? 0;
    if (run.exitCode === 0 || (maximum > 0 && history.restartCount >= maximum)) return undefined;
  }
  if (history.delay === 0 || run.duration >= steadyRun) return firstDelay;
  return Math.min(history.delay * 2, longestDelay);
}
