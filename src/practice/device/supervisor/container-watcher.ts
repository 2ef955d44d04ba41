import type { ContainerEngine, EngineEvent } from '../../engine/engine.ts';
import type { DeviceLog } from './device-log.ts';
import { serviceInLog } from './log-messages.ts';
import { supervised } from './supervised-container.ts';

/** Turns the engine's events of supervised containers into the device's log, in order. */
export interface ContainerWatcher {
  /** Keeps a container's lines back until `release`, so that none comes before `Started service`. */
  holdBack(containerId: string): void;
  release(containerId: string): void;
  /** The container was stopped on purpose: its next start is no restart. */
  forgetDeath(containerId: string): void;
  close(): void;
}

/** `onChange` is called after every event that can change what the device reports. */
export function watchContainers(options: { engine: ContainerEngine; log: DeviceLog; onChange: () => void }): ContainerWatcher {
  const { engine, log, onChange } = options;
  const heldBack = new Map<string, EngineEvent[]>();
  const died = new Set<string>();

  function take(event: EngineEvent): void {
    if (event.kind !== 'container' && event.kind !== 'output') return;
    const held = heldBack.get(event.container.id);
    if (held === undefined) write(event);
    else held.push(event);
  }

  function write(event: EngineEvent): void {
    if (event.kind !== 'container' && event.kind !== 'output') return;
    const { container } = event;
    const facts = supervised(container);
    if (facts === undefined) return;
    if (event.kind === 'output') {
      const { timestamp, message, stream } = event.line;
      log.output({ timestamp, message, isError: stream === 'stderr', serviceId: facts.serviceId });
      return;
    }
    const name = serviceInLog(facts.serviceName, container.imageId);
    if (event.action === 'die') {
      died.add(container.id);
      log.event('serviceExited', name);
    } else if (event.action === 'start' && died.delete(container.id)) {
      log.event('restartingService', name);
    } else if (event.action === 'destroy') {
      died.delete(container.id);
    }
    onChange();
  }

  const end = engine.onEvent(take);
  return {
    holdBack: (id) => void heldBack.set(id, heldBack.get(id) ?? []),
    release(id) {
      const events = heldBack.get(id) ?? [];
      heldBack.delete(id);
      for (const event of events) write(event);
    },
    forgetDeath: (id) => void died.delete(id),
    close: end,
  };
}
