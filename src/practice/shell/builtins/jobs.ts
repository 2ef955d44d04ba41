import { signalNumbers } from '../../process/signals.ts';
import type { ExitStatus } from '../../process/process.ts';
import { ExitControl, InterruptControl } from '../control.ts';
import { reportEnd, signalText, waitInForeground } from '../execution/foreground.ts';
import { writeText } from '../execution/descriptors.ts';
import type { Job } from '../execution/job-table.ts';
import { statusOfArrival } from '../execution/traps.ts';
import { unlessEnded } from '../execution/waiting.ts';
import { complain, worded } from '../messages.ts';
import type { Shell } from '../state.ts';
import type { BuiltinMap } from './builtin.ts';
import { builtinError, takeOptions } from './builtin.ts';
import { sendSignals } from './kill.ts';
import type { KillProblem } from './kill.ts';
import { print } from './output.ts';

/** Commands about jobs and processes. */
export const jobBuiltins: BuiltinMap = { jobs, wait, fg, bg, kill, disown };

/** A line of `jobs`, and what is printed when a job has ended. */
export function describeJob(shell: Shell, job: Job, withPid = false): string {
  const state = job.state === 'done' ? doneText(job.status) : job.state === 'stopped' ? 'Stopped' : 'Running';
  const suffix = job.state === 'running' && shell.flavour === 'bash' ? ' &' : '';
  const pid = withPid ? `${String(job.processes.at(-1)?.pid ?? 0)} ` : '';
  const mark = shell.jobs.mark(job);
  if (shell.flavour === 'dash') return `[${String(job.id)}] ${mark} ${pid}${state.padEnd(27)} ${job.text}${suffix}\n`;
  return `[${String(job.id)}]${mark}  ${pid}${state.padEnd(23)} ${job.text}${suffix}\n`;
}

/** Tells the user of jobs that have ended, and forgets them. */
export async function reportEndedJobs(shell: Shell): Promise<void> {
  for (const job of [...shell.jobs.list()]) {
    if (job.state !== 'done') continue;
    if (!job.isReported) await writeText(shell, 2, describeJob(shell, job));
    shell.jobs.remove(job);
  }
}

function doneText(status: ExitStatus | undefined): string {
  if (status?.signal !== undefined) return signalText(status.signal) ?? status.signal;
  if (status === undefined || status.code === 0) return 'Done';
  return `Exit ${String(status.code)}`;
}

async function jobs(shell: Shell, words: readonly string[]): Promise<number> {
  const { letters } = takeOptions(shell, words, 'lpnrs');
  let output = '';
  for (const job of [...shell.jobs.list()]) {
    output += letters.includes('p') ? `${String(job.processes[0]?.pid ?? 0)}\n` : describeJob(shell, job, letters.includes('l'));
    if (job.state === 'done') shell.jobs.remove(job);
  }
  return print(shell, 'jobs', output);
}

async function wait(shell: Shell, words: readonly string[]): Promise<number> {
  const { letters, rest } = takeOptions(shell, words, shell.flavour === 'bash' ? 'nf' : '');
  const { promise: arrival, resolve: arrived } = Promise.withResolvers<'arrived'>();
  shell.onArrival = () => arrived('arrived');
  try {
    if (letters.includes('n')) return await waitForAny(shell, arrival);
    if (rest.length === 0) {
      for (const job of [...shell.jobs.list()]) {
        if (job.state === 'stopped') continue;
        const end = await unlessEnded(shell, Promise.race([Promise.all(job.processes.map((process) => process.exited)), arrival]));
        if (end === 'arrived') return statusOfArrival(shell) ?? 0;
        job.isReported = true;
        if (!shell.options.interactive) shell.jobs.remove(job);
      }
      return 0;
    }
    let status = 0;
    for (const word of rest) {
      const end = await waitForOne(shell, word, arrival);
      if (end === 'arrived') return statusOfArrival(shell) ?? 0;
      status = end;
    }
    return status;
  } finally {
    shell.onArrival = undefined;
  }
}

async function waitForAny(shell: Shell, arrival: Promise<'arrived'>): Promise<number> {
  const running = shell.jobs.list().flatMap((job) => {
    const last = job.processes.at(-1);
    return last === undefined ? [] : [last.exited.then((end) => ({ job, end }))];
  });
  if (running.length === 0) return 127;
  const first = await unlessEnded(shell, Promise.race([...running, arrival]));
  if (first === 'arrived') return statusOfArrival(shell) ?? 0;
  shell.jobs.remove(first.job);
  return first.end.code;
}

