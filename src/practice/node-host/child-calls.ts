import { constants } from 'node:os';
import { duplexPair, PassThrough, Readable, Writable } from 'node:stream';
import { findProgram } from '../process/find-program.ts';
import { createNullFile, readableOf, writableOf } from '../process/open-file.ts';
import { flushOutput } from '../process/process-streams.ts';
import type { ExitStatus, Process, ProgramContext, SpawnRequest } from '../process/process.ts';
import { signalNumbers } from '../process/signals.ts';
import type { Signal } from '../process/signals.ts';
import { inheritIpc } from './ipc.ts';
import type { CallHandler } from './file-calls.ts';
import { CallError } from './open-files.ts';
import type { ServiceEvent } from './protocol.ts';
import type { StreamTable } from './stream-table.ts';

type ChildFile = { kind: 'ignore' } | { kind: 'descriptor'; descriptor: number } | { kind: 'pipe' | 'ipc'; stream?: number };

interface SpawnValues {
  id: number;
  file: string;
  arguments: string[];
  directory: string;
  environment: Record<string, string>;
  files: ChildFile[];
  timeout: number;
  maxBuffer: number;
  killSignal: number;
}

/** `child_process` of a service: its children are processes of the container. */
export function childCalls(
  context: ProgramContext,
  streams: StreamTable,
  tell: (event: ServiceEvent, data?: Buffer) => void,
): Record<string, CallHandler> {
  async function spawn(
    values: SpawnValues,
    files: Pick<SpawnRequest, 'stdin' | 'stdout' | 'stderr'>,
    environment: Map<string, string>,
  ): Promise<Process> {
    const { system } = context;
    await requireDirectory(context, values.directory);
    const found = await findProgram(system, values.file, environment, values.directory);
    if ('error' in found)
      throw new CallError(found.error === 'not-found' ? 'ENOENT' : found.error === 'exec-format' ? 'ENOEXEC' : 'EACCES');
    await Promise.all([flushOutput(context.stdout), flushOutput(context.stderr)]);
    try {
      return system.processes.spawn({
        program: found.program,
        arguments: values.arguments,
        environment,
        workingDirectory: values.directory,
        parent: context.process,
        ...(context.terminal === undefined ? {} : { terminal: context.terminal }),
        ...files,
      });
    } catch (error) {
      if ((error as { code?: string }).code === 'EAGAIN') throw new CallError('EAGAIN');
      throw error;
    }
  }
  function own(descriptor: number): Readable | Writable {
    if (descriptor === 0) return context.stdin;
    return descriptor === 2 ? context.stderr : context.stdout;
  }
  const nothing = (): { read: Readable; write: Writable } => {
    const file = createNullFile();
    return { read: readableOf(file), write: writableOf(file) };
  };

  return {
    async spawn(given) {
      const values = given as unknown as SpawnValues;
      const environment = new Map(Object.entries(values.environment));
      const streamsOf = values.files.map((file, index) => connect(file, index));
      const [stdin, stdout, stderr] = streamsOf;
      const process = await spawn(
        values,
        {
          stdin: (stdin?.inside as Readable | undefined) ?? nothing().read,
          stdout: (stdout?.inside as Writable | undefined) ?? nothing().write,
          stderr: (stderr?.inside as Writable | undefined) ?? nothing().write,
        },
        environment,
      );
      for (const { add } of streamsOf) add?.();
      void process.exited.then((status) => {
        for (const { end } of streamsOf) end?.();
        // Node hears of the end after the last output.
        setImmediate(() => tell({ on: 'exit', id: values.id, ...ofStatus(status) }));
      });
      return { value: process.pid };

      function connect(file: ChildFile, index: number): { inside?: Readable | Writable; add?: () => void; end?: () => void } {
        if (file.kind === 'ignore') return {};
        if (file.kind === 'descriptor') return index < 3 ? { inside: own(file.descriptor) } : {};
        const id = file.stream;
        if (id === undefined) return {};
        if (file.kind === 'ipc') {
          const [near, far] = duplexPair();
          inheritIpc(environment, far);
          return { add: () => streams.add(id, { readable: near, writable: near }), end: () => far.destroy() };
        }
        const pipe = new PassThrough();
        if (index === 0) return { inside: pipe, add: () => streams.add(id, { writable: pipe }), end: () => pipe.destroy() };
        return { inside: pipe, add: () => streams.add(id, { readable: pipe }), end: () => pipe.end() };
      }
    },
    async spawnSync(given, input) {
      const values = given as unknown as SpawnValues;
      const collected = [collector(values.maxBuffer), collector(values.maxBuffer)] as const;
      const streamOf = (index: 1 | 2): Writable => {
        const file = values.files[index];
        if (file?.kind === 'descriptor') return own(file.descriptor) as Writable;
        return file?.kind === 'pipe' ? collected[(index - 1) as 0 | 1].stream : nothing().write;
      };
      const [first] = values.files;
      const stdin =
        first?.kind === 'descriptor' ? (own(first.descriptor) as Readable) : Readable.from(input.length === 0 ? [] : [Buffer.from(input)]);
      const process = await spawn(values, { stdin, stdout: streamOf(1), stderr: streamOf(2) }, new Map(Object.entries(values.environment)));
      let error: string | undefined;
      const stop = (reason: string): void => {
        error ??= reason;
        process.signal(signalOf(values.killSignal) ?? 'SIGTERM');
      };
      const timer = values.timeout > 0 ? setTimeout(() => stop('ETIMEDOUT'), values.timeout) : undefined;
      for (const { whenFull } of collected) whenFull(() => stop('ENOBUFS'));
      const status = await process.exited;
      clearTimeout(timer);
      const [output, errors] = collected.map(({ content }) => content()) as [Buffer, Buffer];
      return {
        value: {
          pid: process.pid,
          status: status.signal === undefined ? status.code : null,
          signal: status.signal ?? null,
          lengths: [output.length, errors.length],
          ...(error === undefined ? {} : { error }),
        },
        data: Buffer.concat([output, errors]),
      };
    },
    async kill(values) {
      await Promise.resolve();
      const [pid, number] = [Number(values['pid']), Number(values['signal'])];
      const { processes } = context.system;
      if (number === 0) {
        const exists = pid < 0 ? processes.list().some(({ group }) => group === -pid) : processes.find(pid) !== undefined;
        if (!exists) throw new CallError('ESRCH');
        return {};
      }
      const signal = signalOf(number);
      if (signal === undefined) throw new CallError('EINVAL');
      if (processes.signal(pid === 0 ? -context.process.group : pid, signal) === 'no-such-process') throw new CallError('ESRCH');
      return {};
    },
    async handleSignal(values) {
      await Promise.resolve();
      const signal = signalOf(Number(values['number']));
      if (signal === undefined) return {};
      context.onSignal(
        signal,
        values['isHandled'] === true ? () => tell({ on: 'signal', name: signal, number: Number(values['number']) }) : undefined,
      );
      return {};
    },
  };
}

