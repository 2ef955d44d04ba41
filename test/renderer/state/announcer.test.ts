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

  it('says at once what comes alone', () => {
    const { announcer, said } = listen();
    announcer.announce('One.');
    expect(said).toEqual(['One.']);
  });

  it('lets a sentence be heard before the next takes its place, and loses none', () => {
    const { announcer, said } = listen();
    announcer.announce('It finished.');
    announcer.announce('A check passed.');
    announcer.announce('All checks passed.');
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
