import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../../src/renderer/workbench/network/layout.ts';
import { findBox, serviceKey, type Picture, type Point, type Rect } from '../../../../src/renderer/workbench/network/picture.ts';
import { routeOf } from '../../../../src/renderer/workbench/network/route.ts';
import type { ConnectionEvent } from '../../../../src/shared/network/connection.ts';
import { decide } from '../../../../src/shared/network/decide.ts';
import { resolveNames } from '../../../../src/shared/network/resolve-names.ts';
import { findService } from '../../../../src/shared/network/topology.ts';
import { arbitraryRequest, arbitraryTopology } from '../../../shared/network/arbitrary-topology.ts';

const world = arbitraryTopology.chain((topology) =>
  fc.record({ topology: fc.constant(topology), requests: fc.array(arbitraryRequest(topology), { minLength: 6, maxLength: 6 }) }),
);

describe('the way of a connection through the picture', () => {
  it('ends as shared/network decides, where it decides, along the wires, for 3,000 devices', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(world, ({ topology, requests }) => {
        const picture = layOut({ topology, states: new Map(), marks: new Map() }, { width: 884, height: 320 });
        for (const { from, to } of requests) {
          const verdict = decide(topology, { from, to });
          const source = from.kind === 'service' ? findService(topology, from.name) : undefined;
          const address =
            to.kind === 'name' && source !== undefined ? resolveNames(topology, source, to.name)[0]?.attachment.address : undefined;
          const event: ConnectionEvent = { id: 1, time: 0, from, to, verdict, ...(address === undefined ? {} : { address }) };
          const route = routeOf(picture, event);
          if (from.kind === 'service' && source === undefined) {
            expect(route).toBeUndefined();
            continue;
          }
          if (route === undefined) expect.fail('no route');
          seen.set(`${verdict.verdict} ${verdict.rule}`, (seen.get(`${verdict.verdict} ${verdict.rule}`) ?? 0) + 1);
          expect(route.end).toBe(verdict.verdict);
          const points = route.legs.flat();
          route.legs
            .slice(1)
            .forEach((leg, index) => expect(leg[0], 'a leg begins where the one before ended').toEqual(route.legs[index]?.at(-1)));
          const sourceBox = findBox(picture, route.source);
          if (sourceBox !== undefined && points[0] !== undefined)
            expect(isAtEdge(points[0], sourceBox) || from.kind === 'service', 'starts at its source').toBe(true);
          const isShut =
            verdict.rule === 'nothing-listens-on-host' || (verdict.rule === 'service-not-ready' && verdict.awaited === undefined);
          if (verdict.awaited !== undefined) expect(route.target).toBe(serviceKey(verdict.awaited));
          points.slice(1).forEach((to_, index) => {
            const isLast = index >= points.length - 3;
            if (!(isShut && isLast)) expect(isOnWire(picture, points[index] ?? to_, to_), `${verdict.rule}: on a wire`).toBe(true);
          });
          // Who asks for what it is itself goes to its wire and comes back.
          const isRoundTrip = points[0]?.x === route.at.x && points[0].y === route.at.y;
          if (!isRoundTrip) expect(turnsBack(points), `${verdict.rule}: never back over the same wire`).toBe(false);
          if (verdict.verdict === 'unresolved') expect(route.legs).toEqual([]);
          if (verdict.verdict === 'delivered') expectDelivery(picture, route.at, verdict.reached);
          if (isShut) expect(route.at.x, 'shut at the wall').toBe(picture.wall.x);
          if (verdict.verdict === 'refused' && !isShut)
            expect(
              picture.boxes.some((box) => isAtEdge(route.at, box)),
              'refused by a box',
            ).toBe(true);
          if (verdict.verdict === 'timeout')
            expect(
              picture.boxes.filter((box) => box.kind === 'service' && box.id !== route.source).some((box) => isAtEdge(route.at, box)),
              'reaches nobody',
            ).toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
    expect(seen.size).toBeGreaterThan(16);
  }, 120_000);
});

/** Whether a way runs along a wire and then the other way along it. */
function turnsBack(points: readonly Point[]): boolean {
  const steps = points.slice(1).flatMap((to, index) => {
    const from = points[index] ?? to;
    return from.x === to.x && from.y === to.y ? [] : [{ x: Math.sign(to.x - from.x), y: Math.sign(to.y - from.y) }];
  });
  return steps.slice(1).some((step, index) => {
    const before = steps[index] ?? step;
    return step.x === -before.x && step.y === -before.y;
  });
}

/** At the service's box, or at that of the one whose interfaces it has. */
function expectDelivery(picture: Picture, at: Point, reached: string | undefined): void {
  const service = reached === undefined ? undefined : findService(picture.topology, reached);
  const boxes = [reached === undefined ? 'host' : serviceKey(reached), serviceKey(service?.sharesNetworkOf ?? '')].flatMap(
    (id) => findBox(picture, id) ?? [],
  );
  expect(
    boxes.some((box) => isAtEdge(at, box)),
    `delivered to ${reached ?? 'the host OS'}`,
  ).toBe(true);
}

function isAtEdge({ x, y }: Point, box: Rect): boolean {
  const inX = x >= box.x - 0.01 && x <= box.x + box.width + 0.01;
  const inY = y >= box.y - 0.01 && y <= box.y + box.height + 0.01;
  const onX = near(x, box.x) || near(x, box.x + box.width);
  const onY = near(y, box.y) || near(y, box.y + box.height);
  return inX && inY && (onX || onY);
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) < 0.01;
}

/** Whether a level or upright way lies on what is drawn: wires, a box's joins, doors in the wall. */
function isOnWire({ wires, boxes, doors, wall }: Picture, from: Point, to: Point): boolean {
  const lines = [
    ...wires.flatMap(({ points }) => points.slice(1).map((end, index) => [points[index] ?? end, end] as const)),
    ...boxes.flatMap(({ joins }) =>
      joins.map(
        ({ x, railY, boxY }) =>
          [
            { x, y: railY },
            { x, y: boxY },
          ] as const,
      ),
    ),
    ...doors.map(
      ({ y }) =>
        [
          { x: wall.x, y },
          { x: wall.x + wall.width, y },
        ] as const,
    ),
  ];
  const level = near(from.y, to.y);
  const along = level ? ([from.x, to.x] as const) : ([from.y, to.y] as const);
  const parts = lines
    .filter(([one, other]) => (level ? near(one.y, from.y) && near(other.y, from.y) : near(one.x, from.x) && near(other.x, from.x)))
    .map(([one, other]) => (level ? [one.x, other.x] : [one.y, other.y]).toSorted((left, right) => left - right))
    .toSorted(([left = 0], [right = 0]) => left - right);
  let reachedTo = Math.min(...along);
  for (const [start = 0, end = 0] of parts) if (start <= reachedTo + 0.01) reachedTo = Math.max(reachedTo, end);
  return (level || near(from.x, to.x)) && reachedTo >= Math.max(...along) - 0.01;
}
