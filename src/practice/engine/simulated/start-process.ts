import type { Readable, Writable } from 'node:stream';
import { findProgram } from '../../process/find-program.ts';
import { ForkError } from '../../process/process.ts';
import type { Process, Program, ProgramContext, System } from '../../process/process.ts';
import type { Terminal } from '../../process/terminal.ts';
import { findAccount } from '../build/accounts.ts';
import { EngineError } from '../engine.ts';
import { initPath, initProgram } from './init-process.ts';

export interface ProcessPlan {
  command: readonly string[];
  /** In order of weight: what comes later wins. */
  environment: ReadonlyMap<string, string>;
  workingDirectory: string;
  /** `name[:group]` or numbers; empty for root. */
  user: string;
}

export interface PreparedProcess {
  /** Throws StartError where the container has as many processes as it may have. */
  spawn(streams: { stdin: Readable; stdout: Writable; stderr: Writable; terminal?: Terminal }): Process;
}

/** The words in front of the reason, which differ between `start` and `exec`. */
export type Attempt = 'start' | 'exec';

/** A process that cannot be started; `exitCode` is 127 (no such program) or 126, as for a shell. */
export class StartError extends EngineError {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super('failed', message);
    this.name = 'StartError';
    this.exitCode = exitCode;
  }
}

function refusedByRunc(attempt: Attempt, reason: string, exitCode: number): StartError {
  const where = attempt === 'start' ? 'OCI runtime create failed: runc create failed' : 'OCI runtime exec failed: exec failed';
  return new StartError(`${where}: unable to start container process: ${reason}: unknown`, exitCode);
}

/**
 * Looks for the program, the user and the working directory. Rejects with StartError in runc's words. `underInit`: the process
 * is a small init, and the command its child.
 */
export async function prepareProcess(system: System, plan: ProcessPlan, attempt: Attempt, underInit = false): Promise<PreparedProcess> {
  const { command, workingDirectory } = plan;
  const [name] = command;
  if (name === undefined) throw new EngineError('invalid', 'No command specified');
  const account = await findAccount(system.fileSystem, plan.user);
  // The engine itself looks for the user, before runc is asked.
  if ('error' in account) throw new StartError(account.error, 128);
  const environment = new Map([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', system.hostname],
    ...plan.environment,
  ]);
  if (!environment.has('HOME')) environment.set('HOME', account.home);
  await enterDirectory(system, workingDirectory, attempt);
  const program = await loadProgram(system, name, environment, workingDirectory, attempt);
  const request = { program, arguments: command, environment, workingDirectory, user: account.name, group: 'new' as const };
  const startCommand = (context: ProgramContext): Process => {
    const { stdin, stdout, stderr, process } = context;
    return system.processes.spawn({ ...request, stdin, stdout, stderr, parent: process });
  };
  const whole = underInit ? { ...request, program: initProgram(startCommand), arguments: [initPath, '--', ...command] } : request;
  return {
    spawn(streams) {
      try {
        return system.processes.spawn({ ...whole, ...streams });
      } catch (error) {
        if (error instanceof ForkError) throw refusedByRunc(attempt, error.message, 126);
        throw error;
      }
    },
  };
}

/** runc makes a missing working directory for PID 1; `exec` refuses it. */
async function enterDirectory(system: System, path: string, attempt: Attempt): Promise<void> {
  try {
    if (attempt === 'start') await system.fileSystem.makeDirectory(path, { recursive: true });
    if ((await system.fileSystem.stat(path)).kind === 'directory') return;
  } catch {
    // Said below.
  }
  throw refusedByRunc(attempt, `chdir to cwd ("${path}") set in config.json failed: no such file or directory`, 126);
}

async function loadProgram(
  system: System,
  name: string,
  environment: ReadonlyMap<string, string>,
  workingDirectory: string,
  attempt: Attempt,
): Promise<Program> {
  const found = await findProgram(system, name, environment, workingDirectory);
  if (!('error' in found)) return found.program;
  const isPath = name.includes('/');
  const isMissingInterpreter = found.error === 'not-found' && found.path !== undefined && !isPath;
  const exists = isPath && (await isThere(system, name, workingDirectory));
  if (found.error === 'exec-format') return endingWith(`exec ${found.path ?? name}: exec format error`);
  if (found.error === 'not-found' && (exists || isMissingInterpreter)) return endingWith(`exec ${name}: no such file or directory`);
  if (found.error === 'not-executable') throw refusedByRunc(attempt, `exec: "${name}": permission denied`, 126);
  throw refusedByRunc(
    attempt,
    `exec: "${name}": ${isPath ? `stat ${name}: no such file or directory` : 'executable file not found in $PATH'}`,
    127,
  );
}

async function isThere(system: System, name: string, workingDirectory: string): Promise<boolean> {
  const path = name.startsWith('/') ? name : `${workingDirectory}/${name}`;
  return system.fileSystem.stat(path).then(
    () => true,
    () => false,
  );
}

/** The container starts, the kernel refuses the file, and runc's init says so. */
function endingWith(message: string): Program {
  return (context) =>
    new Promise((resolve) => {
      context.stderr.write(`${message}\n`, () => resolve(255));
    });
}
