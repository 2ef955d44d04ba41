import { describe, expect, it } from 'vitest';
import { neighbourOf } from '../../../../src/renderer/workbench/network/neighbour.ts';
import type { Box } from '../../../../src/renderer/workbench/network/picture.ts';
import { centre, firstView, fit, isWhole, move, reveal, zoom } from '../../../../src/renderer/workbench/network/viewport.ts';

const picture = { width: 1000, height: 400 };
const stage = { width: 500, height: 300 };

describe('the viewport', () => {
  it('fits the whole picture into the middle', () => expect(fit(picture, stage)).toEqual({ scale: 0.5, x: 0, y: 50 }));

  it('begins with a part where the whole could not be read, in sizes of the screen', () => {
    expect(firstView({ width: 550, height: 200 }, stage, 1)).toEqual(fit({ width: 550, height: 200 }, stage));
    expect(firstView(picture, stage, 1)).toEqual({ scale: 0.9, x: 0, y: 0 });
    expect(firstView({ width: 600, height: 200 }, stage, 1.25)).toEqual(fit({ width: 600, height: 200 }, stage));
    expect(isWhole(fit(picture, stage), picture, stage)).toBe(true);
    expect(isWhole(firstView(picture, stage, 1), picture, stage)).toBe(false);
  });

  it('brings a point into the middle', () =>
    expect(centre({ scale: 1, x: 0, y: 0 }, { x: 500, y: 200 }, picture, stage)).toEqual({ scale: 1, x: -250, y: -50 }));

  it('zooms around a point', () => {
    const at = { x: 125, y: 100 };
    const before = fit(picture, stage);
    const after = zoom(before, 2, at, picture, stage);
    const place = ({ scale, x, y }: typeof before) => ({ x: (at.x - x) / scale, y: (at.y - y) / scale });
    expect(after.scale).toBe(1);
    expect(place(after)).toEqual(place(before));
  });

  it('neither loses the picture nor zooms without end', () => {
    let viewport = move(fit(picture, stage), { x: 9999, y: -9999 }, picture, stage);
    expect(viewport.x).toBeLessThan(stage.width);
    expect(viewport.y + picture.height * viewport.scale).toBeGreaterThan(0);
    for (let turn = 0; turn < 50; turn += 1) viewport = zoom(viewport, 2, { x: 0, y: 0 }, picture, stage);
    expect(viewport.scale).toBe(4);
    for (let turn = 0; turn < 50; turn += 1) viewport = zoom(viewport, 0.5, { x: 0, y: 0 }, picture, stage);
    expect(viewport.scale).toBe(0.25);
  });

  it('moves only as far as it takes to see a box', () => {
    const near = { scale: 1, x: 0, y: 0 };
    expect(reveal(near, { x: 10, y: 10, width: 100, height: 50 }, picture, stage)).toBe(near);
    const far = reveal(near, { x: 700, y: 10, width: 100, height: 50 }, picture, stage);
    expect(far.x).toBe(-312);
  });
});

describe('the arrow keys', () => {
  const box = (id: string, x: number, y: number): Box => ({
    ...{ id, x, y, width: 100, height: 40, kind: 'service', name: id, fullName: id, lines: [], state: 'running', mark: 'same', joins: [] },
  });
  const boxes = [box('a', 0, 0), box('b', 150, 5), box('c', 300, 200), box('d', 0, 90)];

  it.each([
    ['a', 'right', 'b'],
    ['a', 'down', 'd'],
    ['b', 'left', 'a'],
    ['d', 'up', 'a'],
    ['c', 'right', undefined],
  ] as const)('from %s to the %s: %s', (from, direction, to) => expect(neighbourOf({ boxes }, from, direction)?.id).toBe(to));
});
