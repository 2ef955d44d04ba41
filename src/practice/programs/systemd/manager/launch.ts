import type { Readable, Writable } from 'node:stream';
import { findAccount } from '../../../engine/build/accounts.ts';
import type { Account } from '../../../engine/build/accounts.ts';
import { errorTexts, FileSystemError } from '../../../filesystem/filesystem.ts';
import { findErrorText, findProgram } from '../../../process/find-program.ts';
import { createNullFile, createOpenFile, createPipe, readableOf, writableOf } from '../../../process/open-file.ts';
import type { OpenFile } from '../../../process/open-file.ts';
import type { Process, Program, ProgramContext } from '../../../process/process.ts';
import type { Command, ExecutionSettings } from '../units/unit-settings.ts';
import { expandVariables, parseEnvironmentFile } from '../units/words.ts';

/** Starts the processes of units: account, directory, environment and outputs as their files say. */

/** What systemd gives every unit's process instead of its own PATH. */
const servicePath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export interface LaunchRequest {
  /** PID 1's own context: the parent of all units' processes, and the console. */
  init: ProgramContext;
  /** The unit's name, for messages. */
  unit: string;
  command: Command;
  execution: ExecutionSettings;
  /** `INVOCATION_ID` and the like, weaker than the unit's own. */
  variables: ReadonlyMap<string, string>;
  /** Told before the process's program begins. */
  onSpawn: (process: Process) => void;
  /** A line that the process printed, for the journal. */
  onLine: (pid: number, identifier: string, line: string) => void;
  /** Something to be said in the process's name before it runs: why it cannot. */
  onProblem: (pid: number, identifier: string, message: string) => void;
}

/** `hasFailed`: a step before the program failed. `error`: not even a process could be made. */
export type Launched = { process: Process; commandLine: string; hasFailed: boolean } | { error: string };

/** The step of the start that failed, by the exit status that stands for it (systemd.exec(5)). */
const steps = { 200: 'CHDIR', 203: 'EXEC', 208: 'STDIN', 209: 'STDOUT', 217: 'USER' } as const;

class StepError extends Error {
  readonly status: keyof typeof steps;
  readonly detail: string;

  constructor(status: keyof typeof steps, detail: string, message: string) {
    super(message);
    this.name = 'StepError';
    this.status = status;
    this.detail = detail;
  }
}

/** Resolves with the process; where a step before its program fails, the process ends with that step's status. */
export async function launch(request: LaunchRequest): Promise<Launched> {
  const { init, command, execution } = request;
  const environment = await readEnvironment(request);
  if ('error' in environment) return environment;
  const words = command.isLiteral ? command.words : expandVariables(command.words, environment.values);
  const path = words[0] ?? '';
  const commandLine = words.join(' ');
  const called = command.calledName ?? path;
  const shortName = path.slice(path.lastIndexOf('/') + 1);
  const identifier = execution.syslogIdentifier ?? shortName;
  let pid = 0;
  const outputs = await openOutputs(request, (line) => request.onLine(pid, identifier, line)).catch((error: unknown) => error as Error);
  if (outputs instanceof Error) return { error: outputs.message };
  let program: Program;
  let user = 'root';
  let directory = '/';
  let problem: StepError | undefined;
  try {
    const account = await findUser(request);
    user = account?.name ?? 'root';
    directory = await findDirectory(request, account);
    if (account !== undefined) describeAccount(environment.values, account);
    await makeDirectories(request, account);
    const found = await findProgram(init.system, path, withPath(environment.values), directory);
    if ('error' in found) throw executableError(path, found.error);
    program = found.program;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    problem = error;
    program = () => Promise.resolve(error.status);
  }
  const registered = Promise.withResolvers<undefined>();
  const process = init.system.processes.spawn({
    program: (context) => registered.promise.then(() => program(context)),
    arguments: problem === undefined ? [called, ...words.slice(1)] : [`(${shortName})`],
    environment: environment.values,
    workingDirectory: directory,
    user,
    group: 'new',
    parent: init.process,
    stdin: outputs.stdin,
    stdout: outputs.stdout,
    stderr: outputs.stderr,
    ...(outputs.isTerminal && init.terminal !== undefined ? { terminal: init.terminal } : {}),
  });
  pid = process.pid;
  request.onSpawn(process);
  outputs.release();
  // What the manager says of the start comes before what the process does.
  setImmediate(() => {
    if (problem !== undefined) {
      const step = steps[problem.status];
      request.onProblem(pid, `(${shortName})`, `${request.unit}: ${problem.message}`);
      request.onProblem(pid, `(${shortName})`, `${request.unit}: Failed at step ${step} spawning ${path}: ${problem.detail}`);
    }
    registered.resolve(undefined);
  });
  return { process, commandLine, hasFailed: problem !== undefined };
}

async function readEnvironment({
  init,
  execution,
  variables,
}: LaunchRequest): Promise<{ values: Map<string, string> } | { error: string }> {
  const values = new Map<string, string>([['PATH', servicePath], ...variables]);
  for (const name of execution.passEnvironment) {
    const value = init.environment.get(name);
    if (value !== undefined) values.set(name, value);
  }
  for (const [name, value] of execution.environment) values.set(name, value);
  for (const { path, isOptional } of execution.environmentFiles)
    try {
      for (const [name, value] of parseEnvironmentFile((await init.system.fileSystem.readFile(path)).toString())) values.set(name, value);
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      if (!isOptional) return { error: `Failed to load environment files: ${errorTexts[error.code]}` };
    }
  for (const name of execution.unsetEnvironment) values.delete(name);
  return { values };
}

