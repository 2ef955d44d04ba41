import { whenEndedOrStopped } from '../../process/process-table.ts';
import type { ExitStatus, Process } from '../../process/process.ts';
import type { Signal } from '../../process/signals.ts';
import { InterruptControl } from '../control.ts';
import { complain } from '../messages.ts';
import type { Shell } from '../state.ts';
import { writeText } from './descriptors.ts';
import { unlessEnded } from './waiting.ts';

const stoppedStatus = 148;

/**
 * Waits for processes that run in the foreground, and gives the terminal's keys to them meanwhile. Resolves with their
 * statuses; those of a job that Ctrl-Z stopped are 148, and it is in the job table.
 */
export async function waitInForeground(shell: Shell, processes: readonly Process[], text: string): Promise<number[]> {
  const { terminal, system } = shell.context;
  if (!shell.options.monitor || terminal === undefined) {
    const ends = await unlessEnded(shell, Promise.all(processes.map((process) => process.exited)));
    await reportEnd(shell, ends.at(-1), processes.at(-1)?.pid ?? 0, text);
    return ends.map((end) => end.code);
  }
  const group = processes[0]?.group ?? 0;
  const before = terminal.foreground;
  terminal.foreground = (signal: Signal): void => void system.processes.signal(-group, signal);
  try {
    const ends = await unlessEnded(shell, Promise.all(processes.map((process) => whenEndedOrStopped(process))));
    if (ends.includes('stopped')) {
      await reportStopped(shell, processes, text);
      return ends.map(() => stoppedStatus);
    }
    const statuses = ends as ExitStatus[];
    const last = statuses.at(-1);
    if (last?.signal === 'SIGINT') {
      await writeText(shell, 2, '\n');
      shell.status = 130;
      throw new InterruptControl();
    }
    await reportEnd(shell, last, processes.at(-1)?.pid ?? 0, text);
    return statuses.map((end) => end.code);
  } catch (error) {
    // The key came before the job had the terminal: it is meant for the job all the same.
    if (error instanceof InterruptControl) system.processes.signal(-group, 'SIGINT');
    throw error;
  } finally {
    terminal.foreground = before;
    terminal.mode = 'cooked';
  }
}

async function reportStopped(shell: Shell, processes: readonly Process[], text: string): Promise<void> {
  const known = shell.jobs.list().find((job) => job.processes[0] === processes[0]);
  const job = known ?? shell.jobs.add(processes, text, true);
  job.state = 'stopped';
  await writeText(shell, 2, `\n[${String(job.id)}]+  Stopped                 ${text}\n`);
}

const signalTexts: Partial<Record<Signal, string>> = {
  SIGHUP: 'Hangup',
  SIGQUIT: 'Quit',
  SIGABRT: 'Aborted',
  SIGKILL: 'Killed',
  SIGSEGV: 'Segmentation fault',
  SIGTERM: 'Terminated',
  SIGALRM: 'Alarm clock',
};

/** What an interactive shell says of a program that a signal has ended. */
export function signalText(signal: Signal): string | undefined {
  return signalTexts[signal];
}

/** SIGINT and SIGPIPE are ordinary ends; of others the shell tells. */
export async function reportEnd(shell: Shell, end: ExitStatus | undefined, pid: number, text: string): Promise<void> {
  const reason = end?.signal === undefined ? undefined : signalText(end.signal);
  if (reason === undefined) return;
  if (shell.flavour !== 'bash' || shell.options.interactive) await writeText(shell, 2, `${reason}\n`);
  else await complain(shell, `${String(pid).padStart(5)} ${reason.padEnd(23)} ${text}`);
}
