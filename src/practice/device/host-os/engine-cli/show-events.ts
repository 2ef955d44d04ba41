import type { ContainerInfo, EngineEvent } from '../../../engine/engine.ts';
import { CommandError, requireOperands } from './command.ts';
import type { EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';
import { dockerTime } from './words.ts';

/** `balena events [--filter type=…|event=…|container=…]`: what happens from now on, until Ctrl-C. */
export async function showEvents(context: EngineCommandContext): Promise<number> {
  const flags = readFlags(
    context.arguments,
    { filter: { short: 'f', hasValue: true }, since: { hasValue: true }, until: { hasValue: true }, format: { hasValue: true } },
    { command: `${context.programName} events` },
  );
  requireOperands(context, 'events', flags.operands, { min: 0, max: 0 });
  for (const flag of ['since', 'until', 'format'] as const)
    if (flags.has(flag)) throw new CommandError(`--${flag}: not supported on the practice device`);
  const filters = flags.values('filter').map(parseFilter);
  const pending: string[] = [];
  let wake: () => void = () => undefined;
  const end = context.engine.onEvent((event) => {
    const line = lineOf(event);
    if (line === undefined || !filters.every((matches) => matches(line))) return;
    pending.push(`${dockerTime(line.time)} ${line.type} ${line.action} ${line.subject}\n`);
    wake();
  });
  const { ended } = context.process;
  try {
    while (!ended.aborted) {
      for (let text = pending.shift(); text !== undefined; text = pending.shift()) await context.print(text);
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

interface EventLine {
  time: number;
  type: string;
  action: string;
  /** Its id or name, and what is known of it. */
  subject: string;
  container?: ContainerInfo;
}

function lineOf(event: EngineEvent): EventLine | undefined {
  switch (event.kind) {
    case 'container': {
      const code = event.exitCode === undefined ? '' : `exitCode=${String(event.exitCode)}, `;
      return { ...ofContainer(event.container, code), time: event.time, action: event.action };
    }
    case 'health':
      return { ...ofContainer(event.container, ''), time: event.time, action: `health_status: ${event.container.health ?? 'none'}` };
    case 'image':
      return { time: event.time, type: 'image', action: event.action, subject: event.id };
    case 'volume':
    case 'network':
      return { time: event.time, type: event.kind, action: event.action, subject: `${event.name} (name=${event.name})` };
    case 'output':
    case 'connection':
      // Not the engine's own events: logs and the network's traffic.
      return undefined;
  }
}

function ofContainer(container: ContainerInfo, facts: string): Pick<EventLine, 'type' | 'subject' | 'container'> {
  return { type: 'container', subject: `${container.id} (${facts}image=${container.spec.image}, name=${container.name})`, container };
}

function parseFilter(text: string): (line: EventLine) => boolean {
  const [key = '', ...rest] = text.split('=');
  const value = rest.join('=');
  if (key === 'type') return (line) => line.type === value;
  if (key === 'event') return (line) => line.action === value;
  if (key === 'container')
    return ({ container }) => container !== undefined && (container.name === value || container.id.startsWith(value));
  throw new CommandError(`filter '${key}': not supported on the practice device`);
}
