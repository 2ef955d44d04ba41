import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import { useModel, useSelect } from '../../state/model-context.tsx';
import { summaryOf } from './connection-words.ts';
import { createPackets, type Packets } from './packets.ts';
import type { Picture } from './picture.ts';
import { routeOf } from './route.ts';
import { byKey } from './subject.ts';

/** In a burst, the screen takes over what is new this often, in milliseconds. */
const rest = 250;
/** What happens within this time is spoken of in one sentence. */
const breath = 1500;

/** The connections that the device tells of, oldest first, as often as one can look. */
export function useConnections(keys: ReadonlyMap<string, string>): readonly ConnectionEvent[] {
  const { session } = useModel();
  const [seen, setSeen] = useState(() => session.store.getState().facts?.connections ?? []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function take(): void {
      timer = undefined;
      setSeen(session.store.getState().facts?.connections ?? []);
    }
    const stop = session.store.subscribe((state, before) => {
      if (state.facts?.connections !== before.facts?.connections) timer ??= setTimeout(take, rest);
    });
    // React may show the view some time after it rendered it: what was told since then is taken now.
    take();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session]);
  return useMemo(() => seen.map((event) => byKey(event, keys)), [seen, keys]);
}

export interface Shown {
  id: number;
  /** Whether its packet has come to its end. */
  hasArrived: boolean;
}

export interface Traffic {
  shown: Shown | undefined;
  /** Looks at one: its packet travels again. */
  replay(event: ConnectionEvent): void;
}

export interface TrafficInput {
  layer: RefObject<HTMLElement | null>;
  /** Undefined while the picture is not of what runs. */
  picture: Picture | undefined;
  keys: ReadonlyMap<string, string>;
}

/** Sends a packet for each connection as it happens, and shows the last that arrived until the learner looks at another. */
export function useTraffic({ layer, picture, keys }: TrafficInput): Traffic {
  const { bridge, announcer } = useModel();
  const [shown, setShown] = useState<Shown>();
  const packets = useRef<Packets>(undefined);
  const latest = useRef({ picture, keys });
  useEffect(() => {
    latest.current = { picture, keys };
  });

  useEffect(() => {
    const { current } = layer;
    if (current === null) return undefined;
    const made = createPackets(current, prefersStillness);
    packets.current = made;
    return () => made.clear();
  }, [layer]);

  useEffect(() => {
    let news: ConnectionEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let changedAt = 0;
    /** The last that arrived before it can be looked at. */
    let next: ReturnType<typeof setTimeout> | undefined;
    function speak(): void {
      timer = undefined;
      if (news.length > 0) announcer.announce(summaryOf(news));
      news = [];
    }
    const stop = bridge.on('connection.seen', (raw) => {
      const { current } = latest;
      const event = byKey(raw, current.keys);
      news.push(event);
      // The first is told at once, what follows on its heels together.
      if (timer === undefined) {
        speak();
        timer = setTimeout(speak, breath);
      }
      const route = current.picture === undefined ? undefined : routeOf(current.picture, event);
      const arrive = (): void => {
        clearTimeout(next);
        const wait = changedAt + rest - performance.now();
        if (wait > 0) {
          next = setTimeout(arrive, wait);
          return;
        }
        changedAt = performance.now();
        setShown((known) => (known !== undefined && known.hasArrived && known.id > event.id ? known : { id: event.id, hasArrived: true }));
      };
      if (route === undefined || packets.current === undefined) arrive();
      else void packets.current.send(route, event.time, arrive);
    });
    return () => {
      stop();
      clearTimeout(next);
    };
  }, [bridge, announcer]);

  function replay(event: ConnectionEvent): void {
    const route = picture === undefined ? undefined : routeOf(picture, event);
    if (route === undefined || packets.current === undefined) return setShown({ id: event.id, hasArrived: true });
    packets.current.clear();
    setShown({ id: event.id, hasArrived: false });
    announcer.announce(summaryOf([event]));
    void packets.current.send(route, event.time, () =>
      setShown((known) => (known?.id === event.id ? { id: event.id, hasArrived: true } : known)),
    );
  }

  return { shown, replay };
}

/** The connection that the Requests view asks to be shown here, once each time it asks. */
export function useAskedReplay(connections: readonly ConnectionEvent[], replay: (event: ConnectionEvent) => void): void {
  const { screen } = useModel();
  const asked = useSelect(screen, (state) => state.replay);
  const latest = useRef(replay);
  useEffect(() => {
    latest.current = replay;
  });
  useEffect(() => {
    if (asked === undefined) return;
    const event = connections.find(({ id }) => id === asked.connectionId);
    screen.setState({ replay: undefined });
    if (event !== undefined) latest.current(event);
  }, [asked, connections, screen]);
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
