import type { Process, ProgramContext } from '../../process/process.ts';

/** Numbers of `1,2 3`; undefined where something else stands in the list. */
export function numericIds(list: string): Set<number> | undefined {
  const parts = list.split(/[,\s]+/);
  return parts.every((part) => /^\d+$/.test(part)) ? new Set(parts.map(Number)) : undefined;
}

/** The last name of the program's path, without a login shell's dash: what the kernel calls `comm` (15 bytes at most). */
export function commandName(process: Process): string {
  const [called = ''] = process.arguments;
  return called.slice(called.lastIndexOf('/') + 1).slice(0, 15);
}

/** Whether a process was started from the same session: it shares the first ancestor that the process table still knows. */
export function onTheSameTerminal(process: Process, context: ProgramContext): boolean {
  return sessionLeader(process, context).pid === sessionLeader(context.process, context).pid;
}

/** The session's first process: the last ancestor below PID 1. */
export function sessionLeader(process: Process, context: ProgramContext): Process {
  let leader = process;
  for (;;) {
    const parent = context.system.processes.find(leader.parent);
    if (parent === undefined || parent.pid === leader.pid || (parent.pid === 1 && leader.pid !== 1 && !startsSessions(parent, context))) {
      return leader;
    }
    leader = parent;
  }
}

/** PID 1 leads the caller's session where the caller descends from it and nothing stands between (a container's own shell). */
function startsSessions(parent: Process, context: ProgramContext): boolean {
  return context.process.parent === parent.pid;
}
