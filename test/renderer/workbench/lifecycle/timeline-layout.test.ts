import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifecycleText } from '../../../../src/renderer/workbench/lifecycle/lifecycle-text.ts';
import { lifeStoryOf, type LifeStory } from '../../../../src/renderer/workbench/lifecycle/life-story.ts';
import { layOutTimeline, type TimelineLayout } from '../../../../src/renderer/workbench/lifecycle/timeline-layout.ts';
import { windowOf, type Span, type TimeWindow } from '../../../../src/renderer/workbench/lifecycle/time-window.ts';
import { pasts } from './stories.ts';

const cases = fc.record({
  past: pasts,
  span: fc.oneof(fc.constant<Span>('all'), fc.integer({ min: 5000, max: 3_600_000 })),
  shift: fc.double({ min: 0, max: 1, noNaN: true }),
  width: fc.integer({ min: 320, max: 2400 }),
});

function each(holds: (layout: TimelineLayout, story: LifeStory, window: TimeWindow) => void): void {
  fc.assert(
    fc.property(cases, ({ past, span, shift, width }) => {
      const story = lifeStoryOf({ view: past.view, events: past.events, logs: [], services: past.services });
      const window = windowOf(span, 1000 + (past.end - 1000) * shift, story.from);
      holds(layOutTimeline(story, window, width, 400), story, window);
    }),
    { numRuns: 1000 },
  );
}

const tolerance = 0.001;

function expectApart(boxes: readonly { x: number; width: number }[]): void {
  boxes.slice(1).forEach((box, index) => {
    const before = boxes[index];
    if (before !== undefined) expect(before.x + before.width).toBeLessThanOrEqual(box.x + tolerance);
  });
}

describe('layOutTimeline, in 1,000 pasts of up to 25 services', () => {
  it('lays tracks, lanes, signs and runs beside each other, never over each other', () =>
    each((layout) => {
      layout.tracks.forEach((track, index) => {
        const before = layout.tracks[index - 1];
        if (before !== undefined) expect(before.y + before.height).toBeLessThanOrEqual(track.y);
        expectApart(track.marks);
        for (const container of track.containers) expectApart(container.runs);
        expectApart(track.logs.map(({ x }) => ({ x, width: 2.9 })));
        track.volumes.slice(1).forEach((band, place) => expect(band.y - (track.volumes[place]?.y ?? 0)).toBeCloseTo(layout.metrics.volume));
      });
    }));

  it('leaves open what nobody has seen, from where the device fell silent to the right edge', () =>
    each((layout, story, window) => {
      expect(layout.unknown).toBeUndefined();
      const knownUntil = (window.from + window.to) / 2;
      const { unknown, plot } = layOutTimeline({ ...story, knownUntil }, window, layout.width, 400);
      expect(unknown?.x).toBeCloseTo((plot.left + plot.right) / 2);
      expect((unknown?.x ?? 0) + (unknown?.width ?? 0)).toBeCloseTo(plot.right);
      expect(layOutTimeline({ ...story, knownUntil: window.from - 1 }, window, layout.width, 400).unknown?.x).toBe(plot.left);
      expect(layOutTimeline({ ...story, knownUntil: window.to }, window, layout.width, 400).unknown).toBeUndefined();
    }));

  it('stays inside the picture', () =>
    each((layout) => {
      const { left, right } = layout.plot;
      const boxes = layout.tracks.flatMap((track) => [
        ...track.containers,
        ...track.containers.flatMap(({ runs }) => runs),
        ...track.volumes,
      ]);
      for (const box of boxes) {
        expect(box.x).toBeGreaterThanOrEqual(left - tolerance);
        expect(box.x + box.width).toBeLessThanOrEqual(right + 2.001);
      }
      for (const mark of layout.tracks.flatMap(({ marks }) => marks)) expect(mark.x + mark.width).toBeLessThanOrEqual(right + tolerance);
      for (const track of layout.tracks) expect(track.y + track.height).toBeLessThanOrEqual(layout.height);
    }));

  it('draws every moment of the window once, alone or counted', () =>
    each((layout, story, window) => {
      story.tracks.forEach((track, index) => {
        const inside = track.moments.flatMap(({ time }, place) => (time >= window.from && time <= window.to ? [place] : []));
        const drawn = layout.tracks[index]?.marks.flatMap((mark) => Array.from({ length: mark.count }, (_, step) => mark.index + step));
        expect(drawn).toEqual(inside);
      });
    }));

  it('draws every run of the window once, alone or counted', () =>
    each((layout, story, window) => {
      story.tracks.forEach((track, index) => {
        const runs = track.containers
          .flatMap((container) => container.runs)
          .filter((run) => (run.to ?? window.to) >= window.from && run.from <= window.to);
        const drawn = layout.tracks[index]?.containers.flatMap((container) => container.runs.map(({ count }) => count)) ?? [];
        expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(runs.length);
      });
    }));

  it('leaves room between the times of its axis', () =>
    each(({ ticks }) => ticks.slice(1).forEach((tick, index) => expect(tick.x - (ticks[index]?.x ?? 0)).toBeGreaterThan(60))));

  it('is told in words to the last service, volume and moment', () =>
    each((_layout, story) => {
      const texts = lifecycleText(story);
      expect(texts.map(({ service }) => service)).toEqual(story.tracks.map(({ service }) => service));
      story.tracks.forEach((track, index) => {
        const text = texts[index];
        expect(text?.entries.reduce((sum, entry) => sum + entry.count, 0)).toBe(track.moments.length);
        for (const band of track.volumes) expect(text?.volumes.join(' ')).toContain(`Volume ${band.label} at ${band.path}`);
      });
    }));
});
