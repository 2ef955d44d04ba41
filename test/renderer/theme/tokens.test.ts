import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';

const css = readFileSync(new URL('../../../src/renderer/theme/tokens.css', import.meta.url), 'utf8');
const code = readFileSync(new URL('../../../src/renderer/theme/files.css', import.meta.url), 'utf8');

type Theme = 'light' | 'dark';

/** Every colour token as it is in the theme: `#rrggbb`. */
function colours(theme: Theme): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of `${css}${code}`.matchAll(/(--[\w-]+):\s*((?:light-dark\([^)]*\)|#[0-9a-f]{3,6}))\s*;/g)) {
    const pair = /light-dark\((#[0-9a-f]+),\s*(#[0-9a-f]+)\)/.exec(value);
    found.set(name, (theme === 'light' ? pair?.[1] : pair?.[2]) ?? value);
  }
  return found;
}

const surfaces = ['--surface-sunken', '--surface', '--surface-raised'];
const texts = [
  '--ink',
  '--ink-soft',
  '--accent',
  '--ok',
  '--attention',
  '--refused',
  '--unknown',
  ...[0, 1, 2, 3, 4, 5].map((index) => `--service-${index}`),
];
const codes = ['keyword', 'string', 'number', 'property', 'function'].map((name) => `--code-${name}`);

describe.each(['light', 'dark'] as const)('colours of the %s theme', (theme) => {
  const token = (name: string): string => {
    const value = colours(theme).get(name);
    if (value === undefined) throw new Error(`${name} is no colour token.`);
    return value.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
  };

  it.each(surfaces.flatMap((surface) => [...texts, ...codes].map((text) => [text, surface])))('%s can be read on %s', (text, surface) => {
    expect(contrast(token(text), token(surface))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['accent', 'ok', 'attention', 'refused', 'unknown', ...[0, 1, 2, 3, 4, 5].map((index) => `service-${index}`)])(
    '--%s can be read on its soft ground',
    (name) => {
      expect(contrast(token(`--${name}`), token(`--${name}-soft`))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('the accent’s fill carries white text', () => {
    expect(contrast('#ffffff', token('--accent-fill'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast('#ffffff', token('--accent-fill-hover'))).toBeGreaterThanOrEqual(4.5);
  });

  it('controls stand out from what they lie on', () => {
    for (const surface of surfaces) expect(contrast(token('--control-line'), token(surface))).toBeGreaterThanOrEqual(3);
  });
});

describe('colours of the terminal', () => {
  const names = [...css.matchAll(/--terminal-(?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white|ink|ink-soft)(?=:)/g)].map(
    ([name]) => name,
  );

  it('has all sixteen', () => expect(names).toHaveLength(18));

  // Black is a ground as often as a text; xterm's minimum contrast lifts it where it is text.
  it.each(names.filter((name) => name !== '--terminal-black'))('%s can be read on the ground of either theme', (name) => {
    const colour = colours('light').get(name) ?? '';
    for (const theme of ['light', 'dark'] as const)
      expect(contrast(colour, colours(theme).get('--terminal') ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});
