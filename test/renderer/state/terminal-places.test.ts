import { describe, expect, it } from 'vitest';
import { placesOf, restorePlaces } from '../../../src/renderer/state/terminal-places.ts';
import type { TerminalView } from '../../../src/shared/domain/terminal.ts';
import { ofPractice } from '../support/fixtures/start.ts';

const laptop = (id: string, state: TerminalView['state'] = 'prompt'): TerminalView => ({
  ...ofPractice,
  id,
  target: { kind: 'laptop' },
  title: 'laptop',
  state,
});
const main: TerminalView = { ...laptop('s'), target: { kind: 'service', service: 'main' }, title: 'service main' };
const before = {
  closed: [] as { id: string }[],
  views: [laptop('a'), main, laptop('over', 'ended'), laptop('b'), laptop('c')],
  activeId: 'c',
  split: { left: 'c', right: 'b' },
  names: { b: 'the build', gone: 'closed long ago' },
};
const places = placesOf(before);
const there = (...views: TerminalView[]) => ({ views, closed: [] });

describe('the places of the terminals', () => {
  it('are the same after a reload of the page', () => {
    expect(restorePlaces(places, before)).toEqual({
      activeId: 'c',
      split: { left: 'c', right: 'b' },
      names: { b: 'the build' },
    });
  });

  it('count a terminal whose shell could not be started, which comes back as well', () => {
    const failed: TerminalView = { ...laptop('d', 'ended'), problem: 'balenaCloud does not answer.' };
    expect(placesOf({ ...before, views: [...before.views, failed] }).laptops).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are found again after a restart, where the laptop’s terminals have new ids', () => {
    expect(restorePlaces(places, there(laptop('1', 'starting'), laptop('2', 'starting'), laptop('3', 'starting')))).toEqual({
      activeId: '3',
      split: { left: '3', right: '2' },
      names: { '2': 'the build' },
    });
  });

  it('keep the name of a terminal that can be reopened, and give it to the one that it has become', () => {
    const closed = { ...before, views: before.views.filter(({ id }) => id !== 'b'), closed: [{ id: 'b' }], split: undefined };
    const kept = placesOf(closed);
    expect(kept.names).toEqual({ b: 'the build' });
    expect(restorePlaces(kept, closed).names).toEqual({ b: 'the build' });
    const back = { ...before, views: [...closed.views, { ...laptop('new'), formerId: 'b' }] };
    expect(restorePlaces(kept, back).names).toEqual({ new: 'the build' });
  });

  it('are not guessed where another number of terminals came back', () => {
    expect(restorePlaces(places, there(laptop('1'), laptop('2')))).toEqual({ activeId: undefined, split: undefined, names: {} });
  });

  it('forget a split whose one half did not come back', () => {
    const mixed = placesOf({ ...before, split: { left: 's', right: 'b' } });
    expect(restorePlaces(mixed, there(laptop('1'), laptop('2'), laptop('3'))).split).toBeUndefined();
  });
});
