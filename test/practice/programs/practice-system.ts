import { PassThrough, Readable } from 'node:stream';
import { memoryFileSystem } from '../../../src/practice/filesystem/memory-file-system.ts';
import type { FileSystem } from '../../../src/practice/filesystem/filesystem.ts';
import { NameError, ConnectError } from '../../../src/practice/process/network-namespace.ts';
import type { NetworkNamespace } from '../../../src/practice/process/network-namespace.ts';
import { createProcessTable } from '../../../src/practice/process/process-table.ts';
import type { ProcessTable, System } from '../../../src/practice/process/process.ts';
import { findProgram } from '../../../src/practice/process/find-program.ts';
import { programFile } from '../../../src/practice/process/program-file.ts';
import { createRegistry } from '../../../src/practice/process/program-registry.ts';
import { programs } from '../../../src/practice/programs/programs.ts';

/** A system with every program in /usr/bin, a working directory /w and an unconnected network. */

export interface Result {
  stdout: string;
  stderr: string;
  code: number;
}

export interface PracticeSystem {
  system: System;
  fileSystem: FileSystem;
  table: ProcessTable;
  run: (argumentVector: readonly string[], options?: RunOptions) => Promise<Result>;
  /** Starts a program and leaves it running. */
  start: (argumentVector: readonly string[], options?: RunOptions) => Promise<Running>;
}

export interface RunOptions {
  input?: string;
  environment?: Record<string, string>;
  user?: string;
}

export interface Running {
  process: import('../../../src/practice/process/process.ts').Process;
  stdin: PassThrough;
  stdout: PassThrough;
  stderr: PassThrough;
}

const accounts = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nbin:x:2:2:bin:/bin:/usr/sbin/nologin\nnode:x:1000:1000::/home/node:/bin/sh\n',
  '/etc/group': 'root:x:0:\nbin:x:2:\naudio:x:29:node\nnode:x:1000:\n',
  '/etc/hosts': '127.0.0.1\tlocalhost\n10.42.0.7\trestless-bush\n',
};

const unconnected: NetworkNamespace = {
  interfaces: () => [{ name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' }],
  resolve: (name) => Promise.reject(new NameError('ENOTFOUND', name)),
  connect: ({ address, port }) => Promise.reject(new ConnectError('ECONNREFUSED', address, port)),
};

export function makeSystem(
  files: Record<string, string> = {},
  overrides: { network?: NetworkNamespace; now?: () => number; mounts?: System['mounts']; initIsProtected?: boolean } = {},
): PracticeSystem {
  const now = overrides.now ?? Date.now;
  const programFiles = Object.fromEntries(
    [...programs.keys()].filter((name) => !name.includes(' ')).map((name) => [`/usr/bin/${name}`, programFile(name)]),
  );
  const fileSystem = memoryFileSystem({ '/w/': '', '/tmp/': '', '/dev/': '', ...accounts, ...programFiles, ...files }, now);
  const table = createProcessTable({ system: () => system, initIsProtected: overrides.initIsProtected ?? false });
  const system: System = {
    hostname: 'restless-bush',
    architecture: 'x86_64',
    kernelRelease: '6.12.61-yocto-standard',
    fileSystem,
    processes: table,
    network: overrides.network ?? unconnected,
    now,
    mounts: overrides.mounts ?? ((): ReturnType<System['mounts']> => []),
    ownPrograms: new Map(),
    programs: createRegistry([programs]),
  };
  const base = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

  async function start(argumentVector: readonly string[], options: RunOptions = {}): Promise<Running> {
    const environment = new Map(Object.entries({ ...base, ...options.environment }));
    const found = await findProgram(system, argumentVector[0] ?? '', environment, '/w');
    if ('error' in found) throw new Error(`${argumentVector[0] ?? ''}: ${found.error}`);
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const process = table.spawn({
      program: found.program,
      arguments: argumentVector,
      environment,
      workingDirectory: '/w',
      stdin,
      stdout,
      stderr,
      ...(options.user === undefined ? {} : { user: options.user }),
    });
    return { process, stdin, stdout, stderr };
  }

  async function run(argumentVector: readonly string[], options: RunOptions = {}): Promise<Result> {
    const running = await start(argumentVector, options);
    running.stdin.end(Buffer.from(options.input ?? '', 'latin1'));
    const collected = [collect(running.stdout), collect(running.stderr)] as const;
    const { code } = await running.process.exited;
    running.stdout.end();
    running.stderr.end();
    const [stdout, stderr] = await Promise.all(collected);
    return { stdout, stderr, code };
  }

  return { system, fileSystem, table, run, start };
}

/** Splits as a shell does for plain words and quotes; a backslash stands for itself inside quotes. */
export function words(commandLine: string): string[] {
  const found = commandLine.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return found.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''));
}

async function collect(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('latin1');
}