function withPath(environment: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return environment.has('PATH') ? environment : new Map([...environment, ['PATH', servicePath]]);
}

async function findUser({ init, command, execution }: LaunchRequest): Promise<Account | undefined> {
  if (execution.user === undefined || command.isPrivileged) return undefined;
  const account = await findAccount(init.system.fileSystem, execution.user);
  if ('error' in account) throw new StepError(217, 'No such process', 'Failed to determine user credentials: No such process');
  return account;
}

function describeAccount(environment: Map<string, string>, account: Account): void {
  for (const [name, value] of [
    ['HOME', account.home],
    ['LOGNAME', account.name],
    ['USER', account.name],
    ['SHELL', '/bin/sh'],
  ] as const)
    if (!environment.has(name)) environment.set(name, value);
}

async function findDirectory({ init, execution }: LaunchRequest, account: Account | undefined): Promise<string> {
  const wanted = execution.workingDirectory;
  if (wanted === undefined) return '/';
  const path = wanted.path === '~' ? (account?.home ?? '/root') : wanted.path;
  let reason = errorTexts.ENOTDIR;
  try {
    if ((await init.system.fileSystem.stat(path)).kind === 'directory') return path;
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    reason = errorTexts[error.code];
  }
  if (wanted.isOptional) return '/';
  throw new StepError(200, reason, `Changing to the requested working directory failed: ${reason}`);
}

async function makeDirectories({ init, execution }: LaunchRequest, account: Account | undefined): Promise<void> {
  for (const path of execution.directories) {
    await init.system.fileSystem.makeDirectory(path, { recursive: true });
    if (account !== undefined) await init.system.fileSystem.changeOwner(path, account.uid, account.gid);
  }
}

function executableError(path: string, error: 'not-found' | 'not-executable' | 'exec-format'): StepError {
  const text = findErrorText(error);
  return new StepError(
    203,
    text,
    error === 'exec-format' ? `Failed to execute ${path}: ${text}` : `Unable to locate executable '${path}': ${text}`,
  );
}

interface Outputs {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
  isTerminal: boolean;
  /** The process holds the files from here on. */
  release: () => void;
}

async function openOutputs(request: LaunchRequest, onLine: (line: string) => void): Promise<Outputs> {
  const { init, execution } = request;
  const opened: OpenFile[] = [];
  const isTerminalInput = execution.standardInput.startsWith('tty');
  const open = async (kind: string): Promise<OpenFile> => {
    const file = await openOutput(request, kind, onLine);
    opened.push(file);
    return file;
  };
  const outputKind = execution.standardOutput === 'inherit' ? (isTerminalInput ? 'tty' : 'null') : execution.standardOutput;
  const stdout = await open(outputKind);
  const stderr =
    execution.standardError === 'inherit' || execution.standardError === outputKind ? stdout : await open(execution.standardError);
  const nothing = createNullFile();
  return {
    stdin: isTerminalInput ? init.stdin : readableOf(nothing),
    stdout: writableOf(stdout),
    stderr: writableOf(stderr),
    isTerminal: isTerminalInput,
    release() {
      for (const file of opened) file.release();
      if (!isTerminalInput) nothing.release();
    },
  };
}

async function openOutput({ init, execution }: LaunchRequest, kind: string, onLine: (line: string) => void): Promise<OpenFile> {
  const { fileSystem } = init.system;
  if (kind === 'null') return createNullFile();
  if (kind === 'tty') {
    if (execution.ttyPath === '/dev/console') return consoleFile(init);
    throw new Error(`Failed to open ${execution.ttyPath}: ${errorTexts.ENOENT}`);
  }
  const file = /^(file|append|truncate):(.*)$/.exec(kind);
  if (file !== null) {
    const path = file[2] ?? '';
    if (file[1] !== 'append') await fileSystem.writeFile(path, '', { append: file[1] === 'file' });
    let last: Promise<void> = Promise.resolve();
    return createOpenFile({
      write(data) {
        const written = last.then(() => fileSystem.writeFile(path, data, { append: true }));
        last = written.catch(() => undefined);
        return written;
      },
    });
  }
  return lineFile(onLine);
}

/** PID 1's output is the console; other holders do not close it. */
function consoleFile(init: ProgramContext): OpenFile {
  return createOpenFile({
    terminal: init.terminal,
    write: (data) =>
      new Promise((resolve) => {
        if (init.stdout.writable) init.stdout.write(data, () => resolve());
        else resolve();
      }),
  });
}

/** A pipe whose other end reads lines, as journald does with a unit's output. */
function lineFile(onLine: (line: string) => void): OpenFile {
  const { reader, writer } = createPipe();
  const pump = async (): Promise<void> => {
    let rest = '';
    const decoder = new TextDecoder();
    for (let data = await reader.read(); data !== undefined; data = await reader.read()) {
      const lines = (rest + decoder.decode(data, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line.replace(/\r$/, ''));
    }
    if (rest !== '') onLine(rest);
  };
  void pump();
  return writer;
}
