import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAcknowledgements } from '../../../../src/renderer/terminal/screen/acknowledgements.ts';
import { resumeBelow } from '../../../../src/shared/domain/terminal.ts';

describe('acknowledgements of shown output', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gathers small ones, and tells every byte once', () => {
    const told: number[] = [];
    const acknowledgements = createAcknowledgements((bytes) => told.push(bytes));
    acknowledgements.add(10);
    acknowledgements.add(20);
    expect(told).toEqual([]);
    vi.runAllTimers();
    expect(told).toEqual([30]);
  });

  it('tells a large one at once, so that a paused shell goes on', () => {
    const told: number[] = [];
    createAcknowledgements((bytes) => told.push(bytes)).add(resumeBelow);
    expect(told).toEqual([resumeBelow]);
  });

  it('tells nothing after the end', () => {
    const told: number[] = [];
    const acknowledgements = createAcknowledgements((bytes) => told.push(bytes));
    acknowledgements.add(5);
    acknowledgements.stop();
    vi.runAllTimers();
    expect(told).toEqual([]);
  });
});
