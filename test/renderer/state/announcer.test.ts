import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAnnouncer } from '../../../src/renderer/state/announcer.ts';

function listen() {
  const announcer = createAnnouncer();
  const said: string[] = [];
  announcer.store.subscribe(({ message }) => said.push(message));
  return { announcer, said };
}

describe('the announcer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('answers at once, whatever was said before', () => {
    const { announcer, said } = listen();
    announcer.tell('It finished.');
    announcer.announce('Slide 1.');
    announcer.announce('Slide 2.');
    expect(said).toEqual(['It finished.', 'Slide 1.', 'Slide 2.']);
  });

  it('lets a sentence be heard before what is told next takes its place, and loses none', () => {
    const { announcer, said } = listen();
    announcer.tell('It finished.');
    announcer.tell('A check passed.');
    announcer.tell('All checks passed.');
    expect(said).toEqual(['It finished.']);
    vi.advanceTimersByTime(1000);
    expect(said).toEqual(['It finished.', 'A check passed. All checks passed.']);
  });

  it('says the same again later', () => {
    const { announcer, said } = listen();
    announcer.announce('Copied.');
    vi.advanceTimersByTime(1000);
    announcer.announce('Copied.');
    expect(said).toEqual(['Copied.', 'Copied.']);
  });
});
