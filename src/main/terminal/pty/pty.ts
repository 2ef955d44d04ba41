import { accessSync, chmodSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { IPty } from 'node-pty';
import { FleetlabError } from '../../../shared/errors.ts';
import type { TerminalSize } from '../../../shared/domain/terminal.ts';
import { isAlive } from '../../processes.ts';
import { consoleAnswer, createQuestionFilter } from './console-question.ts';

/** A program on a pseudo terminal. */
export interface Pty {
  pid: number;
  /** What the program prints, as it comes: a character may be cut in two. */
  onData(listener: (bytes: Buffer) => void): void;
  onExit(listener: (exitCode: number) => void): void;
  write(data: string): void;
  resize(size: TerminalSize): void;
  pause(): void;
  resume(): void;
  /** Closes the terminal: what runs on it gets a hangup. */
  kill(): void;
}

export interface PtyCommand {
  file: string;
  arguments: readonly string[];
  variables: Readonly<Record<string, string>>;
  folder: string;
  size: TerminalSize;
}

export type SpawnPty = (command: PtyCommand) => Promise<Pty>;

/** Starts a program; rejects with FleetlabError `no-terminal` where the machine cannot. */
export const spawnPty: SpawnPty = async (command) => {
  const { spawn } = await load();
  const prepared = bash === undefined ? undefined : preparedBy(bash, command);
  const { file, arguments: args } = prepared ?? command;
  const start = (own: object) =>
    spawn(file, [...args], {
      name: 'xterm-256color',
      cols: command.size.columns,
      rows: command.size.rows,
      cwd: command.folder,
      env: command.variables,
      ...own,
    });
  if (process.platform === 'win32') return inConsole(startInConsole(start));
  return asPty(start(prepared === undefined ? {} : { encoding: null }));
};

function asPty(pty: IPty): Pty {
  return {
    pid: pty.pid,
    // Its types know of strings alone, which it gives unless told.
    onData: (listener) => void pty.onData((data: string | Buffer) => listener(typeof data === 'string' ? Buffer.from(data) : data)),
    onExit: (listener) => void pty.onExit(({ exitCode }) => listener(exitCode)),
    write: (data) => ignoreGone(() => pty.write(data)),
    resize: (size) => ignoreGone(() => pty.resize(size.columns, size.rows)),
    ...heldBack(pty),
    kill: () => ignoreGone(() => pty.kill()),
  };
}

/** Milliseconds between two looks at a program that is held back. */
const glance = 50;

/**
 * node-pty (1.1) closes the terminal 200 ms after its program has ended, also where it was told to read no more: what the program printed last would
 * be lost. So it reads on from the end.
 */
function heldBack(pty: IPty): Pick<Pty, 'pause' | 'resume'> {
  let watching: NodeJS.Timeout | undefined;
  let hasEnded = false;
  const resume = () => {
    clearInterval(watching);
    watching = undefined;
    pty.resume();
  };
  const look = () => {
    if (isAlive(pty.pid)) return;
    hasEnded = true;
    resume();
  };
  return {
    pause() {
      if (hasEnded) return;
      pty.pause();
      watching ??= setInterval(look, glance).unref();
    },
    resume,
  };
}

/**
 * On Windows a console stands between the program and this process. The one that node-pty brings passes marks on in their place; that of the
 * system, which is there for where the other one cannot be started, passes them on before the text around them.
 */
export function startInConsole<T>(start: (options: { useConptyDll?: boolean }) => T): { started: T; asks: boolean } {
  try {
    return { started: start({ useConptyDll: true }), asks: true };
  } catch {
    return { started: start({}), asks: false };
  }
}

function inConsole({ started, asks }: { started: IPty; asks: boolean }): Pty {
  const pty = asPty(started);
  if (!asks) return pty;
  pty.write(consoleAnswer);
  const filter = createQuestionFilter();
  return {
    ...pty,
    onData: (listener) =>
      pty.onData((bytes) => {
        const left = filter(bytes);
        if (left.length > 0) listener(left);
      }),
  };
}

/** On Linux; the program is started by it there. */
const bash = process.platform === 'linux' ? ['/bin/bash', '/usr/bin/bash'].find((file) => existsSync(file)) : undefined;

/**
 * On Linux node-pty leaves its end of each terminal open in every program that is started later (1.1: no close-on-exec). A shell of another
 * tab could read it, and a terminal would get no hangup when this process is killed. bash closes what was inherited and becomes the program.
 * It also tells the terminal that a character may have several bytes, which node-pty does only where it decodes the output itself: a fifth of
 * this process's work in a flood. A Ctrl-C that comes before the program is there ends neither: its trap goes with bash.
 */
function preparedBy(shell: string, { file, arguments: args }: PtyCommand): Pick<PtyCommand, 'file' | 'arguments'> {
  return {
    file: shell,
    arguments: ['-p', '-c', `trap : INT; (trap '' INT; exec stty iutf8 2>/dev/null); ${closeAndExec}`, 'bash', file, ...args],
  };
}

const closeAndExec = 'for fd in /proc/self/fd/*; do fd=${fd##*/}; [ "$fd" -gt 2 ] && eval "exec $fd>&-"; done; unset fd; exec "$@"';

/** node-pty is compiled where it is installed on Linux; loading it is what fails where there was no compiler. */
async function load(): Promise<typeof import('node-pty')> {
  try {
    makeHelperExecutable();
    return await import('node-pty');
  } catch (error) {
    throw new FleetlabError(
      'no-terminal',
      'The terminal cannot start: its module node-pty is not built for this machine.',
      process.platform === 'linux'
        ? 'Install a C++ compiler, make and Python (Debian, Ubuntu: apt install build-essential python3), then run “npm rebuild node-pty” in Fleetlab’s folder. Everything else works without it.'
        : 'Run “npm rebuild node-pty” in Fleetlab’s folder. Everything else works without it.',
      { cause: error },
    );
  }
}

/** On macOS the package's helper has been published without its execute permission, and then no program can be started. */
function makeHelperExecutable(): void {
  if (process.platform !== 'darwin') return;
  const folder = dirname(createRequire(import.meta.url).resolve('node-pty/package.json'));
  const helper = join(folder, 'prebuilds', `darwin-${process.arch}`, 'spawn-helper');
  if (!existsSync(helper)) return;
  try {
    accessSync(helper, constants.X_OK);
  } catch {
    chmodSync(helper, 0o755);
  }
}

/** A program may have ended a moment ago; its end is reported by `onExit`. */
function ignoreGone(action: () => void): void {
  try {
    action();
  } catch {
    // Nothing is left to act on.
  }
}