async function waitForOne(shell: Shell, word: string, arrival: Promise<'arrived'>): Promise<number | 'arrived'> {
  const job = shell.jobs.find(word);
  const pid = word.startsWith('%') ? job?.processes.at(-1)?.pid : Number(word);
  const exited = pid === undefined ? undefined : shell.jobs.statusOf(pid);
  if (exited === undefined) {
    if (word.startsWith('%')) {
      throw builtinError(
        shell,
        'wait',
        { dash: `No such job: ${word}`, bash: `${word}: no such job` },
        { status: shell.flavour === 'bash' ? 127 : 2 },
      );
    }
    if (!/^\d+$/.test(word))
      throw builtinError(shell, 'wait', { dash: `Illegal number: ${word}`, bash: `\`${word}': not a pid or valid job spec` });
    if (shell.flavour === 'bash') await complain(shell, `pid ${word} is not a child of this shell`, 'wait');
    return 127;
  }
  const end = await unlessEnded(shell, Promise.race([exited, arrival]));
  if (end === 'arrived') return end;
  if (shell.flavour === 'dash' && !shell.options.interactive) await reportEnd(shell, end, pid ?? 0, word);
  if (job !== undefined) {
    job.isReported = true;
    if (!shell.options.interactive) shell.jobs.remove(job);
  }
  return end.code;
}

async function fg(shell: Shell, words: readonly string[]): Promise<number> {
  const job = requireJob(shell, 'fg', words[1]);
  await print(shell, 'fg', `${job.text}\n`);
  job.state = 'running';
  const waiting = waitInForeground(shell, job.processes, job.text);
  resume(shell, job);
  try {
    const status = (await waiting).at(-1) ?? 0;
    if (status !== 128 + signalNumbers.SIGTSTP) shell.jobs.remove(job);
    return status;
  } catch (error) {
    if (error instanceof InterruptControl || error instanceof ExitControl) shell.jobs.remove(job);
    throw error;
  }
}

async function bg(shell: Shell, words: readonly string[]): Promise<number> {
  const job = requireJob(shell, 'bg', words[1]);
  resume(shell, job);
  job.state = 'running';
  return print(shell, 'bg', `[${String(job.id)}]${shell.jobs.mark(job)} ${job.text} &\n`);
}

function resume(shell: Shell, job: Job): void {
  const { processes } = shell.context.system;
  const group = job.processes[0]?.group;
  if (job.isOwnGroup && group !== undefined) processes.signal(-group, 'SIGCONT');
  else for (const process of job.processes) process.signal('SIGCONT');
}

function requireJob(shell: Shell, command: string, specification: string | undefined): Job {
  if (!shell.options.monitor && shell.flavour === 'bash') throw builtinError(shell, command, { dash: '', bash: 'no job control' });
  const job = shell.jobs.find(specification);
  if (job !== undefined && !job.isOwnGroup) {
    const text = `job ${specification ?? '(null)'} not created under job control`;
    throw builtinError(shell, command, { dash: text, bash: text });
  }
  if (job !== undefined) return job;
  throw builtinError(
    shell,
    command,
    specification === undefined
      ? { dash: 'No current job', bash: 'current: no such job', busybox: 'no current job' }
      : { dash: `No such job: ${specification}`, bash: `${specification}: no such job` },
  );
}

function disown(shell: Shell, words: readonly string[]): Promise<number> {
  const job = shell.jobs.find(words[1]);
  if (job === undefined) throw builtinError(shell, 'disown', { dash: '', bash: `${words[1] ?? 'current'}: no such job` });
  shell.jobs.remove(job);
  return Promise.resolve(0);
}

async function kill(shell: Shell, words: readonly string[]): Promise<number> {
  const result = sendSignals(words.slice(1), {
    processes: shell.context.system.processes,
    group: shell.context.process.group,
    job(specification) {
      const job = shell.jobs.find(specification);
      const first = job?.processes[0];
      return first === undefined ? undefined : job?.isOwnGroup === true ? -first.group : first.pid;
    },
  });
  await print(shell, 'kill', result.output);
  for (const problem of result.problems) {
    if (problem.kind === 'usage' && shell.flavour === 'bash') await writeText(shell, 2, `kill: ${killWording(shell, problem)}\n`);
    else await complain(shell, killWording(shell, problem), 'kill');
  }
  return shell.flavour === 'dash' && result.problems.some(({ kind }) => kind !== 'no-such-process') ? 2 : result.status;
}

function killWording(shell: Shell, { kind, word }: KillProblem): string {
  switch (kind) {
    case 'usage':
      return worded(shell, {
        dash: 'Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]',
        bash: 'usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
        busybox: 'you need to specify whom to kill',
      });
    case 'no-such-process':
      return worded(shell, {
        dash: 'No such process\n',
        bash: `(${word}) - No such process`,
        busybox: `can't kill pid ${word}: No such process`,
      });
    case 'bad-signal':
      return worded(shell, {
        dash: `invalid signal number or name: ${word}`,
        bash: `${word}: invalid signal specification`,
        busybox: `bad signal name '${word}'`,
      });
    case 'bad-pid':
      return worded(shell, {
        dash: `Illegal number: ${word}`,
        bash: `${word}: arguments must be process or job IDs`,
        busybox: `invalid number '${word}'`,
      });
    case 'no-such-job':
      return worded(shell, { dash: `No such job: ${word}`, bash: `${word}: no such job`, busybox: `${word}: no such job` });
  }
}
