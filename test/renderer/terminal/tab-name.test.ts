import { expect, it } from 'vitest';
import { tabName } from '../../../src/renderer/terminal/tab-name.ts';

it('numbers the tabs of one title, so that they can be told apart', () => {
  const views = ['laptop', 'main', 'laptop', 'laptop'].map((title) => ({ title }));
  expect(views.map((_, index) => tabName(views, index))).toEqual(['laptop', 'main', 'laptop 2', 'laptop 3']);
});
