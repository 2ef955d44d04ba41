import { CallError } from './open-files.ts';
import type { ProcessTable } from '../process/process.ts';

/** Node processes at once: in one container, and on the whole practice device. Each is a process of the laptop, of some 50 MB. */
const perContainer = 24;
const inAll = 96;

const running = new WeakMap<ProcessTable, number>();
let all = 0;

/** Takes a place for a Node process; returns the function that gives it back. Throws CallError `EAGAIN`. */
export function takePlace(table: ProcessTable): () => void {
  const own = running.get(table) ?? 0;
  if (own >= perContainer || all >= inAll) throw new CallError('EAGAIN', 'Resource temporarily unavailable');
  running.set(table, own + 1);
  all += 1;
  return () => {
    running.set(table, (running.get(table) ?? 1) - 1);
    all -= 1;
  };
}
