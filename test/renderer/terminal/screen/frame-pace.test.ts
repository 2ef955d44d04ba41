import { beforeEach, describe, expect, it } from 'vitest';
import { createFramePace, type FramePace } from '../../../../src/renderer/terminal/screen/frame-pace.ts';

/** A browser that draws sixty times a second, in a time that the test moves on. */
function browser() {
  let time = 1000;
  let frames: FrameRequestCallback[] = [];
  let timers: { at: number; action: () => void }[] = [];
  return {
    request: (callback: FrameRequestCallback) => frames.push(callback),
    later: (action: () => void, milliseconds: number) => timers.push({ at: time + milliseconds, action }),
    now: () => time,
    /** Calls `each` in every millisecond. */
    pass(milliseconds: number, each: () => void = () => undefined) {
      for (let end = time + milliseconds; time < end;) {
        time += 1;
        each();
        const due = timers.filter(({ at }) => at <= time);
        timers = timers.filter(({ at }) => at > time);
        for (const { action } of due) action();
        if (time % 16 !== 0) continue;
        const now = frames;
        frames = [];
        for (const frame of now) frame(time);
      }
    },
  };
}

describe('the pace of a terminal’s frames', () => {
  let page: ReturnType<typeof browser>;
  let pace: FramePace;
  let drawn: number[];

  /** As xterm does: output asks for a frame unless one was asked for. */
  function print(bytes: number) {
    pace.took(bytes);
    if (isAsked) return;
    isAsked = true;
    pace.requestAnimationFrame(() => {
      isAsked = false;
      drawn.push(page.now());
    });
  }
  let isAsked = false;

  beforeEach(() => {
    page = browser();
    pace = createFramePace(page);
    drawn = [];
    isAsked = false;
  });

  it('is the browser’s for what can be read', () => {
    page.pass(1000, () => print(100));
    expect(drawn.length).toBeGreaterThan(50);
  });

  it('is ten a second in a flood, from its second frame on', () => {
    page.pass(2000, () => print(20_000));
    expect(drawn.length).toBeGreaterThanOrEqual(15);
    expect(drawn.length).toBeLessThanOrEqual(22);
  });

  it('shows the last of a flood soon after it', () => {
    page.pass(150, () => print(20_000));
    const end = page.now();
    page.pass(80);
    expect(drawn.at(-1)).toBeGreaterThan(end);
    expect(isAsked).toBe(false);
  });

  it('is the browser’s for somebody who types or scrolls in a flood', () => {
    page.pass(1000, () => print(20_000));
    drawn = [];
    page.pass(300, () => {
      print(20_000);
      pace.attend();
    });
    expect(drawn.length).toBeGreaterThan(14);
    expect(pace.isFlooded()).toBe(false);
  });

  it('is the browser’s where each frame counts', () => {
    pace.setPaced(false);
    page.pass(1000, () => print(20_000));
    expect(drawn.length).toBeGreaterThan(50);
    pace.setPaced(true);
    drawn = [];
    page.pass(1000, () => print(20_000));
    expect(drawn.length).toBeLessThan(15);
  });

  it('is one frame for all that ask for it, but for those who took it back', () => {
    page.pass(200, () => print(20_000));
    const told: string[] = [];
    pace.requestAnimationFrame(() => told.push('first'));
    const handle = pace.requestAnimationFrame(() => told.push('taken back'));
    pace.requestAnimationFrame(() => told.push('second'));
    pace.cancelAnimationFrame(handle);
    page.pass(200);
    expect(told).toEqual(['first', 'second']);
  });
});
