/** Linux signal numbers (signal(7), x86 and ARM). Real-time signals count from SIGRTMIN = 34, as glibc does. */
export const signalNumbers = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
  'SIGRTMIN+3': 37,
} as const;

export type Signal = keyof typeof signalNumbers;

/** Their default action is to be ignored. */
const ignoredByDefault: ReadonlySet<Signal> = new Set(['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH']);
const stopsByDefault: ReadonlySet<Signal> = new Set(['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU']);

export function defaultAction(signal: Signal): 'end' | 'ignore' | 'stop' {
  if (ignoredByDefault.has(signal)) return 'ignore';
  return stopsByDefault.has(signal) ? 'stop' : 'end';
}

/** Given to `onSignal` to ignore a signal, as SIG_IGN: children inherit that (`nohup`, `trap '' INT`). */
export function ignoreSignal(): void {
  // Nothing to do: that the handler is this one is what counts.
}

/** Reads `15`, `TERM`, `SIGTERM`, `RTMIN+3`, `37`; undefined where there is no such signal. */
export function parseSignal(text: string): Signal | undefined {
  const names = Object.keys(signalNumbers) as Signal[];
  if (/^\d+$/.test(text)) return names.find((name) => signalNumbers[name] === Number(text));
  const wanted = text.toUpperCase();
  return names.find((name) => name === wanted || name === `SIG${wanted}`);
}
