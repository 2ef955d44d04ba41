import { PassThrough } from 'node:stream';
import { memoryFileSystem } from '../../../src/practice/filesystem/memory-file-system.ts';
import { createProcessTable } from '../../../src/practice/process/process-table.ts';
import type { Process, Program, ProgramContext, System } from '../../../src/practice/process/process.ts';
import { programFile } from '../../../src/practice/process/program-file.ts';
import { createRegistry } from '../../../src/practice/process/program-registry.ts';
import { echo } from '../../../src/practice/shell/builtins/echo.ts';
import { shellPrograms } from '../../../src/practice/shell/shell.ts';

export type ShellName = 'dash' | 'bash' | 'busybox sh';

/** The few programs that scripts of these tests use. */
const programs = new Map<string, Program>([
  ['cat', cat],
  ['echo', echo],
  ['sleep', sleep],
  ['head', head],
  ['yes', yes],
  ['env', env],
  ['args', args],
  ['upper', (context) => eachChunk(context, (text) => text.toUpperCase())],
  ['wc', countLines],
  ['sort', (context) => eachChunk(context, (text) => `${text.trimEnd().split('\n').sort().join('\n')}\n`)],
  ['true', () => Promise.resolve(0)],
  ['false', () => Promise.resolve(1)],
  ['rm', rm],
  ['ls', ls],
  ['touch', touch],
  ['mkdir', mkdir],
]);

export interface Machine {
  system: System;
  /** Runs a script with a shell to its end. */
  run(script: string, options?: RunOptions): Promise<Outcome>;
  /** Starts a shell and leaves it running. */
  start(argumentVector: readonly string[], options?: RunOptions): Running;
}

export interface RunOptions {
  shell?: ShellName;
  stdin?: string;
  arguments?: readonly string[];
  environment?: Readonly<Record<string, string>>;
}

export interface Outcome {
  stdout: string;
  stderr: string;
  code: number;
}

export interface Running {
  process: Process;
  stdin: PassThrough;
  stdout: PassThrough;
  stderr: PassThrough;
}

/** A container with an init process and the tests' programs. */
export async function createMachine(options: { maximumProcesses?: number } = {}): Promise<Machine> {
  const fileSystem = memoryFileSystem();
  for (const directory of ['/bin', '/tmp', '/root', '/work']) await fileSystem.makeDirectory(directory, { recursive: true });
  for (const name of programs.keys()) await fileSystem.writeFile(`/bin/${name}`, programFile(name), { mode: 0o755 });
  for (const name of ['dash', 'bash']) await fileSystem.writeFile(`/bin/${name}`, programFile(name), { mode: 0o755 });
  await fileSystem.symlink('dash', '/bin/sh');
  const system: System = {
    hostname: 'main',
    architecture: 'x86_64',
    kernelRelease: '6.12.0',
    fileSystem,
    processes: createProcessTable({ system: () => system, ...options }),
    network: {
      interfaces: () => [],
      resolve: () => Promise.reject(new Error('no network')),
      connect: () => Promise.reject(new Error('no network')),
    },
    now: () => Date.now(),
    mounts: () => [],
    ownPrograms: new Map(),
    programs: createRegistry([programs, shellPrograms]),
  };
  spawn(system, () => new Promise(() => undefined), ['init'], {});

  return {
    system,
    start: (argumentVector, options = {}) => spawn(system, programOf(options.shell ?? 'dash'), argumentVector, options),
    async run(script, options = {}) {
      const shell = options.shell ?? 'dash';
      const running = spawn(system, programOf(shell), [shell.replace('busybox ', ''), '-c', script, ...(options.arguments ?? [])], options);
      running.stdin.end(options.stdin ?? '');
      const [stdout, stderr, status] = await Promise.all([
        collect(running.stdout, running.process),
        collect(running.stderr, running.process),
        running.process.exited,
      ]);
      return { stdout, stderr, code: status.code };
    },
  };
}

