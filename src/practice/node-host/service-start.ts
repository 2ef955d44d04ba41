import { freemem, platform, totalmem } from 'node:os';
import { findAccount } from '../engine/build/accounts.ts';
import { openFileOf } from '../process/open-file.ts';
import { locateProgram } from '../process/find-program.ts';
import { realPath } from '../process/real-path.ts';
import type { ProgramContext } from '../process/process.ts';
import type { ServiceEntry, ServiceStart } from './protocol.ts';

/** `process.arch` of `uname -m` */
const architectures: Record<string, string> = {
  x86_64: 'x64',
  amd64: 'x64',
  i386: 'ia32',
  i686: 'ia32',
  aarch64: 'arm64',
  arm64: 'arm64',
  armv7l: 'arm',
  armv6l: 'arm',
};

/** What a service's process is told of its container. */
export async function startOf(context: ProgramContext, entry: ServiceEntry, argumentsAfterNode: readonly string[]): Promise<ServiceStart> {
  const { system, environment, process, workingDirectory, terminal } = context;
  const [account, execPath] = await Promise.all([findAccount(system.fileSystem, process.user), nodePath(context)]);
  const known = 'error' in account ? { uid: 0, gid: 0 } : account;
  return {
    argv: [execPath, ...argumentsAfterNode],
    environment: Object.fromEntries(environment),
    workingDirectory,
    pid: process.pid,
    parentPid: process.parent,
    uid: known.uid,
    gid: known.gid,
    execPath,
    kernelRelease: system.kernelRelease,
    architecture: architectures[system.architecture] ?? system.architecture,
    machine: system.architecture,
    hostname: system.hostname,
    memory: { total: totalmem(), free: freemem() },
    bootedAt: process.startedAt,
    entry,
    laptop: platform(),
    terminals: [context.stdin, context.stdout, context.stderr].map(
      (stream) => openFileOf(stream).terminal !== undefined || (stream as { isTTY?: boolean }).isTTY === true,
    ),
    columns: terminal?.columns ?? 80,
    rows: terminal?.rows ?? 24,
  };
}

/** Where the program file is that this process was started from. */
async function nodePath(context: ProgramContext): Promise<string> {
  const located = await locateProgram(context.system, context.arguments[0] ?? 'node', context.environment, context.workingDirectory);
  if ('error' in located) return '/usr/local/bin/node';
  return realPath(context.system.fileSystem, located.path).catch(() => located.path);
}
