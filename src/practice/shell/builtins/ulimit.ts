import type { ResourceLimit } from '../../process/process.ts';
import type { Shell } from '../state.ts';
import { builtinError, takeOptions } from './builtin.ts';
import { print } from './output.ts';

interface Limit {
  letter: string;
  /** Of `ulimits` in a compose file and of System.limits. */
  name: string;
  /** Bytes, or whatever is counted, that one of the shown unit stands for. */
  unit: number;
  /** What a container has unless it is told: Docker's own limits, else the kernel's. In shown units. */
  usual: number;
  bash: [title: string, unit: string];
  dash?: string;
}

/** In the order of `ulimit -a`. */
const limits: readonly Limit[] = [
  { letter: 'c', name: 'core', unit: 512, usual: Infinity, bash: ['core file size', 'blocks'], dash: 'coredump(blocks)' },
  { letter: 'd', name: 'data', unit: 1024, usual: Infinity, bash: ['data seg size', 'kbytes'], dash: 'data(kbytes)' },
  { letter: 'e', name: 'nice', unit: 1, usual: 0, bash: ['scheduling priority', ''] },
  { letter: 'f', name: 'fsize', unit: 512, usual: Infinity, bash: ['file size', 'blocks'], dash: 'file(blocks)' },
  { letter: 'i', name: 'sigpending', unit: 1, usual: 15436, bash: ['pending signals', ''] },
  { letter: 'l', name: 'memlock', unit: 1024, usual: 8192, bash: ['max locked memory', 'kbytes'], dash: 'locked memory(kbytes)' },
  { letter: 'm', name: 'rss', unit: 1024, usual: Infinity, bash: ['max memory size', 'kbytes'], dash: 'memory(kbytes)' },
  { letter: 'n', name: 'nofile', unit: 1, usual: 1048576, bash: ['open files', ''], dash: 'nofiles' },
  { letter: 'q', name: 'msgqueue', unit: 1, usual: 819200, bash: ['POSIX message queues', 'bytes'] },
  { letter: 'r', name: 'rtprio', unit: 1, usual: 0, bash: ['real-time priority', ''], dash: 'rtprio' },
  { letter: 's', name: 'stack', unit: 1024, usual: 8192, bash: ['stack size', 'kbytes'], dash: 'stack(kbytes)' },
  { letter: 't', name: 'cpu', unit: 1, usual: Infinity, bash: ['cpu time', 'seconds'], dash: 'time(seconds)' },
  { letter: 'u', name: 'nproc', unit: 1, usual: Infinity, bash: ['max user processes', ''], dash: 'process' },
  { letter: 'v', name: 'as', unit: 1024, usual: Infinity, bash: ['virtual memory', 'kbytes'], dash: 'vmemory(kbytes)' },
  { letter: 'x', name: 'locks', unit: 1, usual: Infinity, bash: ['file locks', ''], dash: 'locks' },
];

/** dash's order of the same, and its letter for processes. */
const dashOrder = 'tfdscmlpnvxr';

/** `ulimit [-SH] [-a | -LETTER…]`: shows the limits that the container was given; they cannot be set from inside. */
export function ulimit(shell: Shell, words: readonly string[]): Promise<number> {
  const known = shell.flavour === 'dash' ? dashOrder : limits.map(({ letter }) => letter).join('');
  const { letters, rest } = takeOptions(shell, words, `SHa${known}`);
  if (rest.length > 0) {
    const text = 'setting limits is not supported on the practice device';
    throw builtinError(shell, 'ulimit', { dash: text, bash: text });
  }
  const isHard = letters.includes('H') && !letters.includes('S');
  const wanted = letters.replaceAll(/[SH]/g, '');
  const chosen = wanted.includes('a') ? known : wanted === '' ? 'f' : shell.flavour === 'dash' ? wanted.slice(-1) : wanted;
  const lines = Array.from(chosen).map((letter) => {
    const limit = limits.find((each) => each.letter === (shell.flavour === 'dash' && letter === 'p' ? 'u' : letter));
    if (limit === undefined) return '';
    const value = shown(limit, shell.context.system.limits?.get(limit.name), isHard);
    return chosen.length === 1 ? `${value}\n` : `${titleOf(shell, limit)} ${value}\n`;
  });
  return print(shell, 'ulimit', lines.join(''));
}

function shown({ unit, usual }: Limit, given: ResourceLimit | undefined, isHard: boolean): string {
  const value = given === undefined ? usual : Math.floor((isHard ? given.hard : given.soft) / unit);
  // -1 is how a compose file says that there is none.
  return value < 0 || value === Infinity ? 'unlimited' : String(value);
}

function titleOf(shell: Shell, { letter, bash: [title, unit], dash }: Limit): string {
  if (shell.flavour === 'dash') return (dash ?? '').padEnd(20);
  if (shell.flavour === 'busybox') return (unit === '' ? title : `${title} (${unit.replace('kbytes', 'kb')})`).padEnd(32) + `(-${letter})`;
  const parenthesis = unit === '' ? `(-${letter})` : `(${unit}, -${letter})`;
  return title + parenthesis.padStart(40 - title.length);
}
