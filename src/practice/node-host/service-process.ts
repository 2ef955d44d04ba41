import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Duplex, Writable } from 'node:stream';
import { FileSystemError } from '../filesystem/filesystem.ts';
import { whenEndedOrStopped, whenRunning } from '../process/process-table.ts';
import type { ProgramContext } from '../process/process.ts';
import { signalNumbers } from '../process/signals.ts';
import { childCalls } from './child-calls.ts';
import { serviceScript } from './child-script.ts';
import { fileCalls } from './file-calls.ts';
import type { CallHandler } from './file-calls.ts';
import { createFrameReader, encodeFrame } from './frames.ts';
import { guardProcess } from './guard.ts';
import { takeIpc } from './ipc.ts';
import { takePlace } from './limits.ts';
import { withLinuxLines } from './linux-lines.ts';
import { watchMemory } from './memory-watch.ts';
import { serviceNetwork } from './network-calls.ts';
import { CallError } from './open-files.ts';
import { ipcStream } from './protocol.ts';
import type { ServiceAnswer, ServiceCall, ServiceEntry, ServiceEvent, StreamMessage } from './protocol.ts';
import { startOf } from './service-start.ts';
import { standardCalls } from './standard-calls.ts';
import { createStreamTable } from './stream-table.ts';

export interface ServiceLaunch {
  entry: ServiceEntry;
  /** What follows the program's path in `process.argv`. */
  arguments: readonly string[];
  /** Megabytes of `--max-old-space-size`. */
  heapLimit?: number;
  /** Options for V8 and Node that change nothing of what may be reached. */
  nodeOptions?: readonly string[];
}

/** Bytes that a process may use where its container has no limit of its own, and that all of such a container may. */
const usualMemoryLimit = 512 * 1024 * 1024;
const usualContainerLimit = 2048 * 1024 * 1024;
/** What a Node process uses beside its heap. */
const memoryBesideHeap = 64 * 1024 * 1024;
const usualHeapLimit = 256;

/** Reads the program that `serviceScript` gives from descriptor 3 and runs it: no file of the laptop has to be readable. */
const loader = `const f=require('fs'),q=(n)=>{const b=Buffer.allocUnsafe(n);for(let d=0;d<n;){const c=f.readSync(3,b,d,n-d);if(c===0)process.exit(1);d+=c}return b};
require('vm').compileFunction(q(q(4).readUInt32LE(0)).toString(),['requireInternal'],{filename:'node:internal/practice'})(require)`;

/**
 * Runs JavaScript of the container in a real process of Node's own, which reaches files, network and other processes only through
 * the container. Resolves with the exit code; 137 where it used more memory than it may.
 */
export async function runService(context: ProgramContext, launch: ServiceLaunch): Promise<number> {
  const ipc = takeIpc(context.environment);
  const start = await startOf(context, launch.entry, launch.arguments);
  let givePlaceBack: () => void;
  try {
    givePlaceBack = takePlace(context.system.processes);
  } catch {
    await writeAll(
      context.stderr,
      Buffer.from('node: fork: Resource temporarily unavailable (the practice device runs no more Node processes)\n'),
    );
    return 1;
  }
  const limit = memoryLimitOf(context);
  const groupLimit = context.system.memoryLimit ?? usualContainerLimit;
  const child = startProcess(launch, limit);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 126, signal: null }));
  });
  const [calls, messages] = [child.stdio[3], child.stdio[4]] as unknown as [Duplex, Duplex];
  for (const channel of [calls, messages]) channel.on('error', () => undefined);
  const tell = (event: ServiceEvent, data?: Buffer): void => {
    if (!messages.destroyed) messages.write(encodeFrame(event, data));
  };
  const streams = createStreamTable(tell);
  const network = serviceNetwork(context, streams, tell);
  streams.add(0, { readable: context.stdin });
  if (ipc !== undefined) streams.add(ipcStream, { readable: ipc.channel, writable: ipc.channel });
  const handlers: Record<string, CallHandler> = {
    ...fileCalls(context.system.fileSystem),
    ...network.calls,
    ...childCalls(context, streams, tell),
    start: async () =>
      Promise.resolve({ value: { ...start, ...(ipc === undefined ? {} : { ipc: { serialization: ipc.serialization } }) } }),
  };
  serveCalls(calls, standardCalls(context, handlers));
  serveMessages(messages, (message, data) => {
    if (message.to === 'read') streams.read(message.id);
    else if (message.to === 'write') streams.write(message.id, data);
    else if (message.to === 'shutdown') streams.shutdown(message.id);
    else if (message.to === 'connect') network.connect(message.id, message);
    else if (message.to === 'resolve') network.resolve(message.id, message.name);
    else {
      network.closeListener(message.id);
      streams.close(message.id);
    }
  });
  const output = Promise.all([forward(child.stdout, context.stdout), forward(child.stderr, context.stderr)]);
  calls.write(scriptFrame());

  const fate: { exceeded?: { limit: number; who: string } } = {};
  const kill = (): void => void child.kill('SIGKILL');
  const releases = [
    givePlaceBack,
    ...(child.pid === undefined
      ? []
      : [
          guardProcess(child.pid),
          watchMemory(child.pid, {
            limit,
            group: context.system.processes,
            groupLimit,
            onExceeded(whose) {
              fate.exceeded =
                whose === 'process' ? { limit, who: 'the process' } : { limit: groupLimit, who: 'the processes of the container' };
              kill();
            },
          }),
        ]),
    context.terminal?.onResize(() =>
      tell({ on: 'resize', columns: context.terminal?.columns ?? 80, rows: context.terminal?.rows ?? 24 }),
    ) ?? ((): void => undefined),
  ];
  followStops(context, child);
  // Node ignores it and reports EPIPE; its children do not inherit that.
  context.onSignal('SIGPIPE', () => undefined);
  context.ended.addEventListener('abort', kill, { once: true });
  if (isOver(context)) kill();
  const { code, signal } = await exited;
  context.ended.removeEventListener('abort', kill);
  for (const release of releases) release();
  network.closeAll();
  streams.closeAll();
  ipc?.channel.destroy();
  calls.destroy();
  messages.destroy();
  await output;
  if (fate.exceeded !== undefined) {
    const megabytes = String(Math.round(fate.exceeded.limit / 1024 / 1024));
    await writeAll(context.stderr, Buffer.from(`Killed: out of memory, ${fate.exceeded.who} used more than ${megabytes} MB\n`));
    return 137;
  }
  if (code !== null) return code;
  return 128 + (signal !== null && signal in signalNumbers ? signalNumbers[signal as keyof typeof signalNumbers] : signalNumbers.SIGKILL);
}

