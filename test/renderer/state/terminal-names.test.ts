import { expect, it } from 'vitest';
import { nameAmongOthers } from '../../../src/renderer/state/terminal-names.ts';

const views = (...ids: string[]) => ids.map((id) => ({ id, title: 'laptop', serial: 0 })) as never;

it('names a terminal among others, by the learner’s name where it has one', () => {
  expect(nameAmongOthers({ views: views('a', 'b'), names: {} }, 'b')).toBe('laptop 2');
  expect(nameAmongOthers({ views: views('a', 'b'), names: { b: 'the build' } }, 'b')).toBe('the build');
});

it('names none where it is the only one, gone, or unknown', () => {
  expect(nameAmongOthers({ views: views('a'), names: {} }, 'a')).toBeUndefined();
  expect(nameAmongOthers({ views: views('a', 'b'), names: {} }, 'c')).toBeUndefined();
  expect(nameAmongOthers({ views: views('a', 'b'), names: {} }, undefined)).toBeUndefined();
});
