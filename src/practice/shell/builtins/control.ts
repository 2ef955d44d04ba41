import { normalizePath } from '../../filesystem/filesystem.ts';
import { parseSignal, signalNumbers } from '../../process/signals.ts';
import { ExitControl, LoopControl, ReturnControl, ShellError } from '../control.ts';
import { writeText } from '../execution/descriptors.ts';
import { applyTrap } from '../execution/fork.ts';
import { openTarget } from '../execution/open-target.ts';
import { quoteForShell } from '../expansion/quoting.ts';
import { complain, worded } from '../messages.ts';
import type { Shell, TrapCondition } from '../state.ts';
import type { BuiltinMap } from './builtin.ts';
import { builtinError } from './builtin.ts';
import { print } from './output.ts';

/** Commands that change what runs next. */
export const controlBuiltins: BuiltinMap = {
  break: (shell, words) => leaveLoop(shell, words, 'break'),
  continue: (shell, words) => leaveLoop(shell, words, 'continue'),
  return: leaveFunction,
  exit,
  logout: exit,
  eval: (shell, words) => evaluate(shell, words.slice(1)),
  // `exec` is carried out where commands are run: it changes the descriptors and the process.
  exec: () => Promise.resolve(0),
  '.': source,
  source,
  trap,
  times: (shell) => print(shell, 'times', '0m0.00s 0m0.00s\n0m0.00s 0m0.00s\n'),
};

function leaveLoop(shell: Shell, words: readonly string[], kind: 'break' | 'continue'): Promise<number> {
  const [, text = '1'] = words;
  const levels = /^\d+$/.test(text) ? Number(text) : 0;
  if (levels === 0) {
    throw builtinError(
      shell,
      kind,
      {
        dash: `Illegal number: ${text}`,
        bash: /^\d+$/.test(text) ? `${text}: loop count out of range` : `${text}: numeric argument required`,
      },
      { isFatal: true },
    );
  }
  if (shell.depth.loop > 0) throw new LoopControl(kind, levels);
  // Outside of a loop there is nothing to leave; bash says so.
  if (shell.flavour !== 'bash') return Promise.resolve(0);
  return complain(shell, "only meaningful in a `for', `while', or `until' loop", kind).then(() => 0);
}

function leaveFunction(shell: Shell, words: readonly string[]): Promise<number> {
  const status = exitNumber(shell, words);
  if (shell.depth.function === 0 && shell.depth.source === 0) {
    if (shell.flavour === 'bash')
      throw builtinError(shell, 'return', { dash: '', bash: "can only `return' from a function or sourced script" }, { status: 2 });
    throw new ExitControl(status);
  }
  throw new ReturnControl(status);
}

async function exit(shell: Shell, words: readonly string[]): Promise<number> {
  const stopped = shell.options.interactive && shell.jobs.list().some((job) => job.state === 'stopped');
  if (stopped && !shell.isExitConfirmed) {
    shell.isExitConfirmed = true;
    await complain(shell, 'You have stopped jobs.');
    return 1;
  }
  const status = exitNumber(shell, words);
  if (shell.options.interactive && shell.flavour === 'bash') await writeText(shell, 2, shell.name.startsWith('-') ? 'logout\n' : 'exit\n');
  throw new ExitControl(status);
}

function exitNumber(shell: Shell, words: readonly string[]): number {
  const [name = '', text] = words;
  if (text === undefined) return shell.status;
  if (/^-?\d+$/.test(text) && (shell.flavour === 'bash' || !text.startsWith('-'))) return Number(text) & 255;
  const message = worded(shell, { dash: `Illegal number: ${text}`, bash: `${text}: numeric argument required` });
  throw new ShellError(message, { status: 2, scope: 'script', command: name });
}

async function evaluate(shell: Shell, words: readonly string[]): Promise<number> {
  const text = words.join(' ');
  return text.trim() === '' ? 0 : shell.interpreter.runText(shell, text, 'eval');
}

async function source(shell: Shell, words: readonly string[]): Promise<number> {
  const [command = '.', name, ...values] = words;
  if (name === undefined) {
    if (shell.flavour === 'dash') return 0;
    throw builtinError(shell, command, { dash: '', bash: 'filename argument required', busybox: 'bad arguments' }, { status: 2 });
  }
  const content = await readScript(shell, command, name);
  const { positional } = shell;
  if (values.length > 0 && shell.flavour !== 'dash') shell.positional = values;
  shell.depth.source += 1;
  try {
    return await shell.interpreter.runText(shell, content, name);
  } catch (error) {
    if (error instanceof ReturnControl) return error.status;
    throw error;
  } finally {
    shell.depth.source -= 1;
    if (values.length > 0 && shell.flavour !== 'dash') shell.positional = positional;
  }
}

