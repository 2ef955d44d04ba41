import { expect, it } from 'vitest';
import { settingsWords } from '../../../../src/renderer/workbench/layers/layers-text.ts';

it('says how many steps change settings only, as whole as there is room', () => {
  expect(settingsWords(3, 40)).toBe('+ 3 steps that change settings only');
  expect(settingsWords(1, 40)).toBe('+ 1 step that changes settings only');
  expect(settingsWords(3, 20)).toBe('+ 3 settings steps');
  expect(settingsWords(3, 12)).toBe('+ 3 settings');
  expect(settingsWords(12, 5)).toBe('+ 12');
});
