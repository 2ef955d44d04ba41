import { z } from 'zod';
import type { ContainerEvent } from '../../../shared/domain/engine-view.ts';

/** What is asked of the host OS: the engine remembers its last events, so that a connection that was made anew misses none. */
export function eventsCommand(sinceSeconds: number): string {
  return `balena events --since ${sinceSeconds.toFixed(3)} --filter type=container --format "{{json .}}"`;
}

const event = z.object({
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).catch({}) }),
  time: z.number(),
  timeNano: z.number().optional(),
});

const actions = new Set<string>(['create', 'start', 'die', 'restart', 'stop', 'kill', 'destroy']);

/** One line of `docker events --format '{{json .}}'`; undefined for what is none of a container's life (`exec_start: …`, health). */
export function parseContainerEvent(line: string): ContainerEvent | undefined {
  let parsed: z.infer<typeof event>;
  try {
    parsed = event.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
  const { Action: action, Actor: actor, time, timeNano } = parsed;
  if (!actions.has(action)) return undefined;
  const { name = '', image, exitCode } = actor.Attributes;
  const service = actor.Attributes['io.balena.service-name'];
  return {
    time: timeNano === undefined ? time * 1000 : Math.floor(timeNano / 1e6),
    action: action as ContainerEvent['action'],
    containerId: actor.ID,
    container: name,
    ...(service === undefined ? {} : { service }),
    // A real engine names the image as it was asked for, mostly by its place in a registry.
    ...(image?.startsWith('sha256:') === true ? { imageId: image } : {}),
    ...(exitCode === undefined || !/^\d+$/.test(exitCode) ? {} : { exitCode: Number(exitCode) }),
  };
}
