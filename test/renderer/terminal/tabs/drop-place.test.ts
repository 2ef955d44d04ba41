import { expect, it } from 'vitest';
import { dropPlace } from '../../../../src/renderer/terminal/tabs/drop-place.ts';

it('is before the tab whose middle the mouse has not passed yet, or behind all', () => {
  const tabs = [
    { id: 'a', left: 100, width: 80 },
    { id: 'b', left: 180, width: 40 },
  ];
  expect([0, 139, 140, 199, 200, 900].map((x) => dropPlace(tabs, x))).toEqual(['a', 'a', 'b', 'b', undefined, undefined]);
});
