import { expect, it } from 'vitest';
import { tabName, terminalName } from '../../../src/renderer/terminal/tab-name.ts';

it('numbers the tabs of one title, so that they can be told apart', () => {
  const views = ['laptop', 'main', 'laptop', 'laptop'].map((title) => ({ title }));
  expect(views.map((_, index) => tabName(views, index))).toEqual(['laptop', 'main', 'laptop 2', 'laptop 3']);
});

it('calls a terminal by the name that the learner gave it', () => {
  const views = ['a', 'b'].map((id) => ({ id, title: 'laptop' })) as never;
  expect(['a', 'b'].map((id) => terminalName({ views, names: { a: 'the build' } }, id))).toEqual(['the build', 'laptop 2']);
});
