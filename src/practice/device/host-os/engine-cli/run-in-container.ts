import { Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import type { ExecRequest } from '../../../engine/engine.ts';
import { readChunks, write } from '../../../programs/lines.ts';
import { CommandError, findContainer, requireOperands } from './command.ts';
import type { EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';

/** `balena exec [-i] [-t] [-d] [-e NAME=VALUE] [-w DIRECTORY] [-u USER] CONTAINER COMMAND [ARGUMENT…]` */
export async function runInContainer(context: EngineCommandContext): Promise<number> {
  const { engine, process } = context;
  const flags = readFlags(
    context.arguments,
    {
      interactive: { short: 'i' },
      tty: { short: 't' },
      detach: { short: 'd' },
      env: { short: 'e', hasValue: true },
      workdir: { short: 'w', hasValue: true },
      user: { short: 'u', hasValue: true },
      privileged: {},
    },
    { command: `${context.programName} exec`, stopsAtOperand: true },
  );
  requireOperands(context, 'exec', flags.operands, { min: 2 });
  const [reference = '', ...command] = flags.operands;
  const container = await findContainer(context, reference);
  if (container.state.status !== 'running') {
    throw new CommandError(`Error response from daemon: Container ${container.id} is not running`);
  }
  const isInteractive = flags.has('interactive') && !flags.has('detach');
  const wantsTerminal = flags.has('tty') && !flags.has('detach');
  if (wantsTerminal && isInteractive && process.terminal === undefined) throw new CommandError('the input device is not a TTY');
  const workingDirectory = flags.value('workdir');
  const user = flags.value('user');
  const { terminal } = process;
  const request: ExecRequest = {
    command,
    environment: environmentOf(flags.values('env'), process.environment),
    stdin: isInteractive ? process.stdin : Readable.from([]),
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    ...(user === undefined ? {} : { user }),
    ...(wantsTerminal && terminal !== undefined ? { terminal } : {}),
  };
  // The container's process takes the terminal's keys while it runs.
  const saved = terminal === undefined ? undefined : { foreground: terminal.foreground, mode: terminal.mode };
  if (request.terminal !== undefined) request.terminal.foreground = undefined;
  try {
    const execution = await engine.exec(container.id, request);
    if (flags.has('detach')) return 0;
    const onEnd = (): void => execution.process.signal('SIGKILL');
    process.ended.addEventListener('abort', onEnd, { once: true });
    const [status] = await Promise.all([execution.exited, copy(execution.stdout, process.stdout), copy(execution.stderr, process.stderr)]);
    process.ended.removeEventListener('abort', onEnd);
    return status.code;
  } finally {
    if (terminal !== undefined && saved !== undefined) Object.assign(terminal, saved);
  }
}

async function copy(from: Readable, to: Writable): Promise<void> {
  for await (const chunk of readChunks(from)) await write(to, chunk);
}

/** `-e NAME` takes the value of the caller's own variable. */
function environmentOf(assignments: readonly string[], own: ReadonlyMap<string, string>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const assignment of assignments) {
    const [name = '', ...value] = assignment.split('=');
    const text = value.length === 0 ? own.get(name) : value.join('=');
    if (text !== undefined) result[name] = text;
  }
  return result;
}
