import { expect, it } from 'vitest';
import { closedName, tabName, terminalName } from '../../../../src/renderer/terminal/tabs/tab-name.ts';

it('numbers the tabs of one title, so that they can be told apart', () => {
  const views = ['laptop', 'main', 'laptop', 'laptop'].map((title, serial) => ({ title, serial }));
  expect(views.map((_, index) => tabName(views, index))).toEqual(['laptop', 'main', 'laptop 2', 'laptop 3']);
});

it('numbers them as they were opened, wherever they were moved', () => {
  const views = [3, 1, 2].map((serial) => ({ title: 'laptop', serial }));
  expect(views.map((_, index) => tabName(views, index))).toEqual(['laptop 3', 'laptop', 'laptop 2']);
});

it('calls a closed terminal as it will be called', () => {
  const views = [1, 3].map((serial) => ({ id: `t${serial}`, title: 'laptop', serial })) as never;
  const closed = { id: 't2', title: 'laptop', serial: 2 } as never;
  expect(closedName({ views, names: {} }, closed)).toBe('laptop 2');
  expect(closedName({ views, names: { t2: 'the build' } }, closed)).toBe('the build');
});

it('calls a terminal by the name that the learner gave it', () => {
  const views = ['a', 'b'].map((id) => ({ id, title: 'laptop', serial: 0 })) as never;
  expect(['a', 'b'].map((id) => terminalName({ views, names: { a: 'the build' } }, id))).toEqual(['the build', 'laptop 2']);
});
