import { AsyncLocalStorage } from 'node:async_hooks';
import type { Process, ProcessTable } from '../../process/process.ts';

/** What /proc tells of a process beside what the table knows. */
export interface ProcessFacts {
  environment: ReadonlyMap<string, string>;
  workingDirectory: string;
}

const currentProcess = new AsyncLocalStorage<Process>();
const facts = new WeakMap<Process, ProcessFacts>();

/** The process whose program is running, for /proc/self. */
export function processThatLooks(): Process | undefined {
  return currentProcess.getStore();
}

export function factsOf(process: Process): ProcessFacts {
  return facts.get(process) ?? { environment: new Map(), workingDirectory: '/' };
}

/** A table that remembers what its processes were started with. */
export function trackProcesses(table: ProcessTable): ProcessTable {
  return {
    ...table,
    spawn(request) {
      const { program, environment, workingDirectory } = request;
      const process = table.spawn({ ...request, program: (context) => currentProcess.run(context.process, () => program(context)) });
      facts.set(process, { environment: new Map(environment), workingDirectory });
      return process;
    },
  };
}
