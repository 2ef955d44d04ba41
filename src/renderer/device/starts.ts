import type { LogLine } from '../../shared/domain/device-view.ts';

/** One life of a container's process: from its start to its exit (undefined while it runs). Milliseconds since 1970. */
export interface Life {
  from: number;
  to: number | undefined;
  /** True where the same container was started again, false for a new one. */
  isRestart: boolean;
}

/**
 * When a service was started and when it ended, read from the Supervisor's own lines of the device's log, oldest first
 * (`Started service 'main sha256:…'`, `Service exited 'main …'`, `Restarting service 'main …'`, `Killed service 'main …'`).
 */
export function livesOf(service: string, logs: readonly LogLine[]): Life[] {
  const lives: Life[] = [];
  for (const line of logs) {
    if (line.service !== undefined) continue;
    const event = supervisorEvent(line.message);
    if (event === undefined || event.service !== service) continue;
    const last = lives.at(-1);
    if (event.kind !== 'ended') {
      if (last?.to === undefined && last !== undefined) last.to = line.timestamp;
      lives.push({ from: line.timestamp, to: undefined, isRestart: event.kind === 'restarted' });
    } else if (last?.to === undefined && last !== undefined) {
      last.to = line.timestamp;
    }
  }
  return lives;
}

/** How often it was started in the last `windowMilliseconds`. */
export function startsWithin(lives: readonly Life[], now: number, windowMilliseconds: number): number {
  return lives.filter((life) => life.from > now - windowMilliseconds && life.from <= now).length;
}

/** An engine forgives a container that has lived this long, in milliseconds: its restart delay starts anew. */
const longLife = 10_000;

/**
 * Whether the service keeps dying: the last three lives of one container (the one that goes on included) were all short. The delay between
 * them grows to a minute, so the number of starts in a span of time would miss it.
 */
export function isRestartLoop(lives: readonly Life[], now: number): boolean {
  const last = lives.slice(-3);
  return last.length === 3 && last.every((life, index) => (index === 0 || life.isRestart) && (life.to ?? now) - life.from < longLife);
}

/** Whether the service has ended and was not started again yet, by the log. */
export function isBetweenLives(lives: readonly Life[]): boolean {
  return lives.at(-1)?.to !== undefined;
}

/** Whether the Supervisor has asked the service's container to stop and it has not gone yet: up to ten seconds, then it is killed. */
export function isStopping(service: string, logs: readonly LogLine[]): boolean {
  const last = logs.findLast(({ service: from, message }) => from === undefined && message.includes(` '${service} `));
  return last?.message.startsWith('Killing service') === true;
}

/** Milliseconds that a picture of the starts should reach back: longer where a loop has grown slow. */
export function spanToShow(lives: readonly Life[], now: number): number {
  const loopsSince = lives.at(-3)?.from ?? now;
  return isRestartLoop(lives, now) && loopsSince < now - 90_000 ? 300_000 : 90_000;
}

interface SupervisorEvent {
  kind: 'started' | 'restarted' | 'ended';
  service: string;
}

/** A restart in one step (`Restarting service`) is the start of a new life; the exit before it has its own line. */
function supervisorEvent(message: string): SupervisorEvent | undefined {
  const match = /^(Started service|Restarting service|Service exited|Killing service|Killed service) '([^'\s]+)/.exec(message);
  const [, word, service] = match ?? [];
  if (word === undefined || service === undefined) return undefined;
  return { kind: word === 'Started service' ? 'started' : word === 'Restarting service' ? 'restarted' : 'ended', service };
}
