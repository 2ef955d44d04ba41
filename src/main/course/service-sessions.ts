import type { TerminalView } from '../../shared/domain/terminal.ts';
import type { EventPayload } from '../../shared/contract.ts';
import { unlessAborted } from '../cancelled.ts';
import type { EventBus } from '../event-bus.ts';

/** The terminals in services that are open, as they are told. */
export interface ServiceSessions {
  /** Ids of those that are open in a service. */
  open(service: string): string[];
  /** Resolves when all of these have ended, or soon where they do not. Rejects with `cancelled`. */
  whenEnded(ids: readonly string[], signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Milliseconds in which a connection notices that its container has gone; one whose container was only given another name does not end. */
const patience = 5_000;

export function createServiceSessions(bus: EventBus): ServiceSessions {
  /** Names of their services, by the terminals' ids. */
  const services = new Map<string, string>();
  const listeners = new Set<() => void>();
  const stop = bus.subscribe((name, payload) => {
    if (name === 'terminal.changed') note(payload as TerminalView);
    else if (name === 'terminal.closed') services.delete((payload as EventPayload<'terminal.closed'>).id);
    else return;
    for (const listener of [...listeners]) listener();
  });

  function note({ id, target, state }: TerminalView): void {
    if (target.kind !== 'service') return;
    if (state === 'ended') services.delete(id);
    else services.set(id, target.service);
  }

  return {
    open: (service) => [...services].filter(([, own]) => own === service).map(([id]) => id),
    async whenEnded(ids, signal) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const look = () => {
        if (!ids.some((id) => services.has(id))) resolve(undefined);
      };
      const limit = setTimeout(resolve, patience);
      listeners.add(look);
      try {
        look();
        await unlessAborted(promise, signal);
      } finally {
        listeners.delete(look);
        clearTimeout(limit);
      }
    },
    close: stop,
  };
}
