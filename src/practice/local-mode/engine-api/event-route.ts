import { toldEvent } from '../../engine/told-event.ts';
import type { ToldEvent } from '../../engine/told-event.ts';
import { route, streamed } from '../loopback-server.ts';
import type { LoopbackRoute } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';
import { filters } from './query.ts';

/** `GET /events`: what happens from now on, one line of JSON each, until the reader goes or the time `until` is over. */
export function eventRoute({ engine }: EngineApiContext): LoopbackRoute {
  return route('GET', /^\/events$/, async ({ url, outgoing }) => {
    const wanted = filters(url, ['type', 'event', 'container', 'image', 'label', 'volume', 'network']);
    const until = Number(url.searchParams.get('until') ?? 0) * 1000;
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    outgoing.flushHeaders();
    const end = engine.onEvent((event) => {
      const told = toldEvent(event);
      if (told !== undefined && isWanted(told, wanted)) outgoing.write(`${JSON.stringify(told)}\n`);
    });
    outgoing.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      const timer = until > 0 ? setTimeout(resolve, Math.max(0, until - Date.now())) : undefined;
      outgoing.on('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    end();
    outgoing.end();
    return streamed;
  });
}

function isWanted({ Type, Action, Actor }: ToldEvent, wanted: ReadonlyMap<string, readonly string[]>): boolean {
  const names = [Actor.ID, Actor.Attributes['name'] ?? ''];
  const labels = Object.entries(Actor.Attributes).flatMap(([name, value]) => [name, `${name}=${value}`]);
  const is = (name: string, test: (value: string) => boolean): boolean => wanted.get(name)?.some(test) ?? true;
  const isOf = (kind: string): boolean => is(kind, (value) => Type === kind && names.some((one) => one === value || one.startsWith(value)));
  return (
    is('type', (type) => type === Type) &&
    is('event', (action) => Action === action || Action.startsWith(`${action}:`)) &&
    is('image', (image) => Actor.Attributes['image'] === image || (Type === 'image' && Actor.ID === image)) &&
    is('label', (label) => labels.includes(label)) &&
    isOf('container') &&
    isOf('volume') &&
    isOf('network')
  );
}
