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
   * Until the returned function is called, Fleetlab looks at the device itself: the next connection that fits is not told, nor are those that
   * services make meanwhile, as one that is asked may ask another. Where somebody else waits for a connection, they are told. The environment's
   * word may come later; whether it is of one of those, its time tells.
   */
  expectOwn(request: NetworkRequest): () => void;
  /** The environment's word of one that was told already, and had begun by then (`Date.now()`), comes late: it is not told again. */
  expectLate(request: NetworkRequest, begun: number): void;
  /** Resolves with the next connection that fits; never, where none comes. */
  next(request: NetworkRequest): { found: Promise<ConnectionEvent>; stop(): void };
  forget(): void;
}

/** A connection that is not told. */
interface Expected {
  request: NetworkRequest;
  /** `Date.now()` after which none of it began. */
  until: number;
}

const connectionsKept = 50;
/** Milliseconds that an environment's word may take on a busy machine. */
const wordIsLost = 5000;

export function createConnectionLog(onEvent: (event: ConnectionEvent) => void): ConnectionLog {
  let events: ConnectionEvent[] = [];
  let count = 0;
  const own = new Set<Expected>();
  const looks = new Set<Expected>();
  const waiting = new Set<{ request: NetworkRequest; found: (event: ConnectionEvent) => void }>();

  function tell(event: Omit<ConnectionEvent, 'id'>): ConnectionEvent {
    count += 1;
    const told = { ...event, id: count };
    events = [...events, told].slice(-connectionsKept);
    onEvent(told);
    for (const one of [...waiting]) if (isFor(one.request, told)) one.found(told);
    return told;
  }

  function leaveLater(expected: Expected): void {
    setTimeout(() => {
      own.delete(expected);
      looks.delete(expected);
    }, wordIsLost).unref();
  }

  return {
    list: () => events,
    take(event) {
      for (const expected of own) {
        if (event.time > expected.until || !isFor(expected.request, event)) continue;
        own.delete(expected);
        return;
      }
      const isOfLook = event.from.kind === 'service' && [...looks].some(({ until }) => event.time <= until);
      if (!isOfLook || waiting.size > 0) tell(event);
    },
    add: tell,
    expectOwn(request) {
      const expected = { request, until: Infinity };
      own.add(expected);
      looks.add(expected);
      return () => {
        expected.until = Date.now();
        leaveLater(expected);
      };
    },
    expectLate(request, begun) {
      const expected = { request, until: begun };
      own.add(expected);
      leaveLater(expected);
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
