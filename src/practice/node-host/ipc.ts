import type { Duplex } from 'node:stream';

/** The channel between `fork` and its child, from the spawn request to the start of the child's process. */
const waiting = new Map<string, Duplex>();
const variable = 'NODE_CHANNEL_FD';
let last = 0;

/** Puts the child's end where the child's own start finds it: its environment names it. */
export function inheritIpc(environment: Map<string, string>, channel: Duplex): void {
  last += 1;
  const name = `practice-${String(last)}`;
  waiting.set(name, channel);
  environment.set(variable, name);
  channel.once('close', () => waiting.delete(name));
}

/** The channel that a process was given; it is that process's alone from then on, and no longer in its environment. */
export function takeIpc(environment: Map<string, string>): { channel: Duplex; serialization: 'json' | 'advanced' } | undefined {
  const name = environment.get(variable);
  const serialization = environment.get('NODE_CHANNEL_SERIALIZATION_MODE') === 'advanced' ? 'advanced' : 'json';
  environment.delete(variable);
  environment.delete('NODE_CHANNEL_SERIALIZATION_MODE');
  if (name === undefined) return undefined;
  const channel = waiting.get(name);
  waiting.delete(name);
  return channel === undefined ? undefined : { channel, serialization };
}
