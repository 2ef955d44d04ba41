import type Docker from 'dockerode';
import { z } from 'zod';
import { EngineError } from '../engine.ts';
import type { ContainerInfo, ContainerState, EngineEvent } from '../engine.ts';
import type { OpenAnswer } from './connection.ts';
import { inspectIfThere } from './containers.ts';
import { isOwn, ownFilter } from './own-objects.ts';
import type { Ownership } from './own-objects.ts';
import { followOutput } from './output-following.ts';

/** What is read of one event (Docker Engine API, "Monitor events"). */
const told = z.looseObject({
  Type: z.string(),
  Action: z.string(),
  Actor: z.looseObject({ ID: z.string(), Attributes: z.record(z.string(), z.string()) }),
  timeNano: z.number(),
});
type Told = z.infer<typeof told>;

/** `announced`: being made, its event is still to come. */
export type OwnNames = Map<string, 'announced' | 'there'>;

export interface EventTools {
  docker: Docker;
  ownership: Ownership;
  /** What containers write comes from terminals. */
  givesTerminals: boolean;
  emit: (event: EngineEvent) => void;
  /** The device's volumes and networks by name. */
  volumes: OwnNames;
  networks: OwnNames;
}

const containerActions = ['create', 'start', 'die', 'restart', 'stop', 'kill', 'destroy'] as const;

/**
 * Passes the engine's events on until `close`; resolves when it listens. Output of containers that run already is
 * followed from now on.
 */
export async function openEventStream(tools: EventTools): Promise<{ close(): void }> {
  const { docker, emit } = tools;
  const lastKnown = new Map<string, ContainerInfo>();
  const output = followOutput({ docker, isTerminal: tools.givesTerminals, emit });

  async function pass(event: Told): Promise<void> {
    const time = Math.floor(event.timeNano / 1_000_000);
    const { ID: id, Attributes: attributes } = event.Actor;
    if (event.Type === 'volume' || event.Type === 'network') return passNamed(event, time);
    if (event.Type !== 'container' || !isOwn(tools.ownership, attributes)) return;
    const action = containerActions.find((known) => known === event.Action);
    const isHealth = event.Action.startsWith('health_status');
    if (action === undefined && !isHealth) return;
    const info = (await inspectIfThere(docker, id)) ?? lastKnown.get(id);
    if (info === undefined) return;
    lastKnown.set(id, info);
    if (action === undefined) return emit({ kind: 'health', container: info, time });
    if (action === 'create') output.expect(id);
    if (action === 'start') output.follow(info);
    if (action === 'die') await output.drain(id);
    const exitCode = action === 'die' ? Number(attributes.exitCode) : undefined;
    const container = { ...info, state: stateAfter(action, info.state, time, exitCode) };
    emit({ kind: 'container', action, container, time, ...(exitCode === undefined ? {} : { exitCode }) });
    if (action === 'destroy') {
      lastKnown.delete(id);
      output.forget(id);
    }
  }

  function passNamed(event: Told, time: number): void {
    const { Type: kind, Action: action } = event;
    if ((kind !== 'volume' && kind !== 'network') || (action !== 'create' && action !== 'destroy')) return;
    const name = kind === 'volume' ? event.Actor.ID : (event.Actor.Attributes.name ?? '');
    const own = kind === 'volume' ? tools.volumes : tools.networks;
    // An engine tells of a volume's creation again when a container is made that has it.
    const known = own.get(name);
    if (known === undefined || (action === 'create' && known === 'there')) return;
    if (action === 'create') own.set(name, 'there');
    else own.delete(name);
    emit({ kind, action, name, time });
  }

  const stream = (await docker.getEvents({})) as unknown as OpenAnswer;
  void readEvents(stream, pass).catch((error: unknown) => {
    if (!stream.destroyed) process.emitWarning(error instanceof Error ? error : String(error));
  });
  for (const info of await runningContainers(tools)) output.follow(info);
  return {
    close() {
      stream.destroy();
      output.close();
    },
  };
}

/** Containers that outlived the practice device's last run. */
async function runningContainers({ docker, ownership }: EventTools): Promise<ContainerInfo[]> {
  const running = await docker.listContainers({ filters: ownFilter(ownership) });
  const infos = await Promise.all(running.map(({ Id: id }) => inspectIfThere(docker, id)));
  return infos.filter((info) => info !== undefined);
}

/** One after the other, so that listeners are told in the order things happened. */
async function readEvents(stream: AsyncIterable<Buffer>, pass: (event: Told) => Promise<void>): Promise<void> {
  let text = '';
  for await (const chunk of stream) {
    const lines = (text + chunk.toString()).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const event = line.trim() === '' ? undefined : told.safeParse(JSON.parse(line)).data;
      if (event === undefined) continue;
      await pass(event).catch((error: unknown) => {
        if (!(error instanceof EngineError)) throw error;
      });
    }
  }
}

/** The state that the event is about: by the time the engine is asked, the container may be in the next one. */
function stateAfter(action: (typeof containerActions)[number], now: ContainerState, time: number, exitCode?: number): ContainerState {
  if (action === 'create') return { status: 'created' };
  if (action === 'start') return now.status === 'running' ? now : { status: 'running', startedAt: time };
  if (action === 'die' && now.status !== 'restarting') return { status: 'exited', exitCode: exitCode ?? 0, finishedAt: time };
  return now;
}
