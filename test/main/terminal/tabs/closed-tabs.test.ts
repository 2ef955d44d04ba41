import { expect, it } from 'vitest';
import { createClosedTabs, type ClosedTab } from '../../../../src/main/terminal/tabs/closed-tabs.ts';
import type { ClosedTerminal } from '../../../../src/shared/domain/terminal.ts';

const tab = (id: string, before: readonly string[] = []): ClosedTab => ({
  view: { id, title: 'laptop', serial: 0, target: { kind: 'laptop' }, environment: { id: 'practice', kind: 'practice', name: '' } },
  past: { shell: '/bin/bash', text: id },
  before,
});

function create() {
  const told: string[][] = [];
  const idsOf = (views: readonly ClosedTerminal[]) => views.map(({ id }) => id);
  const closed = createClosedTabs((views) => told.push(idsOf(views)));
  return { closed, told, ids: () => idsOf(closed.list()) };
}

it('gives back what was closed last, or the one that is named, and tells what is left', () => {
  const { closed, told } = create();
  for (const id of ['a', 'b', 'c']) closed.add(tab(id));
  expect(closed.take().past.text).toBe('c');
  expect(closed.take('a').past.text).toBe('a');
  expect(told).toEqual([['a'], ['b', 'a'], ['c', 'b', 'a'], ['b', 'a'], ['b']]);
});

it('keeps the last five, and refuses what it has not', () => {
  const { closed, ids } = create();
  expect(() => closed.take()).toThrow(expect.objectContaining({ code: 'not-found' }) as Error);
  for (const id of 'abcdefg') closed.add(tab(id));
  expect(ids()).toEqual(['g', 'f', 'e', 'd', 'c']);
  expect(() => closed.take('a')).toThrow(expect.objectContaining({ code: 'not-found' }) as Error);
});

it('has what could not be opened where it was, not before what was closed later', () => {
  const { closed, ids } = create();
  closed.add(tab('a'));
  closed.add(tab('b'));
  const taken = closed.take();
  closed.add(tab('c'));
  closed.putBack(taken);
  expect(ids()).toEqual(['c', 'b', 'a']);
});

it('knows a tab that came back by its new id', () => {
  const { closed } = create();
  closed.add(tab('c', ['a', 'b']));
  closed.cameBack('a', 'new');
  expect(closed.take().before).toEqual(['new', 'b']);
});

it('forgets those of environments that are gone, and tells only where that is some', () => {
  const { closed, told, ids } = create();
  closed.add(tab('a'));
  const elsewhere = tab('b');
  closed.add({ ...elsewhere, view: { ...elsewhere.view, environment: { id: 'e1', kind: 'device', name: 'Lab' } } });
  closed.keepOnly(['practice', 'e1']);
  expect(told).toHaveLength(2);
  closed.keepOnly(['practice']);
  expect(ids()).toEqual(['a']);
  expect(told.at(-1)).toEqual(['a']);
});
