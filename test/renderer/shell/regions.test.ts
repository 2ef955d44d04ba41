import { describe, expect, it } from 'vitest';
import { regionAfter } from '../../../src/renderer/shell/regions.ts';

describe('F6', () => {
  it('goes around all regions and back', () => {
    expect([undefined, 'lesson', 'workbench', 'terminal'].map((name) => regionAfter(name as 'lesson' | undefined, 1))).toEqual([
      'lesson',
      'workbench',
      'terminal',
      'lesson',
    ]);
    expect([undefined, 'lesson', 'workbench', 'terminal'].map((name) => regionAfter(name as 'lesson' | undefined, -1))).toEqual([
      'terminal',
      'terminal',
      'lesson',
      'workbench',
    ]);
  });
});
