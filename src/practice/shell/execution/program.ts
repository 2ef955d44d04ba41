import { normalizePath } from '../../filesystem/filesystem.ts';
import { findProgram } from '../../process/find-program.ts';
import type { FoundProgram } from '../../process/find-program.ts';
import { replaceProcess, setStandardFiles } from '../../process/process-table.ts';
import { openFileOf } from '../../process/open-file.ts';
import type { Program } from '../../process/process.ts';
import { readExecutable } from '../../process/program-file.ts';
import { featuresOf } from '../flavour.ts';
import { complain, worded } from '../messages.ts';
import { ExitControl } from '../control.ts';
import type { RunOptions, Shell } from '../state.ts';
import { mayContinue } from './descriptors.ts';
import { spawnChild, standardStreams } from './fork.ts';
import { waitInForeground } from './foreground.ts';

/** Runs a program as a child and waits for it; where nothing follows it takes the shell's place instead. */
export async function executeProgram(
  shell: Shell,
  words: readonly string[],
  environment: ReadonlyMap<string, string>,
  options: RunOptions,
): Promise<number> {
  const program = await programFor(shell, words[0] ?? '', environment);
  if (typeof program === 'number') return program;
  await mayContinue(shell);
  if (options.isLast === true && mayBeReplaced(shell)) return replaceBy(shell, program, words, environment);
  const process = spawnChild(shell, {
    program,
    arguments: words,
    environment,
    workingDirectory: shell.workingDirectory,
    ...standardStreams(shell.files),
    parent: shell.context.process,
    ...(shell.context.terminal === undefined ? {} : { terminal: shell.context.terminal }),
    ...(shell.options.monitor ? { group: 'new' as const } : {}),
  });
  const { unit, position, end } = shell.place;
  const [status = 0] = await waitInForeground(shell, [process], end === undefined ? words.join(' ') : unit.text.slice(position, end));
  return status;
}

/** `exec`: without words only the redirections hold; a program that is not found ends a script. */
export async function replaceShell(shell: Shell, words: readonly string[], environment: ReadonlyMap<string, string>): Promise<number> {
  const { stdin, stdout, stderr } = standardStreams(shell.files);
  if (words.length === 0) {
    setStandardFiles(shell.context.process, {
      stdin: openFileOf(stdin).retain(),
      stdout: openFileOf(stdout).retain(),
      stderr: openFileOf(stderr).retain(),
    });
    return 0;
  }
  const program = await programFor(shell, words[0] ?? '', environment, 'exec');
  if (typeof program === 'number') {
    if (shell.options.interactive) return program;
    throw new ExitControl(program);
  }
  throw new ExitControl(await replaceBy(shell, program, words, environment));
}

async function replaceBy(
  shell: Shell,
  program: Program,
  words: readonly string[],
  environment: ReadonlyMap<string, string>,
): Promise<number> {
  const streams = standardStreams(shell.files);
  // The traps went with the shell.
  shell.traps.clear();
  const replaced = replaceProcess(shell.context, {
    program,
    arguments: words,
    environment,
    workingDirectory: shell.workingDirectory,
    ...streams,
  });
  for (const [descriptor, file] of [...shell.files]) {
    shell.files.delete(descriptor);
    file.release();
  }
  return replaced;
}

function mayBeReplaced(shell: Shell): boolean {
  return (
    shell.traps.size === 0 &&
    !shell.options.monitor &&
    shell.jobs.list().length === 0 &&
    (shell.depth.subshell > 0 || featuresOf(shell.flavour).replacesItself)
  );
}

/** The program to run, or the status of not having found it, which has been reported. */
async function programFor(
  shell: Shell,
  name: string,
  environment: ReadonlyMap<string, string>,
  command?: string,
): Promise<Program | number> {
  const found = await findProgram(shell.context.system, name, environment, shell.workingDirectory);
  if (!('error' in found)) return found.program;
  const script = found.error === 'exec-format' ? await scriptRunner(shell, name, found) : undefined;
  return script ?? reportMissing(shell, name, found, command);
}

/** A text file without `#!` is run by the shell itself (POSIX XCU 2.9.1.1). */
async function scriptRunner(shell: Shell, name: string, found: { path?: string }): Promise<Program | undefined> {
  const { path } = found;
  if (path === undefined) return undefined;
  const content = await shell.context.system.fileSystem.readFile(path).catch(() => undefined);
  if (content === undefined || readExecutable(content).kind !== 'text') return undefined;
  const interpreter = shell.context.system.programs.get(shell.flavour === 'busybox' ? 'busybox sh' : shell.flavour);
  if (interpreter === undefined) return undefined;
  return (context) => interpreter({ ...context, arguments: [shell.name, name.includes('/') ? name : path, ...context.arguments.slice(1)] });
}

async function reportMissing(
  shell: Shell,
  name: string,
  found: Extract<FoundProgram, { error: string }>,
  command: string | undefined,
): Promise<number> {
  const { error } = found;
  if (error === 'exec-format') {
    const text = 'Exec format error';
    await complain(shell, worded(shell, { dash: `${name}: ${text}`, bash: `${name}: cannot execute binary file: ${text}` }), command);
    return 126;
  }
  if (error === 'not-executable') {
    const path = normalizePath(name, shell.workingDirectory);
    const isDirectory =
      name.includes('/') && (await shell.context.system.fileSystem.stat(path).catch(() => undefined))?.kind === 'directory';
    await complain(
      shell,
      worded(shell, { dash: `${name}: Permission denied`, bash: `${name}: ${isDirectory ? 'Is a directory' : 'Permission denied'}` }),
      command,
    );
    return 126;
  }
  const interpreter = found.path !== undefined && found.path !== normalizePath(name, shell.workingDirectory) ? found.path : undefined;
  const bash = name.includes('/')
    ? interpreter === undefined
      ? `${name}: No such file or directory`
      : `${name}: cannot execute: required file not found`
    : `${name}: ${command === undefined ? 'command not found' : 'not found'}`;
  await complain(shell, worded(shell, { dash: `${name}: not found`, bash }), command);
  return 127;
}
