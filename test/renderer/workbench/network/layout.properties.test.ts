import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../../src/renderer/workbench/network/layout.ts';
import { findBox, serviceKey, type Picture, type Point, type Rect } from '../../../../src/renderer/workbench/network/picture.ts';
import { arbitraryDrawing } from './arbitrary-drawing.ts';

const sizes = fc.constantFrom(
  { width: 884, height: 320 },
  { width: 1350, height: 620 },
  { width: 560, height: 300 },
  { width: 1900, height: 1000 },
);

describe('a laid out network', () => {
  it('has no boxes or labels that overlap, in 1,000 layouts of 1 to 25 services and 0 to 8 bridges', () => {
    fc.assert(
      fc.property(arbitraryDrawing, sizes, (drawing, size) => {
        const picture = layOut(drawing, size);
        const things = [
          ...picture.boxes.map((box) => ({ name: box.id, rect: box })),
          ...picture.labels.map((label) => ({ name: label.id, rect: label })),
        ];
        for (const [index, one] of things.entries())
          for (const other of things.slice(index + 1)) if (overlaps(one.rect, other.rect)) expect.fail(`${one.name} lies on ${other.name}`);
        for (const { name, rect } of things) expect(isInside(rect, picture), `${name} is inside`).toBe(true);
        for (const box of picture.boxes.filter(({ kind }) => kind === 'service' || kind === 'host'))
          expect([picture.hostLane, ...picture.bands].filter((lane) => isInside(box, lane)).length, `${box.id} is in one lane`).toBe(1);
      }),
      { numRuns: 1000 },
    );
  }, 120_000);

  it('leads no wire through a box or a label', () => {
    fc.assert(
      fc.property(arbitraryDrawing, sizes, (drawing, size) => {
        const picture = layOut(drawing, size);
        for (const { id, from, to } of segments(picture)) {
          for (const box of picture.boxes) if (crosses(from, to, box)) expect.fail(`${id} runs through ${box.id}`);
          for (const label of picture.labels) if (crosses(from, to, label)) expect.fail(`${id} runs through ${label.id}`);
        }
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  it('gives a box the address on the bridge on which it stands, and each leg that on the bridge to which it leads', () => {
    fc.assert(
      fc.property(arbitraryDrawing, sizes, (drawing, size) => {
        const picture = layOut(drawing, size);
        for (const service of drawing.topology.services) {
          const box = findBox(picture, serviceKey(service.name));
          const [home, ...legs] = box?.joins ?? [];
          const addressOn = (network: string | undefined): string | undefined =>
            service.attachments.find((attachment) => attachment.network === network)?.address;
          for (const address of box?.lines.join(' ').match(/\d+\.\d+\.\d+\.\d+/g) ?? []) expect(address).toBe(addressOn(home?.network));
          for (const { network = '' } of legs)
            expect(picture.labels.find(({ id }) => id === `address ${service.name} ${network}`)?.full).toBe(addressOn(network));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('draws each service once and each bridge once', () => {
    fc.assert(
      fc.property(arbitraryDrawing, sizes, (drawing, size) => {
        const picture = layOut(drawing, size);
        const drawn = picture.boxes.flatMap(({ service }) => service ?? []);
        expect(drawn.toSorted()).toEqual(drawing.topology.services.map(({ name }) => name).toSorted());
        expect(picture.bands.flatMap(({ network }) => network ?? [])).toEqual(drawing.topology.networks.map(({ name }) => name));
      }),
      { numRuns: 300 },
    );
  });
});

function segments({ wires, boxes }: Picture): { id: string; from: Point; to: Point }[] {
  const joins = boxes.flatMap((box) =>
    box.joins.map(({ x, railY, boxY }) => ({ id: `join of ${box.id}`, from: { x, y: railY }, to: { x, y: boxY } })),
  );
  const lines = wires.flatMap(({ id, points }) => points.slice(1).map((to, index) => ({ id, from: points[index] ?? to, to })));
  return [...joins, ...lines];
}

function overlaps(one: Rect, other: Rect): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}

function isInside(rect: Rect, outer: { x?: number; y?: number; width: number; height: number }): boolean {
  const { x = 0, y = 0 } = outer;
  return rect.x >= x && rect.y >= y && rect.x + rect.width <= x + outer.width + 0.01 && rect.y + rect.height <= y + outer.height + 0.01;
}

/** Whether an upright or level line goes through the inside of a rectangle; ending at its edge is no crossing. */
function crosses(from: Point, to: Point, rect: Rect): boolean {
  const margin = 0.01;
  return (
    Math.max(from.x, to.x) > rect.x + margin &&
    Math.min(from.x, to.x) < rect.x + rect.width - margin &&
    Math.max(from.y, to.y) > rect.y + margin &&
    Math.min(from.y, to.y) < rect.y + rect.height - margin
  );
}
