import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import type { NetworkRequest } from '../../../shared/network/request.ts';

/** What was seen on the device's networks, and what Fleetlab itself did there. */
export interface ConnectionLog {
  /** Oldest first. */
  list(): readonly ConnectionEvent[];
  /** One that the environment saw. `id` is the environment's own. */
  take(event: ConnectionEvent): void;
  /** One that Fleetlab made where nobody else sees it. Gives the event as it is told. */
  add(event: Omit<ConnectionEvent, 'id'>): ConnectionEvent;
  /**
   * The next connection that fits is Fleetlab's own look at the device and is not told, until the returned function is called; nor are those that
   * services make meanwhile, as one that is asked may ask another. Where somebody else waits for a connection, they are told. `late`:
   * milliseconds for which its word is still expected afterwards.
   */
  expectOwn(request: NetworkRequest): (late?: number) => void;
  /** The environment's word of one that was told already comes late: it is not told again, for so many milliseconds. */
  expectLate(request: NetworkRequest, late: number): void;
  /** Resolves with the next connection that fits; never, where none comes. */
  next(request: NetworkRequest): { found: Promise<ConnectionEvent>; stop(): void };
  forget(): void;
}

const connectionsKept = 50;

export function createConnectionLog(onEvent: (event: ConnectionEvent) => void): ConnectionLog {
  let events: ConnectionEvent[] = [];
  let count = 0;
  const own = new Set<NetworkRequest>();
  const looks = new Set<NetworkRequest>();
  const waiting = new Set<{ request: NetworkRequest; found: (event: ConnectionEvent) => void }>();

  function tell(event: Omit<ConnectionEvent, 'id'>): ConnectionEvent {
    count += 1;
    const told = { ...event, id: count };
    events = [...events, told].slice(-connectionsKept);
    onEvent(told);
    for (const one of [...waiting]) if (isFor(one.request, told)) one.found(told);
    return told;
  }

  return {
    list: () => events,
    take(event) {
      for (const request of own) {
        if (!isFor(request, event)) continue;
        own.delete(request);
        return;
      }
      if (event.from.kind === 'service' && looks.size > 0 && waiting.size === 0) return;
      tell(event);
    },
    add: tell,
    expectOwn(request) {
      own.add(request);
      looks.add(request);
      return (late = 0) => {
        looks.delete(request);
        if (late === 0) own.delete(request);
        else setTimeout(() => own.delete(request), late).unref();
      };
    },
    expectLate(request, late) {
      own.add(request);
      setTimeout(() => own.delete(request), late).unref();
    },
    next(request) {
      const { promise, resolve } = Promise.withResolvers<ConnectionEvent>();
      const entry = { request, found: resolve };
      waiting.add(entry);
      return { found: promise, stop: () => void waiting.delete(entry) };
    },
    forget() {
      events = [];
      own.clear();
      looks.clear();
    },
  };
}

/** A name that does not resolve is told without its port. */
function isFor({ from, to }: NetworkRequest, event: Pick<ConnectionEvent, 'from' | 'to' | 'address'>): boolean {
  const isSameOrigin =
    from.kind === event.from.kind && (from.kind !== 'service' || event.from.kind !== 'service' || from.name === event.from.name);
  if (!isSameOrigin || (to.port !== event.to.port && event.to.port !== 0)) return false;
  if (to.kind === 'device' || event.to.kind === 'device') return to.kind === event.to.kind;
  return to.name.toLowerCase() === event.to.name.toLowerCase() || to.name === event.address;
}
