import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { mostOnItsWay, pauseAbove, resumeBelow } from '../../../../src/shared/domain/terminal.ts';
import { createFlow } from '../../../../src/main/terminal/output/flow.ts';

function recordedFlow() {
  const sent: string[] = [];
  const state = { isPaused: false };
  const flow = createFlow({
    send: (bytes) => sent.push(Buffer.from(bytes).toString()),
    pause: () => (state.isPaused = true),
    resume: () => (state.isPaused = false),
  });
  return { flow, sent, state };
}

describe('the flow of output', () => {
  it('is sent in batches, in order', () => {
    vi.useFakeTimers();
    const { flow, sent } = recordedFlow();
    for (const data of ['a', 'b', 'c']) flow.push(Buffer.from(data));
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(16);
    expect(sent).toEqual(['abc']);
    vi.useRealTimers();
  });

  it('pauses while the screen is behind, and goes on when it has caught up', () => {
    const { flow, state } = recordedFlow();
    flow.push(Buffer.from('x'.repeat(pauseAbove)));
    expect(state.isPaused).toBe(false);
    flow.push(Buffer.from('x'));
    expect(state.isPaused).toBe(true);
    flow.acknowledge(pauseAbove + 1 - resumeBelow);
    expect(state.isPaused).toBe(true);
    flow.acknowledge(1);
    expect(state.isPaused).toBe(false);
  });

  it('counts bytes, whatever the script', () => {
    const { flow, state } = recordedFlow();
    flow.push(Buffer.from('漢'.repeat(pauseAbove / 3)));
    expect(state.isPaused).toBe(false);
    flow.push(Buffer.from('漢'));
    expect(state.isPaused).toBe(true);
    flow.acknowledge(pauseAbove + 3 - resumeBelow);
    expect(state.isPaused).toBe(true);
    flow.acknowledge(3);
    expect(state.isPaused).toBe(false);
  });

  it('sends an echo in the same turn, and the last of what is paused at once', async () => {
    const { flow, sent } = recordedFlow();
    flow.push(Buffer.from('a'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual(['a']);
    flow.push(Buffer.from('x'.repeat(pauseAbove)));
    flow.push(Buffer.from('end'));
    expect(sent.at(-1)?.endsWith('end')).toBe(true);
  });

  it('does not wait for a screen that is not there', () => {
    const { flow, state } = recordedFlow();
    flow.push(Buffer.from('x'.repeat(pauseAbove + 1)));
    flow.setWatched(false);
    expect(state.isPaused).toBe(false);
    flow.push(Buffer.from('x'.repeat(pauseAbove + 1)));
    expect(state.isPaused).toBe(false);
  });

  it('starts over with a screen that starts over', () => {
    const { flow, state } = recordedFlow();
    flow.push(Buffer.from('x'.repeat(pauseAbove + 1)));
    flow.restart();
    expect(state.isPaused).toBe(false);
  });

  it('loses nothing and never stays paused once all is acknowledged', () => {
    vi.useFakeTimers();
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60_000 })), (sizes) => {
        const { flow, sent, state } = recordedFlow();
        for (const size of sizes) flow.push(Buffer.from('x'.repeat(size)));
        flow.flush();
        const total = sizes.reduce((sum, size) => sum + size, 0);
        expect(sent.join('').length).toBe(total);
        flow.acknowledge(total);
        expect(state.isPaused).toBe(false);
      }),
    );
    vi.useRealTimers();
  });

  it('has never more on its way than there is room for, and gets all through to a screen that shows it', () => {
    vi.useFakeTimers();
    const step = fc.oneof(
      fc.record({ kind: fc.constant('read' as const), size: fc.integer({ min: 1, max: 65_536 }) }),
      fc.record({ kind: fc.constant('shown' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ kind: fc.constant('wait' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { flow, sent, state } = recordedFlow();
        let read = 0;
        let shown = 0;
        const arrived = () => sent.reduce((sum, data) => sum + data.length, 0);
        for (const one of steps) {
          if (one.kind === 'wait') vi.advanceTimersByTime(20);
          // One read may be under way when its source is told to pause.
          if (one.kind === 'read' && !state.isPaused) {
            flow.push(Buffer.from('x'.repeat(one.size)));
            read += one.size;
          }
          if (one.kind === 'shown') {
            const bytes = Math.floor((arrived() - shown) * one.share);
            shown += bytes;
            flow.acknowledge(bytes);
          }
          expect(arrived() - shown).toBeLessThanOrEqual(mostOnItsWay);
        }
        while (shown < read) {
          vi.advanceTimersByTime(20);
          const bytes = arrived() - shown;
          expect(bytes).toBeGreaterThan(0);
          shown += bytes;
          flow.acknowledge(bytes);
        }
        expect(state.isPaused).toBe(false);
      }),
    );
    vi.useRealTimers();
  });
});
