import type { ExitStatus } from '../../../process/process.ts';
import { signalNumbers } from '../../../process/signals.ts';
import { exitStatusText } from '../units/exit-statuses.ts';

/** `code=exited, status=1/FAILURE` or `code=killed, status=9/KILL`, as the manager logs a process's end. */
export function exitText(status: ExitStatus): string {
  if (status.signal === undefined) return `code=exited, status=${exitStatusText(status.code, 'all')}`;
  return `code=killed, status=${signalNumbers[status.signal]}/${shortSignal(status.signal)}`;
}

/** `code=exited, status=7` or `code=killed, signal=TERM`, as `systemctl status` shows it. */
export function exitTextInStatus(status: ExitStatus): string {
  if (status.signal === undefined) return `code=exited, status=${exitStatusText(status.code, 'basic')}`;
  return `code=killed, signal=${shortSignal(status.signal)}`;
}

function shortSignal(signal: string): string {
  return signal.replace(/^SIG/, '');
}
