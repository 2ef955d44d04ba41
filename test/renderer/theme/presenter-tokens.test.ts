import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';

const css = readFileSync(new URL('../../../src/renderer/theme/presenter.css', import.meta.url), 'utf8');

const pairs = new Map(
  [...css.matchAll(/(--[\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(([, name = '', light = '', dark = '']) => [
    name,
    { light, dark },
  ]),
);
const surfaces = ['--surface-sunken', '--surface', '--surface-raised', '--surface-hover'];
const services = [0, 1, 2, 3, 4, 5].map((index) => `--service-${index}`);
const meanings = ['--accent', '--ok', '--attention', '--refused', '--unknown', ...services];
const codes = ['keyword', 'string', 'number', 'property', 'function'].map((name) => `--code-${name}`);

describe.each(['light', 'dark'] as const)('colours for a projector, %s', (theme) => {
  const token = (name: string): string => {
    const pair = pairs.get(name);
    if (pair === undefined) throw new Error(`${name} is no colour of the presenter.`);
    return pair[theme];
  };

  it.each(['--ink', '--ink-soft', ...meanings, ...codes])('%s is at least 7:1 on every surface', (name) => {
    for (const surface of surfaces) expect(contrast(token(name), token(surface)), surface).toBeGreaterThanOrEqual(7);
  });

  it.each(meanings)('%s is at least 7:1 on its soft ground', (name) => {
    expect(contrast(token(name), token(`${name}-soft`))).toBeGreaterThanOrEqual(7);
  });

  it('ink is at least 7:1 on every soft ground', () => {
    for (const name of meanings) expect(contrast(token('--ink'), token(`${name}-soft`)), name).toBeGreaterThanOrEqual(7);
  });

  it('the accent’s fill carries white text, and lines can be seen', () => {
    expect(contrast('#ffffff', token('--accent-fill'))).toBeGreaterThanOrEqual(7);
    for (const surface of surfaces) expect(contrast(token('--control-line'), token(surface)), surface).toBeGreaterThanOrEqual(4.5);
  });
});
