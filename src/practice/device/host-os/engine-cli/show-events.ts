import type { ContainerInfo, EngineEvent } from '../../../engine/engine.ts';
import { toldEvent } from '../../../engine/told-event.ts';
import { CommandError, requireOperands } from './command.ts';
import type { EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';
import { fillTemplate } from './format.ts';
import { dockerTime } from './words.ts';

/**
 * `balena events [--filter type=…|event=…|container=…] [--since TIME] [--until TIME] [--format TEMPLATE]`: what happens from now on, until
 * Ctrl-C; with `--since` also what the engine remembers (the last 256), with `--until` no longer than that.
 */
export async function showEvents(context: EngineCommandContext): Promise<number> {
  const flags = readFlags(
    context.arguments,
    { filter: { short: 'f', hasValue: true }, since: { hasValue: true }, until: { hasValue: true }, format: { hasValue: true } },
    { command: `${context.programName} events` },
  );
  requireOperands(context, 'events', flags.operands, { min: 0, max: 0 });
  const filters = flags.values('filter').map(parseFilter);
  const now = context.process.system.now();
  const format = flags.value('format');
  const since = parseTime(flags.value('since'), now);
  const until = parseTime(flags.value('until'), now);
  const pending: string[] = [];
  let wake: () => void = () => undefined;
  const take = (event: EngineEvent): void => {
    const line = lineOf(event);
    if (line === undefined || !filters.every((matches) => matches(line))) return;
    pending.push(
      format === undefined ? `${dockerTime(line.time)} ${line.type} ${line.action} ${line.subject}\n` : formatted(event, format),
    );
    wake();
  };
  if (since !== undefined)
    for (const event of context.device.pastEvents?.() ?? [])
      if ('time' in event && event.time >= since && event.time <= (until ?? Infinity)) take(event);
  const end = context.engine.onEvent(take);
  const timer = until === undefined ? undefined : setTimeout(() => wake(), Math.max(0, until - now));
  const { ended } = context.process;
  const isOver = (): boolean => ended.aborted || (until !== undefined && context.process.system.now() >= until);
  try {
    for (;;) {
      for (let text = pending.shift(); text !== undefined; text = pending.shift()) await context.print(text);
      if (isOver()) return 0;
      await new Promise<void>((resolve) => {
        wake = resolve;
        ended.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  } finally {
    clearTimeout(timer);
    end();
  }
}

/** `json`, or a Go template over the event as the API tells it, with the fields of older API versions. */
function formatted(event: EngineEvent, format: string): string {
  const told = toldEvent(event);
  if (told === undefined) return '';
  const { Action, Actor, Type } = told;
  const data =
    Type === 'container' ? { status: Action, id: Actor.ID, from: Actor.Attributes['image'] ?? '', ...told } : { status: Action, ...told };
  return format === 'json' ? `${JSON.stringify(data)}\n` : `${fillTemplate(format, data)}\n`;
}

/** Seconds since 1970, a date, or how long ago (`10m`, `1h30m`): milliseconds since 1970. */
function parseTime(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === text)
    return now - parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (durationUnits[unit] ?? 0), 0);
  const date = Date.parse(text);
  if (Number.isNaN(date)) throw new CommandError(`Error response from daemon: parsing time "${text}" as a date or a duration failed`);
  return date;
}

const durationUnits: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

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
