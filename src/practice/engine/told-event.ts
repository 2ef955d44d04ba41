import type { EngineEvent } from './engine.ts';

/** An event in the words of the Docker Engine API (`GET /events`, `docker events --format '{{json .}}'`). */
export interface ToldEvent {
  Type: string;
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  scope: 'local';
  /** Seconds. */
  time: number;
  timeNano: number;
}

/** Output and connections are no events of the engine's API. */
export function toldEvent(event: EngineEvent): ToldEvent | undefined {
  if (event.kind === 'output' || event.kind === 'connection') return undefined;
  const about = { scope: 'local' as const, time: Math.floor(event.time / 1000), timeNano: event.time * 1e6 };
  if (event.kind === 'image') return { Type: 'image', Action: event.action, Actor: { ID: event.id, Attributes: {} }, ...about };
  if (event.kind === 'volume' || event.kind === 'network') {
    const Attributes: Record<string, string> = event.kind === 'network' ? { name: event.name, type: 'bridge' } : { driver: 'local' };
    return { Type: event.kind, Action: event.action, Actor: { ID: event.name, Attributes }, ...about };
  }
  const { id, name, imageId, spec, health } = event.container;
  const Attributes = { ...spec.labels, image: imageId, name };
  if (event.kind === 'health')
    return { Type: 'container', Action: `health_status: ${health ?? 'starting'}`, Actor: { ID: id, Attributes }, ...about };
  const code: Record<string, string> = event.exitCode === undefined ? {} : { exitCode: String(event.exitCode) };
  return { Type: 'container', Action: event.action, Actor: { ID: id, Attributes: { ...Attributes, ...code } }, ...about };
}
