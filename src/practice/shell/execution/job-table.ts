import { whenEndedOrStopped, whenRunning } from '../../process/process-table.ts';
import type { ExitStatus, Process } from '../../process/process.ts';

export interface Job {
  readonly id: number;
  /** In the order of the pipeline. */
  readonly processes: readonly Process[];
  readonly text: string;
  readonly isOwnGroup: boolean;
  state: 'running' | 'stopped' | 'done';
  status: ExitStatus | undefined;
  /** The user has been told of its end. */
  isReported: boolean;
}

/** Background and stopped jobs of one shell. */
export interface JobTable {
  add(processes: readonly Process[], text: string, isOwnGroup: boolean): Job;
  list(): readonly Job[];
  /** `%1`, `%+`, `%%`, `%-`, `%name`, `%?text`, or a PID; without a text the current job. */
  find(specification?: string): Job | undefined;
  /** `+` for the current job, `-` for the one before. */
  mark(job: Job): '+' | '-' | ' ';
  remove(job: Job): void;
  /** How a process that was started in the background ended; undefined for one that was not. */
  statusOf(pid: number): Promise<ExitStatus> | undefined;
}

export function createJobTable(): JobTable {
  let jobs: Job[] = [];
  const ends = new Map<number, Promise<ExitStatus>>();

  function current(): Job | undefined {
    return jobs.findLast((job) => job.state === 'stopped') ?? jobs.at(-1);
  }
  function previous(): Job | undefined {
    const now = current();
    const others = jobs.filter((job) => job !== now);
    return others.findLast((job) => job.state === 'stopped') ?? others.at(-1);
  }

  return {
    add(processes, text, isOwnGroup) {
      const id = Math.max(0, ...jobs.map((job) => job.id)) + 1;
      const job: Job = { id, processes, text, isOwnGroup, state: 'running', status: undefined, isReported: false };
      jobs.push(job);
      for (const process of processes) ends.set(process.pid, process.exited);
      void follow(job);
      return job;
    },
    list: () => jobs,
    find(specification = '%%') {
      if (!specification.startsWith('%')) return jobs.find((job) => job.processes.some((process) => String(process.pid) === specification));
      const name = specification.slice(1);
      if (name === '' || name === '%' || name === '+') return current();
      if (name === '-') return previous();
      if (/^\d+$/.test(name)) return jobs.find((job) => job.id === Number(name));
      return name.startsWith('?')
        ? jobs.findLast((job) => job.text.includes(name.slice(1)))
        : jobs.findLast((job) => job.text.startsWith(name));
    },
    mark: (job) => (job === current() ? '+' : job === previous() ? '-' : ' '),
    remove(job) {
      jobs = jobs.filter((other) => other !== job);
    },
    statusOf: (pid) => ends.get(pid),
  };
}

/** Keeps the job's state, whoever stops, continues or ends its processes. */
async function follow(job: Job): Promise<void> {
  const last = job.processes.at(-1);
  if (last === undefined) return;
  void last.exited.then((status) => {
    job.state = 'done';
    job.status = status;
  });
  for (;;) {
    const end = await whenEndedOrStopped(last);
    if (end !== 'stopped') return;
    job.state = 'stopped';
    await whenRunning(last);
    if (job.status === undefined) job.state = 'running';
  }
}
