import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { createOpenFile, writableOf } from '../../process/open-file.ts';
import type { System } from '../../process/process.ts';
import type { Terminal } from '../../process/terminal.ts';
import type { ExecRequest, Execution } from '../engine.ts';
import { prepareProcess } from './start-process.ts';
import type { ProcessPlan } from './start-process.ts';

/** Starts one more process in a running container. Rejects with EngineError in runc's words. */
export async function execInContainer(system: System, container: ProcessPlan, request: ExecRequest): Promise<Execution> {
  const { terminal } = request;
  const environment = new Map([
    ...(terminal === undefined ? [] : ([['TERM', 'xterm']] as const)),
    ...container.environment,
    ...Object.entries(request.environment ?? {}),
  ]);
  const plan = {
    command: request.command,
    environment,
    workingDirectory: request.workingDirectory ?? container.workingDirectory,
    user: request.user ?? container.user,
  };
  const prepared = await prepareProcess(system, plan, 'exec');
  const stdout = outputPipe(terminal);
  // A terminal has one screen: both outputs go there, in order.
  const stderr = terminal === undefined ? outputPipe(undefined) : stdout;
  const process = prepared.spawn({
    stdin: request.stdin,
    stdout: stdout.input,
    stderr: stderr.input,
    ...(terminal === undefined ? {} : { terminal }),
  });
  // From here on only the processes hold the pipes: they end when the last process has gone.
  stdout.release();
  if (stderr !== stdout) stderr.release();
  return {
    process,
    stdout: stdout.output,
    stderr: terminal === undefined ? stderr.output : Readable.from([]),
    exited: process.exited,
  };
}

/** What processes write on one side is read on the other, at the reader's pace; it ends when the last writer has gone. */
function outputPipe(terminal: Terminal | undefined): { input: Writable; output: Readable; release: () => void } {
  let wake: (() => void) | undefined;
  const output = new Readable({
    read() {
      wake?.();
      wake = undefined;
    },
  });
  const file = createOpenFile({
    ...(terminal === undefined ? {} : { terminal }),
    async write(data) {
      // The reader has gone (the session was closed): what follows is lost, as on a terminal that was hung up.
      if (output.destroyed) return;
      if (!output.push(data))
        await new Promise<void>((resolve) => {
          wake = resolve;
          output.once('close', resolve);
        });
    },
    close: () => output.push(null),
  });
  return { input: writableOf(file), output, release: () => file.release() };
}
