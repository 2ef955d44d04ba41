import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { memoryFileSystem } from '../../../src/practice/filesystem/memory-file-system.ts';
import { createProcessTable } from '../../../src/practice/process/process-table.ts';
import type { Process, Program, ProcessTable, SpawnRequest, System } from '../../../src/practice/process/process.ts';
import { programFile } from '../../../src/practice/process/program-file.ts';
import { createRegistry } from '../../../src/practice/process/program-registry.ts';

/** A system whose /bin holds a file for each program given. */
export async function createSystem(
  programs: ReadonlyMap<string, Program> = new Map(),
  options: { initIsProtected?: boolean; maximumProcesses?: number } = {},
): Promise<System> {
  const fileSystem = memoryFileSystem();
  for (const directory of ['/bin', '/tmp', '/root', '/etc']) await fileSystem.makeDirectory(directory, { recursive: true });
  for (const name of programs.keys())
    if (!name.includes(' ')) await fileSystem.writeFile(`/bin/${name}`, programFile(name), { mode: 0o755 });
  const processes: ProcessTable = createProcessTable({ system: () => system, ...options });
  const system: System = {
    hostname: 'main',
    architecture: 'x86_64',
    kernelRelease: '6.12.0',
    fileSystem,
    processes,
    network: {
      interfaces: () => [],
      resolve: () => Promise.reject(new Error('no network')),
      connect: () => Promise.reject(new Error('no network')),
    },
    now: () => Date.now(),
    mounts: () => [],
    ownPrograms: new Map(),
    programs: createRegistry([programs]),
  };
  return system;
}

export interface Started {
  process: Process;
  stdin: PassThrough;
  stdout: PassThrough;
  stderr: PassThrough;
}

export function start(system: System, program: Program, overrides: Partial<SpawnRequest> = {}): Started {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const process = system.processes.spawn({
    program,
    arguments: ['program'],
    environment: new Map([['PATH', '/bin']]),
    workingDirectory: '/',
    stdin,
    stdout,
    stderr,
    ...overrides,
  });
  return { process, stdin, stdout, stderr };
}

/** A process that only a signal ends. */
export const waitForever: Program = () => new Promise(() => undefined);

/** What has arrived so far, once it satisfies the condition. */
export async function textUntil(stream: Readable, condition: (text: string) => boolean): Promise<string> {
  let text = '';
  while (!condition(text)) {
    const chunk = stream.read() as Buffer | null;
    if (chunk === null) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          stream.off('readable', done).off('end', done);
          resolve();
        };
        stream.on('readable', done).on('end', done);
      });
      if (stream.readableEnded) return text;
    } else {
      text += chunk.toString();
    }
  }
  return text;
}
