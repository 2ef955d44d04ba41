import { describe, expect, it } from 'vitest';
import { windowOf, zoomWindow } from '../../../../src/renderer/workbench/lifecycle/time-window.ts';

describe('the window of time', () => {
  it('has the span that is asked for, or all that is known', () => {
    expect(windowOf(120_000, 500_000, 0)).toEqual({ from: 380_000, to: 500_000 });
    expect(windowOf('all', 500_000, 100_000)).toEqual({ from: 500_000 - 416_000, to: 500_000 });
    expect(windowOf('all', 500_000, undefined).to).toBe(500_000);
  });

  it('zooms around a time that keeps its place', () => {
    const before = { from: 0, to: 100_000 };
    const after = zoomWindow(before, 2, 25_000);
    expect(after).toEqual({ from: 12_500, to: 62_500 });
    expect(zoomWindow(after, 0.5, 25_000)).toEqual(before);
    expect(zoomWindow(before, 2, 100_000).to, 'the right edge stays').toBe(100_000);
  });

  it('zooms neither into nothing nor without end', () => {
    const near = zoomWindow({ from: 0, to: 100_000 }, 1e9, 50_000);
    expect(near.to - near.from).toBe(5000);
    const far = zoomWindow({ from: 0, to: 100_000 }, 1e-9, 50_000);
    expect(far.to - far.from).toBe(7 * 24 * 3_600_000);
  });
});
