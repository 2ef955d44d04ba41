import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { pauseAbove, resumeBelow } from '../../../src/shared/domain/terminal.ts';
import { createFlow } from '../../../src/main/terminal/flow.ts';
import { createScrollback } from '../../../src/main/terminal/scrollback.ts';

function recordedFlow() {
  const sent: string[] = [];
  const state = { isPaused: false };
  const flow = createFlow({
    send: (data) => sent.push(data),
    pause: () => (state.isPaused = true),
    resume: () => (state.isPaused = false),
  });
  return { flow, sent, state };
}

describe('the flow of output', () => {
  it('is sent in batches, in order', () => {
    vi.useFakeTimers();
    const { flow, sent } = recordedFlow();
    for (const data of ['a', 'b', 'c']) flow.push(data);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(16);
    expect(sent).toEqual(['abc']);
    vi.useRealTimers();
  });

  it('pauses while the screen is behind, and goes on when it has caught up', () => {
    const { flow, state } = recordedFlow();
    flow.push('x'.repeat(pauseAbove));
    expect(state.isPaused).toBe(false);
    flow.push('x');
    expect(state.isPaused).toBe(true);
    flow.acknowledge(pauseAbove + 1 - resumeBelow);
    expect(state.isPaused).toBe(true);
    flow.acknowledge(1);
    expect(state.isPaused).toBe(false);
  });

  it('counts bytes, whatever the script', () => {
    const { flow, state } = recordedFlow();
    flow.push('漢'.repeat(pauseAbove / 3));
    expect(state.isPaused).toBe(false);
    flow.push('漢');
    expect(state.isPaused).toBe(true);
    flow.acknowledge((pauseAbove - resumeBelow) / 3);
    expect(state.isPaused).toBe(true);
    flow.acknowledge(2);
    expect(state.isPaused).toBe(false);
  });

  it('sends an echo in the same turn, and the last of what is paused at once', async () => {
    const { flow, sent } = recordedFlow();
    flow.push('a');
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual(['a']);
    flow.push('x'.repeat(pauseAbove));
    flow.push('end');
    expect(sent.at(-1)?.endsWith('end')).toBe(true);
  });

  it('does not wait for a screen that is not there', () => {
    const { flow, state } = recordedFlow();
    flow.push('x'.repeat(pauseAbove + 1));
    flow.setWatched(false);
    expect(state.isPaused).toBe(false);
    flow.push('x'.repeat(pauseAbove + 1));
    expect(state.isPaused).toBe(false);
  });

  it('starts over with a screen that starts over', () => {
    const { flow, state } = recordedFlow();
    flow.push('x'.repeat(pauseAbove + 1));
    flow.restart();
    expect(state.isPaused).toBe(false);
  });

  it('loses nothing and never stays paused once all is acknowledged', () => {
    vi.useFakeTimers();
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60_000 })), (sizes) => {
        const { flow, sent, state } = recordedFlow();
        for (const size of sizes) flow.push('x'.repeat(size));
        flow.flush();
        const total = sizes.reduce((sum, size) => sum + size, 0);
        expect(sent.join('').length).toBe(total);
        flow.acknowledge(total);
        expect(state.isPaused).toBe(false);
      }),
    );
    vi.useRealTimers();
  });
});

describe('the scrollback', () => {
  it('keeps the last lines, whole', () => {
    const scrollback = createScrollback(1000);
    for (let line = 0; line < 1000; line += 1) scrollback.push(`\x1b[31mline ${line}\x1b[0m\n`);
    const text = scrollback.text();
    expect(text.endsWith('line 999\x1b[0m\n')).toBe(true);
    expect(text.startsWith('\x1b[31mline ')).toBe(true);
    expect(text.length).toBeGreaterThan(900);
    expect(text.length).toBeLessThanOrEqual(1250);
  });

  it('keeps all of what is shorter than its limit, and one long piece as well as many', () => {
    const scrollback = createScrollback(1000);
    scrollback.push('no line end');
    expect(scrollback.text()).toBe('no line end');
    scrollback.push(`${'x'.repeat(5000)}\n${'y'.repeat(990)}`);
    expect(scrollback.text()).toBe('y'.repeat(990));
  });

  it('is bounded for a program that ends no line', () => {
    const scrollback = createScrollback(1000);
    for (let count = 0; count < 100; count += 1) scrollback.push('x'.repeat(100));
    expect(scrollback.text().length).toBeLessThanOrEqual(1250);
  });
});
