import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { signalNumbers } from '../../process/signals.ts';
import type { Signal } from '../../process/signals.ts';
import type { ExitStatus, Process } from '../../process/process.ts';
import type { Terminal } from '../../process/terminal.ts';
import type { ExecRequest, Execution } from '../engine.ts';
import { createFrameReader } from './output-frames.ts';

/** The variable by which a process that was started so is found again: the API can start one but not signal it. */
const markName = 'FLEETLAB_EXEC';

/** Runs a command in a running container. Rejects with the client's errors. */
export async function startExec(container: Docker.Container, request: ExecRequest): Promise<Execution> {
  const { terminal, stdin } = request;
  const mark = randomUUID();
  const exec = await container.exec({
    Cmd: request.command,
    Env: [...Object.entries(request.environment ?? {}).map(([name, value]) => `${name}=${value}`), `${markName}=${mark}`],
    ...(request.workingDirectory === undefined ? {} : { WorkingDir: request.workingDirectory }),
    ...(request.user === undefined ? {} : { User: request.user }),
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: terminal !== undefined,
  });
  const connection = await exec.start({ hijack: true, stdin: true, Tty: terminal !== undefined });
  const endTerminal = terminal === undefined ? undefined : attachTerminal(exec, terminal);
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  stdin.pipe(connection);
  const ended = carry(connection, stdout, stderr, terminal !== undefined).finally(() => {
    endTerminal?.();
    stdin.unpipe(connection);
    connection.destroy();
    stdout.end();
    stderr.end();
  });
  const exited = ended.then(() => exitStatus(exec));
  return { process: execProcess(container, request, mark, (await exec.inspect()).Pid, exited), stdout, stderr, exited };
}

/** Sorts what the container writes into its two streams; ends when the command has closed both. */
async function carry(connection: Duplex, stdout: PassThrough, stderr: PassThrough, isTerminal: boolean): Promise<void> {
  const frames = createFrameReader();
  async function write(to: PassThrough, content: Buffer): Promise<void> {
    if (!to.write(content)) await once(to, 'drain');
  }
  try {
    for await (const chunk of connection as AsyncIterable<Buffer>) {
      if (isTerminal) await write(stdout, chunk);
      else for (const { stream, content } of frames(chunk)) await write(stream === 'stderr' ? stderr : stdout, content);
    }
  } catch {
    // The engine went away; the exit status tells.
  }
}

/** The container's own terminal edits lines and turns keys into signals, so this side passes each key on. */
function attachTerminal(exec: Docker.Exec, terminal: Terminal): () => void {
  terminal.mode = 'raw';
  // A window may be resized when the command has just ended: then there is nothing to tell.
  const tell = (): void => void exec.resize({ w: terminal.columns, h: terminal.rows }).catch(() => undefined);
  tell();
  return terminal.onResize(tell);
}

async function exitStatus(exec: Docker.Exec): Promise<ExitStatus> {
  const code = (await endOf(exec)) ?? 255;
  const signal = code > 128 ? signalOf(code - 128) : undefined;
  return { code, ...(signal === undefined ? {} : { signal }) };
}

/** The output can end an instant before the engine knows that the process has. */
async function endOf(exec: Docker.Exec): Promise<number | undefined> {
  for (;;) {
    const told = await exec.inspect().catch(() => undefined);
    if (told === undefined) return undefined;
    if (!told.Running) return told.ExitCode ?? undefined;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function signalOf(number: number): Signal | undefined {
  return (Object.keys(signalNumbers) as Signal[]).find((name) => signalNumbers[name] === number);
}

function execProcess(container: Docker.Container, request: ExecRequest, mark: string, pid: number, exited: Promise<ExitStatus>): Process {
  return {
    // As the engine tells it: counted by the machine, not by the container.
    pid,
    parent: 0,
    arguments: request.command,
    user: request.user ?? '',
    startedAt: Date.now(),
    state: 'running',
    group: pid,
    exited,
    signal: (signal) => void sendSignal(container, mark, signal),
  };
}

/** The first process with the mark is the command itself; the others are its children. Needs a shell in the container. */
async function sendSignal(container: Docker.Container, mark: string, signal: Signal): Promise<void> {
  const find = `for f in $(ls -d /proc/[0-9]* | sort -t/ -k3 -n); do if grep -q '${markName}=${mark}' $f/environ 2>/dev/null; then kill -${String(signalNumbers[signal])} \${f#/proc/}; exit; fi; done`;
  try {
    const exec = await container.exec({ Cmd: ['/bin/sh', '-c', find], User: '0' });
    (await exec.start({ Detach: true })).destroy();
  } catch {
    // The container stopped meanwhile, and the process with it.
  }
}
