import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stacksOf, type ImageStack } from '../../../../src/renderer/workbench/layers/image-stack.ts';
import { layOutLayers, type LayersLayout } from '../../../../src/renderer/workbench/layers/layers-layout.ts';
import { layersText } from '../../../../src/renderer/workbench/layers/layers-text.ts';
import { imageOf, pairs } from './images.ts';

const cases = fc.record({
  images: pairs,
  width: fc.integer({ min: 420, max: 2400 }),
  height: fc.integer({ min: 160, max: 1200 }),
  showsSettings: fc.boolean(),
});

function each(holds: (layout: LayersLayout, stacks: readonly ImageStack[], showsSettings: boolean) => void): void {
  fc.assert(
    fc.property(cases, ({ images, ...options }) => {
      const stacks = stacksOf(images.map((image) => ({ image, isOnDevice: true })));
      holds(layOutLayers(stacks, options), stacks, options.showsSettings);
    }),
    { numRuns: 1000 },
  );
}

describe('layOutLayers, for 1,000 images and pairs', () => {
  it('covers nothing with anything else, and stays inside', () =>
    each((layout) => {
      const [left, right] = layout.towers;
      if (left !== undefined && right !== undefined) expect(left.x + left.width).toBeLessThan(right.x);
      for (const tower of layout.towers) {
        tower.rows.slice(1).forEach((row, index) => expect(row.y + row.height).toBeLessThanOrEqual((tower.rows[index]?.y ?? 0) + 0.001));
        tower.segments.slice(1).forEach((segment, index) => expect(segment.y + segment.height).toBeCloseTo(tower.segments[index]?.y ?? 0));
        for (const row of tower.rows) {
          expect(row.y).toBeGreaterThanOrEqual(0);
          expect(row.y + row.height).toBeLessThanOrEqual(layout.ground + 0.001);
          expect(row.x).toBeGreaterThanOrEqual(0);
          expect(row.x + row.width).toBeLessThanOrEqual(layout.width);
          expect(row.x + row.width <= tower.x || row.x >= tower.x + tower.width).toBe(true);
        }
        expect(tower.top).toBeGreaterThanOrEqual(40);
      }
    }));

  it('draws every layer with files, and names every step or counts it', () =>
    each((layout, stacks, showsSettings) => {
      stacks.forEach((stack, place) => {
        const solid = stack.layers.filter((layer) => !layer.isEmpty).map(({ index }) => index);
        expect(layout.towers[place]?.segments.map(({ index }) => index)).toEqual(solid);
        const rows = layout.towers[place]?.rows ?? [];
        expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(stack.layers.length);
        if (showsSettings) expect(rows.map(({ index }) => index)).toEqual(stack.layers.map(({ index }) => index));
      });
    }));

  it('is told in words to the last layer', () =>
    each((_layout, stacks) =>
      layersText(stacks).forEach((text, place) => expect(text.layers).toHaveLength(stacks[place]?.layers.length ?? -1)),
    ));
});

describe('layOutLayers', () => {
  it('draws 289 MB and 39.9 MB on one scale', () => {
    const stacks = stacksOf([imageOf('a', [289_000_000]), imageOf('b', [39_900_000])].map((image) => ({ image, isOnDevice: true })));
    const { towers, ground } = layOutLayers(stacks, { width: 830, height: 320, showsSettings: false });
    const [large = 0, small = 0] = towers.map(({ top }) => ground - top);
    expect(large / small).toBeCloseTo(289 / 39.9, 5);
    expect(large).toBeGreaterThan(200);
  });

  it('joins what both stand on', () => {
    const stacks = stacksOf([imageOf('a', [50, 10]), imageOf('b', [50, 20])].map((image) => ({ image, isOnDevice: true })));
    const { towers, ground, shared } = layOutLayers(stacks, { width: 830, height: 320, showsSettings: false });
    expect(shared?.y).toBe(towers[1]?.segments[0]?.y);
    expect((shared?.y ?? 0) + (shared?.height ?? 0)).toBe(ground);
  });
});