export function collect(stream: PassThrough, process: Process): Promise<string> {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  void process.exited.then(() => stream.end());
  return new Promise((resolve) => stream.on('end', () => resolve(Buffer.concat(chunks).toString())));
}

function spawn(system: System, program: Program, argumentVector: readonly string[], options: RunOptions): Running {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const environment = new Map(Object.entries({ PATH: '/bin', HOME: '/root', ...options.environment }));
  const process = system.processes.spawn({ program, arguments: argumentVector, environment, workingDirectory: '/work', ...streams });
  return { process, ...streams };
}

function programOf(name: ShellName): Program {
  const program = shellPrograms.get(name);
  if (program === undefined) throw new Error(`no shell ${name}`);
  return program;
}

function write(context: ProgramContext, text: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => context.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}

async function cat(context: ProgramContext): Promise<number> {
  const names = context.arguments.slice(1);
  for (const name of names) {
    const path = name.startsWith('/') ? name : `${context.workingDirectory}/${name}`;
    if (name === '-' || name === '/dev/null') continue;
    try {
      await write(context, await context.system.fileSystem.readFile(path));
    } catch {
      context.stderr.write(`cat: ${name}: No such file or directory\n`);
      return 1;
    }
  }
  if (names.length === 0 || names.includes('-')) for await (const chunk of context.stdin) await write(context, chunk as Buffer);
  return 0;
}

function sleep(context: ProgramContext): Promise<number> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(0), Number(context.arguments[1]) * 1000);
    context.ended.addEventListener('abort', () => clearTimeout(timer));
  });
}

async function head(context: ProgramContext): Promise<number> {
  const wanted = Math.abs(Number(context.arguments[1] ?? '-10'));
  let text = '';
  for await (const chunk of context.stdin) {
    text += (chunk as Buffer).toString();
    if (text.split('\n').length > wanted) break;
  }
  await write(context, text.split('\n').slice(0, wanted).join('\n') + '\n');
  return 0;
}

async function yes(context: ProgramContext): Promise<number> {
  while (!context.ended.aborted) await write(context, 'y\n'.repeat(512));
  return 0;
}

async function env(context: ProgramContext): Promise<number> {
  await write(context, [...context.environment].map(([name, value]) => `${name}=${value}\n`).join(''));
  return 0;
}

async function args(context: ProgramContext): Promise<number> {
  await write(
    context,
    context.arguments
      .slice(1)
      .map((word) => `<${word}>`)
      .join('') + '\n',
  );
  return 0;
}

async function eachChunk(context: ProgramContext, change: (text: string) => string): Promise<number> {
  let text = '';
  for await (const chunk of context.stdin) text += (chunk as Buffer).toString();
  await write(context, change(text));
  return 0;
}

async function countLines(context: ProgramContext): Promise<number> {
  let lines = 0;
  for await (const chunk of context.stdin) lines += (chunk as Buffer).toString().split('\n').length - 1;
  await write(context, `${String(lines)}\n`);
  return 0;
}

async function rm(context: ProgramContext): Promise<number> {
  for (const name of context.arguments.slice(1)) await context.system.fileSystem.remove(`${context.workingDirectory}/${name}`);
  return 0;
}

async function ls(context: ProgramContext): Promise<number> {
  await write(context, (await context.system.fileSystem.list(context.workingDirectory)).map((name) => `${name}\n`).join(''));
  return 0;
}

async function touch(context: ProgramContext): Promise<number> {
  for (const name of context.arguments.slice(1))
    await context.system.fileSystem.writeFile(`${context.workingDirectory}/${name}`, '', { append: true });
  return 0;
}

async function mkdir(context: ProgramContext): Promise<number> {
  for (const name of context.arguments.slice(1))
    if (name !== '-p') await context.system.fileSystem.makeDirectory(`${context.workingDirectory}/${name}`, { recursive: true });
  return 0;
}
