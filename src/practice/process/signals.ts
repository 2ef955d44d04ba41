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
  SIGRTMIN: 34,
  'SIGRTMIN+1': 35,
  'SIGRTMIN+2': 36,
  'SIGRTMIN+3': 37,
  'SIGRTMIN+4': 38,
  'SIGRTMIN+5': 39,
  'SIGRTMIN+6': 40,
  'SIGRTMIN+7': 41,
  'SIGRTMIN+8': 42,
  'SIGRTMIN+9': 43,
  'SIGRTMIN+10': 44,
  'SIGRTMIN+11': 45,
  'SIGRTMIN+12': 46,
  'SIGRTMIN+13': 47,
  'SIGRTMIN+14': 48,
  'SIGRTMIN+15': 49,
  'SIGRTMAX-14': 50,
  'SIGRTMAX-13': 51,
  'SIGRTMAX-12': 52,
  'SIGRTMAX-11': 53,
  'SIGRTMAX-10': 54,
  'SIGRTMAX-9': 55,
  'SIGRTMAX-8': 56,
  'SIGRTMAX-7': 57,
  'SIGRTMAX-6': 58,
  'SIGRTMAX-5': 59,
  'SIGRTMAX-4': 60,
  'SIGRTMAX-3': 61,
  'SIGRTMAX-2': 62,
  'SIGRTMAX-1': 63,
  SIGRTMAX: 64,
} as const;

export type Signal = keyof typeof signalNumbers;

const names = Object.keys(signalNumbers) as Signal[];

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
  if (/^\d+$/.test(text)) return byNumber(Number(text));
  const wanted = text.toUpperCase().replace(/^SIG/, '');
  // Every real-time signal can be counted from either end, whatever its usual name.
  const [, base, distance] = /^RT(MIN\+|MAX-)(\d+)$/.exec(wanted) ?? [];
  if (distance !== undefined) {
    const number = base === 'MAX-' ? signalNumbers.SIGRTMAX - Number(distance) : signalNumbers.SIGRTMIN + Number(distance);
    return number >= signalNumbers.SIGRTMIN ? byNumber(number) : undefined;
  }
  return names.find((name) => name === `SIG${wanted}`);
}

function byNumber(number: number): Signal | undefined {
  return names.find((name) => signalNumbers[name] === number);
}
