import { PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { EngineError } from '../../engine/engine.ts';
import type { Execution } from '../../engine/engine.ts';
import { createTerminal } from '../../process/line-discipline.ts';
import type { PseudoTerminal } from '../../process/line-discipline.ts';
import { HttpError, route, streamed } from '../loopback-server.ts';
import type { LoopbackRoute } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';
import type { ExecRecord } from './exec-store.ts';
import { parsed } from './query.ts';
import { frame, sendFramed, sendRaw } from './raw-stream.ts';

const newExec = z.object({
  Cmd: z.array(z.string()).min(1),
  Env: z.array(z.string()).nullish(),
  User: z.string().default(''),
  WorkingDir: z.string().default(''),
  Tty: z.boolean().default(false),
  AttachStdin: z.boolean().default(false),
  AttachStdout: z.boolean().default(false),
  AttachStderr: z.boolean().default(false),
});

export const startRequest = z.object({
  Detach: z.boolean().default(false),
  Tty: z.boolean().default(false),
  ConsoleSize: z.tuple([z.number(), z.number()]).nullish(),
});

/** Making an exec, looking at it, its terminal's size; it is started by `startExec`. */
export function execRoutes(context: EngineApiContext): LoopbackRoute[] {
  const { engine, execs } = context;
  return [
    route('POST', /^\/containers\/([^/]+)\/exec$/, async ({ parameters: [reference = ''], readJson }) => {
      const request = parsed(await readJson(), newExec, 'exec');
      const container = await engine.inspectContainer(reference);
      if (container.state.status !== 'running') throw new HttpError(409, `Container ${container.id} is not running`);
      const { id } = execs.add({
        containerId: container.id,
        command: request.Cmd,
        environment: variables(request.Env ?? []),
        user: request.User === '' ? undefined : request.User,
        workingDirectory: request.WorkingDir === '' ? undefined : request.WorkingDir,
        hasTerminal: request.Tty,
        attaches: { stdin: request.AttachStdin, stdout: request.AttachStdout, stderr: request.AttachStderr },
      });
      return { status: 201, json: { Id: id } };
    }),
    route('POST', /^\/exec\/([^/]+)\/start$/, async ({ parameters: [id = ''], readJson, outgoing }) => {
      const { Detach } = parsed((await readJson()) ?? {}, startRequest, 'exec');
      const started = await startExec(context, id, Detach);
      if (started === undefined) return { status: 200 };
      outgoing.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' });
      outgoing.flushHeaders();
      outgoing.on('error', () => undefined);
      outgoing.on('close', () => started.hangUp());
      // Nothing can come from a client that sent its whole request.
      started.input.end();
      await started.sendOutput(outgoing);
      outgoing.end();
      return streamed;
    }),
    route('POST', /^\/exec\/([^/]+)\/resize$/, ({ parameters: [id = ''], url }) => {
      const { state } = findExec(context, id);
      const [rows, columns] = ['h', 'w'].map((name) => Number(url.searchParams.get(name)));
      if (state.status === 'running' && state.terminal !== undefined && rows && columns) state.terminal.resize(columns, rows);
      return { status: 200 };
    }),
    route('GET', /^\/exec\/([^/]+)\/json$/, ({ parameters: [id = ''] }) => ({ status: 200, json: execJson(findExec(context, id)) })),
  ];
}

/** An exec that runs. */
export interface StartedExec {
  /** What the process reads. */
  input: Writable;
  /** Sends what it prints, raw with a terminal and framed without; resolves when it ended. */
  sendOutput(to: Writable): Promise<void>;
  /** Whoever watched it has gone; it runs on, without a terminal to talk to. */
  hangUp(): void;
}

/** Undefined for one that was started detached. Rejects with HttpError 404, 409, or the error of a program that cannot be started. */
export async function startExec(context: EngineApiContext, id: string, isDetached: boolean): Promise<StartedExec | undefined> {
  const record = findExec(context, id);
  if (record.state.status !== 'created') throw new HttpError(409, `Error: Exec command ${id} has already run`);
  const terminal = record.hasTerminal && !isDetached ? createTerminal({ columns: 80, rows: 24 }) : undefined;
  const input = new PassThrough();
  input.on('error', () => undefined);
  let execution: Execution;
  try {
    execution = await begin(context, record, terminal, input);
  } catch (error) {
    if (isDetached || !(error instanceof EngineError)) throw error;
    return failedExec(record, error);
  }
  record.state = { status: 'running', pid: execution.process.pid, ...(terminal === undefined ? {} : { terminal }) };
  const ended = execution.exited.then(({ code }) => void (record.state = { status: 'exited', exitCode: code }));
  if (isDetached) {
    input.end();
    execution.stdout.resume();
    execution.stderr.resume();
    return undefined;
  }
  if (terminal === undefined) {
    if (!record.attaches.stdin) input.end();
    return { input, hangUp: () => input.end(), sendOutput: (to) => sendBoth(record, execution, to, ended) };
  }
  return {
    input: terminal.keyboard,
    hangUp: () => terminal.hangUp(),
    async sendOutput(to) {
      execution.stdout.pipe(terminal.stdout, { end: false });
      const shown = sendRaw(terminal.screen, to);
      await ended;
      await finished(execution.stdout);
      terminal.hangUp();
      await shown;
    },
  };
}

/** A program that cannot be started: the engine answers as if it had, prints its reason, and tells the exit code to who asks. */
function failedExec({ hasTerminal }: ExecRecord, { message }: EngineError): StartedExec {
  const input = new PassThrough();
  input.resume();
  return {
    input,
    hangUp: () => input.end(),
    sendOutput(to) {
      const text = Buffer.from(`${message}\r\n`);
      to.write(hasTerminal ? text : frame('stdout', text));
      return Promise.resolve();
    },
  };
}

async function begin(
  { engine }: EngineApiContext,
  record: ExecRecord,
  terminal: PseudoTerminal | undefined,
  input: Readable,
): Promise<Execution> {
  try {
    return await engine.exec(record.containerId, {
      command: record.command,
      environment: record.environment,
      ...(record.user === undefined ? {} : { user: record.user }),
      ...(record.workingDirectory === undefined ? {} : { workingDirectory: record.workingDirectory }),
      stdin: terminal?.stdin ?? input,
      ...(terminal === undefined ? {} : { terminal: terminal.terminal }),
    });
  } catch (error) {
    // The exit codes of a shell: not found, or not executable.
    record.state = {
      status: 'exited',
      exitCode: error instanceof EngineError && /not found|no such file/i.test(error.message) ? 127 : 126,
    };
    throw error;
  }
}

async function sendBoth({ attaches }: ExecRecord, { stdout, stderr }: Execution, to: Writable, ended: Promise<void>): Promise<void> {
  if (!attaches.stdout) stdout.resume();
  if (!attaches.stderr) stderr.resume();
  await Promise.all([
    attaches.stdout ? sendFramed(stdout as AsyncIterable<Buffer>, 'stdout', to) : undefined,
    attaches.stderr ? sendFramed(stderr as AsyncIterable<Buffer>, 'stderr', to) : undefined,
    ended,
  ]);
}

/** Milliseconds that output may lag behind the end of its process: one left in the background may hold the stream for ever. */
const patience = 500;

function finished(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    stream.once('end', done);
    stream.once('close', done);
  });
}

function findExec({ execs }: EngineApiContext, id: string): ExecRecord {
  const record = execs.find(id);
  if (record === undefined) throw new HttpError(404, `No such exec instance: ${id}`);
  return record;
}

function execJson(record: ExecRecord): Record<string, unknown> {
  const { id, state, containerId, command, user, hasTerminal, attaches } = record;
  const [entrypoint = '', ...rest] = command;
  return {
    ID: id,
    Running: state.status === 'running',
    ExitCode: state.status === 'exited' ? state.exitCode : null,
    ProcessConfig: { tty: hasTerminal, entrypoint, arguments: rest, privileged: false, user: user ?? '' },
    OpenStdin: attaches.stdin,
    OpenStdout: attaches.stdout,
    OpenStderr: attaches.stderr,
    CanRemove: false,
    ContainerID: containerId,
    DetachKeys: '',
    Pid: state.status === 'running' ? state.pid : 0,
  };
}

function variables(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const at = entry.indexOf('=');
      return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
    }),
  );
}
