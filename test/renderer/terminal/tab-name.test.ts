import { expect, it } from 'vitest';
import { tabName } from '../../../src/renderer/terminal/tab-name.ts';

it('numbers the tabs of one title, so that they can be told apart', () => {
  const views = ['bash', 'main', 'bash', 'bash'].map((title) => ({ title }));
  expect(views.map((_, index) => tabName(views, index))).toEqual(['bash', 'main', 'bash 2', 'bash 3']);
});
