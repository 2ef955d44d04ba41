import type { ProcessTable, Program } from '../../process/process.ts';
import { parseSignal, signalNumbers } from '../../process/signals.ts';
import type { Signal } from '../../process/signals.ts';
import { writeOut } from './write-out.ts';

export interface KillRequest {
  processes: ProcessTable;
  /** Group of the caller, for PID 0. */
  group: number;
  /** PIDs that `%1` stands for, where there are jobs. */
  job?(specification: string): number | undefined;
}

export interface KillResult {
  output: string;
  problems: KillProblem[];
  status: number;
}

export type KillProblem = { kind: 'usage' | 'no-such-process' | 'bad-signal' | 'bad-pid' | 'no-such-job'; word: string };

/** `/bin/kill`. */
export const kill: Program = async (context) => {
  const [name = 'kill', ...words] = context.arguments;
  const result = sendSignals(words, { processes: context.system.processes, group: context.process.group });
  await writeOut(context.stdout, result.output);
  for (const problem of result.problems) await writeOut(context.stderr, `${name}: ${wording(problem)}\n`);
  return result.status;
};

/** `kill [-s SIGNAL | -SIGNAL] PID…`, `kill -l [NUMBER…]`. */
export function sendSignals(words: readonly string[], request: KillRequest): KillResult {
  const [first = '', second = ''] = words;
  if (first === '-l' || first === '-L') return listSignals(words.slice(1));
  let signal: Signal | 'check' | undefined = 'SIGTERM';
  let targets = words;
  if (first === '-s' || first === '-n') {
    signal = readSignal(second);
    targets = words.slice(2);
    if (signal === undefined) return failed({ kind: 'bad-signal', word: second });
  } else if (first === '--') {
    targets = words.slice(1);
  } else if (/^-./.test(first)) {
    const text = first.startsWith('-s') && first.length > 2 && parseSignal(first.slice(1)) === undefined ? first.slice(2) : first.slice(1);
    signal = readSignal(text);
    targets = words.slice(1);
    if (signal === undefined) return failed({ kind: 'bad-signal', word: text });
  }
  if (targets[0] === '--') targets = targets.slice(1);
  if (targets.length === 0) return failed({ kind: 'usage', word: '' });
  const problems: KillProblem[] = [];
  for (const target of targets) {
    const problem = sendTo(target, signal, request);
    if (problem !== undefined) problems.push(problem);
  }
  return { output: '', problems, status: problems.length > 0 ? 1 : 0 };
}

function sendTo(target: string, signal: Signal | 'check', request: KillRequest): KillProblem | undefined {
  if (target.startsWith('%')) {
    const pid = request.job?.(target);
    return pid === undefined ? { kind: 'no-such-job', word: target } : send(pid, signal, request, target);
  }
  if (!/^-?\d+$/.test(target)) return { kind: 'bad-pid', word: target };
  const pid = Number(target);
  return send(pid === 0 ? -request.group : pid, signal, request, target);
}

function send(pid: number, signal: Signal | 'check', { processes }: KillRequest, target: string): KillProblem | undefined {
  if (pid === -1) {
    for (const process of processes.list()) if (process.pid !== 1 && signal !== 'check') process.signal(signal);
    return undefined;
  }
  const isThere =
    signal === 'check'
      ? processes.list().some((process) => (pid < 0 ? process.group === -pid : process.pid === pid))
      : processes.signal(pid, signal) === 'sent';
  return isThere ? undefined : { kind: 'no-such-process', word: target };
}

function readSignal(text: string): Signal | 'check' | undefined {
  return text === '0' || text.toUpperCase() === 'EXIT' ? 'check' : parseSignal(text);
}

function listSignals(words: readonly string[]): KillResult {
  const names = Object.keys(signalNumbers) as Signal[];
  if (words.length === 0) {
    return {
      output: `${names.map((name) => `${String(signalNumbers[name]).padStart(2)}) ${name}`).join('\n')}\n`,
      problems: [],
      status: 0,
    };
  }
  let output = '';
  for (const word of words) {
    const number = /^\d+$/.test(word) ? Number(word) % 128 : undefined;
    const signal = parseSignal(number === undefined ? word : String(number));
    if (signal === undefined) return { output, problems: [{ kind: 'bad-signal', word }], status: 1 };
    output += number === undefined ? `${signalNumbers[signal]}\n` : `${signal.slice(3)}\n`;
  }
  return { output, problems: [], status: 0 };
}

function failed(problem: KillProblem): KillResult {
  return { output: '', problems: [problem], status: problem.kind === 'usage' ? 2 : 1 };
}

function wording({ kind, word }: KillProblem): string {
  switch (kind) {
    case 'usage':
      return 'not enough arguments';
    case 'no-such-process':
      return `(${word}) - No such process`;
    case 'bad-signal':
      return `unknown signal ${word}`;
    default:
      return `failed to parse argument: '${word}'`;
  }
}
