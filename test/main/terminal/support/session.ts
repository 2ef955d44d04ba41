import { delimiter } from 'node:path';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { thisMachine, type Machine } from '../../../../src/main/paths.ts';
import { spawnPty } from '../../../../src/main/terminal/pty/pty.ts';
import { createSession, type TerminalSession } from '../../../../src/main/terminal/session/session.ts';
import { chooseShell, installedShells, shellCommand, type Shell, type ShellKind } from '../../../../src/main/terminal/shells/shells.ts';

export const root = resolve(import.meta.dirname, '../../../..');

const kinds: readonly ShellKind[] = ['bash', 'zsh', 'fish'];

/** The shell's program on this machine, on Windows Git's bash; undefined where it is not installed. */
export function installedShell(name: string): Shell | undefined {
  if (process.platform === 'win32') return name === 'bash' ? findGitBash() : undefined;
  const file = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((candidate) => existsSync(candidate));
  const kind = kinds.find((known) => known === name) ?? 'other';
  return file === undefined ? undefined : { kind, file, name };
}

function findGitBash(): Shell | undefined {
  const machine = thisMachine();
  return installedShells(machine, chooseShell(machine)).find(({ kind }) => kind === 'bash');
}

export interface OpenedSession {
  session: TerminalSession;
  /** Everything that reached the screen. */
  screen: () => string;
  states: string[];
  close(): void;
}

/** A real shell on a real pseudo terminal, with a home of its own. */
export async function openSession(
  shell: Shell,
  home: string,
  more: Record<string, string> = {},
  settleLimit?: number,
  fleetlab = root,
): Promise<OpenedSession> {
  const environment: Record<string, string> = { ...definedVariables(), HOME: home, ...more };
  const machine: Machine = { platform: process.platform, environment, home };
  const secret = 'test-secret';
  // Without it a first fish begins to read the machine's manual pages for its completions, and goes on with that after its end.
  if (shell.kind === 'fish') await mkdir(join(home, '.local', 'share', 'fish', 'generated_completions'), { recursive: true });
  const command = shellCommand(shell, machine, fleetlab, secret);
  const pty = await spawnPty({
    file: command.file,
    arguments: command.arguments,
    variables: { ...environment, TERM: 'xterm-256color', ...command.variables },
    folder: home,
    size: { columns: 120, rows: 30 },
  });
  let screen = '';
  const states: string[] = [];
  const session = createSession({
    id: 'session',
    target: { kind: 'laptop' },
    environment: { id: 'practice', kind: 'practice', name: 'practice device' },
    title: shell.name,
    shell: shell.kind,
    shellFile: shell.file,
    secret,
    pty,
    size: { columns: 120, rows: 30 },
    onOutput: (bytes) => (screen += Buffer.from(bytes).toString()),
    onChange: (view) => states.push(view.state),
    ...(settleLimit === undefined ? {} : { settleLimit }),
  });
  return { session, screen: () => screen, states, close: () => pty.kill() };
}

function definedVariables(): Record<string, string> {
  // A program on Windows needs some of the system's own.
  if (process.platform === 'win32') return { ...(process.env as Record<string, string>) };
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'LANG', 'FPATH', 'MODULE_PATH', 'XDG_DATA_DIRS'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
