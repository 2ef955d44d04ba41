import type { EngineEvent, OutputLine } from '../../../engine/engine.ts';
import { CommandError, findContainer, requireOperands } from './command.ts';
import type { EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';
import { dockerTime } from './words.ts';

/** `balena logs [-f] [-n N|--tail N] [-t] CONTAINER`; with `-f` until the container's process ends. */
export async function showLogs(context: EngineCommandContext): Promise<number> {
  const flags = readFlags(
    context.arguments,
    { follow: { short: 'f' }, tail: { short: 'n', hasValue: true }, timestamps: { short: 't' } },
    { command: `${context.programName} logs` },
  );
  requireOperands(context, 'logs', flags.operands, { min: 1, max: 1 });
  const container = await findContainer(context, flags.operands[0] ?? '');
  const tail = flags.value('tail') ?? 'all';
  if (tail !== 'all' && !/^\d+$/.test(tail)) throw new CommandError(`Error response from daemon: invalid value for "tail": ${tail}`);
  const withTime = flags.has('timestamps');
  const write = (line: OutputLine): Promise<void> => {
    const text = `${withTime ? `${dockerTime(line.timestamp)} ` : ''}${line.message}\n`;
    return line.stream === 'stderr' ? context.printError(text) : context.print(text);
  };

  const pending: OutputLine[] = [];
  let wake: () => void = () => undefined;
  let isOver = !flags.has('follow') || container.state.status === 'exited' || container.state.status === 'created';
  const end = context.engine.onEvent((event: EngineEvent) => {
    if (event.kind === 'output' && event.container.id === container.id) pending.push(event.line);
    else if (event.kind === 'container' && event.container.id === container.id && event.action === 'die') isOver = true;
    else return;
    wake();
  });
  try {
    const history = await context.engine.containerLog(container.id);
    // What came between the subscription and this answer is in both.
    pending.length = 0;
    for (const line of tail === 'all' ? history : Number(tail) === 0 ? [] : history.slice(-Number(tail))) await write(line);
    const { ended } = context.process;
    while (!ended.aborted) {
      for (let line = pending.shift(); line !== undefined; line = pending.shift()) await write(line);
      if (isTrue(isOver)) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        ended.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return 0;
  } finally {
    end();
  }
}

/** Set by an event meanwhile, which the compiler does not see. */
function isTrue(flag: boolean): boolean {
  return flag;
}