/** Also of `/dev/stdin` and its like. */
async function readWhole(shell: Shell, path: string): Promise<string | undefined> {
  if (!/^\/(?:dev|proc)\//.test(path)) {
    const content = await shell.context.system.fileSystem.readFile(path).catch(() => undefined);
    return content?.toString();
  }
  const file = await openTarget(shell, path, 'read');
  const chunks: Buffer[] = [];
  try {
    for (;;) {
      const chunk = await file.read({ abort: shell.context.ended });
      if (chunk === undefined) return Buffer.concat(chunks).toString();
      chunks.push(chunk);
    }
  } finally {
    file.release();
  }
}

async function readScript(shell: Shell, command: string, name: string): Promise<string> {
  const directories = name.includes('/')
    ? ['']
    : [...(shell.variables.get('PATH') ?? '').split(':').map((directory) => `${directory}/`), ...(shell.flavour === 'dash' ? [] : [''])];
  for (const directory of directories) {
    const path = normalizePath(directory + name, shell.workingDirectory);
    const content = await readWhole(shell, path);
    if (content !== undefined) return content;
  }
  const message = worded(shell, {
    dash: name.includes('/') ? `cannot open ${name}: No such file` : `${name}: not found`,
    bash: `${name}: No such file or directory`,
    busybox: `can't open '${name}': No such file or directory`,
  });
  if (shell.flavour === 'bash') throw new ShellError(message, { status: 1, scope: 'command' });
  throw new ShellError(message, { status: 2, scope: 'script', command });
}

async function trap(shell: Shell, words: readonly string[]): Promise<number> {
  const rest = words[1] === '--' ? words.slice(2) : words.slice(1);
  if (rest.length === 0 || rest[0] === '-p') return print(shell, 'trap', trapList(shell, rest.slice(1)));
  if (rest[0] === '-l') return print(shell, 'trap', `${Object.keys(signalNumbers).join('\n')}\n`);
  const isReset = rest.length === 1 || /^\d+$/.test(rest[0] ?? '');
  const command = isReset || rest[0] === '-' ? undefined : rest[0];
  const names = isReset && rest[0] !== '-' ? rest : rest.slice(1);
  let status = 0;
  for (const name of names) {
    const signal = conditionOf(shell, name);
    if (signal === undefined) {
      await reportBadTrap(shell, name);
      status = 1;
    } else setTrap(shell, signal, command);
  }
  return status;
}

function conditionOf(shell: Shell, name: string): TrapCondition | undefined {
  if (name === '0' || name.toUpperCase() === 'EXIT') return 'EXIT';
  return name.toUpperCase() === 'ERR' && shell.flavour === 'bash' ? 'ERR' : parseSignal(name);
}

async function reportBadTrap(shell: Shell, name: string): Promise<void> {
  if (shell.flavour === 'dash') await writeText(shell, 2, `trap: ${name}: bad trap\n`);
  else if (shell.flavour === 'bash' && ['DEBUG', 'RETURN'].includes(name.toUpperCase()))
    await complain(shell, `${name}: not supported on the practice device`, 'trap');
  else await complain(shell, `${name}: invalid signal specification`, 'trap');
}

function setTrap(shell: Shell, signal: TrapCondition, command: string | undefined): void {
  if (command === undefined) shell.traps.delete(signal);
  else shell.traps.set(signal, command);
  if (signal !== 'EXIT' && signal !== 'ERR') applyTrap(shell, signal);
}

function trapList(shell: Shell, names: readonly string[]): string {
  const wanted = names.map((name) => conditionOf(shell, name));
  return [...shell.traps]
    .filter(([signal]) => names.length === 0 || wanted.includes(signal))
    .sort(([first], [second]) => numberOf(first) - numberOf(second))
    .map(
      ([signal, command]) =>
        `trap -- ${quoteForShell(command, shell.flavour === 'bash' ? 'always' : 'posix')} ${shell.flavour === 'bash' ? signal : signal.replace(/^SIG/, '')}\n`,
    )
    .join('');
}

function numberOf(signal: TrapCondition): number {
  if (signal === 'EXIT') return 0;
  return signal === 'ERR' ? 100 : signalNumbers[signal];
}