function startProcess(launch: ServiceLaunch, limit: number): ChildProcess {
  const heap = launch.heapLimit ?? Math.max(32, Math.min(usualHeapLimit, Math.floor((limit - memoryBesideHeap) / 1024 / 1024)));
  const child = spawn(
    process.execPath,
    ['--permission', '--expose-internals', `--max-old-space-size=${String(heap)}`, ...(launch.nodeOptions ?? []), '-e', loader],
    {
      // Nothing of the laptop's: variables change what Node itself does. Windows starts no process without its own folder's name.
      env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
      cwd: process.platform === 'win32' ? undefined : '/',
      argv0: 'node',
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'overlapped'],
      windowsHide: true,
    },
  );
  if (child.pid !== undefined) {
    try {
      setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // It has ended already, or the laptop does not allow it; both are bearable.
    }
  }
  return child;
}

let framedScript: Buffer | undefined;

function scriptFrame(): Buffer {
  if (framedScript === undefined) {
    const text = Buffer.from(serviceScript());
    framedScript = Buffer.alloc(4 + text.length);
    framedScript.writeUInt32LE(text.length, 0);
    text.copy(framedScript, 4);
  }
  return framedScript;
}

function serveCalls(channel: Duplex, handlers: Record<string, CallHandler>): void {
  const answer = (header: ServiceAnswer, data?: Buffer): void => {
    if (!channel.destroyed) channel.write(encodeFrame(header, data));
  };
  channel.on(
    'data',
    createFrameReader(({ header, data }) => {
      const { call } = header as unknown as ServiceCall;
      const handler = handlers[call];
      if (handler === undefined) {
        answer({ error: 'ENOSYS' });
        return;
      }
      handler(header, data).then(
        ({ value, data: bytes }) => answer({ value }, bytes),
        (error: unknown) => answer(refusal(error)),
      );
    }),
  );
}

function refusal(error: unknown): ServiceAnswer {
  if (error instanceof FileSystemError) return { error: error.code };
  if (error instanceof CallError)
    return error.message === error.code ? { error: error.code } : { error: error.code, message: error.message };
  return { error: 'EIO', message: error instanceof Error ? error.message : String(error) };
}

function serveMessages(channel: Duplex, onMessage: (message: StreamMessage, data: Buffer) => void): void {
  channel.on(
    'data',
    createFrameReader(({ header, data }) => onMessage(header as unknown as StreamMessage, data)),
  );
}

/** SIGSTOP and SIGCONT of the container stop the real process too, where the laptop has such a thing. */
function followStops(context: ProgramContext, child: ChildProcess): void {
  if (process.platform === 'win32') return;
  const follow = async (): Promise<void> => {
    while ((await whenEndedOrStopped(context.process)) === 'stopped') {
      child.kill('SIGSTOP');
      await whenRunning(context.process);
      child.kill('SIGCONT');
    }
  };
  void follow();
}

/** What Node itself prints when it dies, past all that the service's streams do. */
async function forward(from: NodeJS.ReadableStream | null, to: Writable): Promise<void> {
  if (from === null) return;
  const parts = from as AsyncIterable<Buffer>;
  for await (const part of process.platform === 'win32' ? withLinuxLines(parts) : parts) await writeAll(to, part);
}

/** Waits for the reader; what nobody reads is dropped. */
function writeAll(stream: Writable, data: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) resolve();
    else {
      stream.once('close', resolve);
      stream.write(data, () => {
        stream.off('close', resolve);
        resolve();
      });
    }
  });
}

function memoryLimitOf(context: ProgramContext): number {
  return context.system.memoryLimit ?? usualMemoryLimit;
}

/** It may have ended while its start was prepared. */
function isOver({ ended }: ProgramContext): boolean {
  return ended.aborted;
}
