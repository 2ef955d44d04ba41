import { describe, expect, it } from 'vitest';
import { layOut } from '../../../../src/renderer/workbench/network/layout.ts';
import { findBox, type Picture } from '../../../../src/renderer/workbench/network/picture.ts';
import { routeOf, type Route } from '../../../../src/renderer/workbench/network/route.ts';
import { runningDrawing } from '../../../../src/renderer/workbench/network/subject.ts';
import type { EngineView } from '../../../../src/shared/domain/engine-view.ts';
import * as engines from '../../support/fixtures/engine.ts';

describe('a refused connection from the laptop', () => {
  function refusedAt(port: number, view: EngineView): { picture: Picture; route: Route | undefined } {
    const picture = layOut(runningDrawing(view, undefined), { width: 884, height: 320 });
    const [event] = engines.connectionsOf(0, view, [{ from: { kind: 'laptop' }, to: { kind: 'device', port } }]);
    return { picture, route: event === undefined ? undefined : routeOf(picture, event) };
  }

  it('ends at the service on the host’s network that is stopped', () => {
    const { picture, route } = refusedAt(80, engines.hostStopped(0));
    const box = findBox(picture, 'service frontend');
    expect(route).toMatchObject({ end: 'refused', target: 'service frontend', at: { x: box?.joins[0]?.x, y: box?.y } });
  });

  it('ends at the door of the service on a bridge that is stopped', () => {
    const view = engines.bothBridged(0);
    const [frontend] = view.containers;
    if (frontend !== undefined) frontend.state = 'exited';
    const { picture, route } = refusedAt(80, view);
    const door = picture.doors.find(({ hostPort }) => hostPort === 80);
    expect(route).toMatchObject({ end: 'refused', target: 'service frontend', at: { x: picture.wall.x, y: door?.y } });
  });

  it('ends at the service that does not answer yet, on the host’s network as on a bridge', () => {
    const verdict = { verdict: 'timeout', rule: 'service-not-ready', reason: 'Not ready.' } as const;
    const event = { id: 1, time: 0, from: { kind: 'laptop' }, to: { kind: 'device', port: 80 } } as const;
    const picture = layOut(runningDrawing(engines.hostAndBridged(0), undefined), { width: 884, height: 320 });
    expect(routeOf(picture, { ...event, verdict: { ...verdict, awaited: 'frontend' } })?.target).toBe('service frontend');
    const inside = { from: { kind: 'service', name: 'frontend' }, to: { kind: 'name', name: 'backend', port: 1234 } } as const;
    const bridged = layOut(runningDrawing(engines.bothBridged(0), undefined), { width: 884, height: 320 });
    const way = routeOf(bridged, { ...event, ...inside, verdict: { ...verdict, awaited: 'backend' } });
    expect(way).toMatchObject({ target: 'service backend', at: { y: findBox(bridged, 'service backend')?.y } });
  });
});