/** Numbers are those of the laptop's Node; a signal that the laptop lacks (Windows has few) goes by its number in Linux. */
export function signalOf(number: number, ofLaptop: Readonly<Record<string, number>> = constants.signals): Signal | undefined {
  const isSignal = (name: string): name is Signal => name in signalNumbers;
  const names = Object.keys(ofLaptop).filter((name) => ofLaptop[name] === number);
  if (names.length > 0) return names.find(isSignal);
  return Object.keys(signalNumbers)
    .filter(isSignal)
    .find((name) => signalNumbers[name] === number);
}

function ofStatus({ code, signal }: ExitStatus): { code: number; signal: string } {
  return signal === undefined ? { code, signal: '' } : { code: 0, signal };
}

async function requireDirectory(context: ProgramContext, path: string): Promise<void> {
  try {
    if ((await context.system.fileSystem.stat(path)).kind === 'directory') return;
  } catch {
    // Said below, as spawn(2) has one word for both.
  }
  throw new CallError('ENOENT');
}

/** Keeps what a child prints, up to a limit. */
function collector(limit: number): { stream: Writable; content: () => Buffer; whenFull: (listener: () => void) => void } {
  const parts: Buffer[] = [];
  let size = 0;
  let onFull: (() => void) | undefined;
  const stream = new Writable({
    write(part: Buffer, _encoding, done) {
      const room = limit > 0 ? Math.max(0, limit - size) : part.length;
      parts.push(part.subarray(0, room));
      size += part.length;
      if (limit > 0 && size > limit) onFull?.();
      done();
    },
  });
  return {
    stream,
    content: () => Buffer.concat(parts),
    whenFull(listener) {
      onFull = listener;
    },
  };
}
