import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, hideSecrets } from '../../../src/renderer/presenter/secrets.ts';

const identity = { user: 'ada', host: 'ada-thinkpad.local', home: '/home/ada' };
const shown = (text: string) => hideSecrets(text, identity).replace(/•+/g, '[]');

describe('what a projector does not show', () => {
  it.each([
    ['ada@ada-thinkpad:/home/ada/Fleetlab$ ls', '[]:[]/Fleetlab$ ls'],
    ['EMAIL: ada.lovelace@example.com', 'EMAIL: []'],
    ['export TOKEN=q7Rk2mXc9TbV4wLz8NsD1fGh6JpY3aEu', 'export TOKEN=[]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.abc-DEF_123', '[]'],
    ['cd /Users/grace/work', 'cd /Users/[]/work'],
    ['C:\\Users\\Grace> dir', 'C:\\Users\\[]> dir'],
    ['[ada-thinkpad ~]% ', '[[] ~]% '],
    ['Welcome, Ada.', 'Welcome, [].'],
  ])('%s', (text, expected) => expect(shown(text)).toBe(expected));

  it.each([
    'root@7cf02a6:/usr/src/app# ls',
    'UUID: 7cf02a6b4d1e8f90a1b2c3d4e5f60718',
    "Started service 'main sha256:1f0c9c3a5be7d24a0f5c6b1a9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a291807'",
    'balena login --token "$PRACTICE_TOKEN"',
    'ssh root@10.42.0.7',
    'USERNAME: learner',
    'adapter, Canada, /home',
  ])('and what it does: %s', (text) => expect(hideSecrets(text, identity)).toBe(text));

  it('hides patterns where the machine’s names are not known', () => {
    expect(hideSecrets('mail me: a@b.example', undefined)).toBe('mail me: •••••••••••');
  });

  it('does not hide words that everybody has', () => {
    expect(hideSecrets('node balena root localhost', { user: 'node', host: 'localhost', home: '/root' })).toBe(
      'node balena root localhost',
    );
  });

  it('looks at each character of a very long line a bounded number of times', () => {
    // As squares, these would take minutes.
    for (const run of ['x', 'a.', 'Ab1', 'a@', 'eyJabcdef-'])
      expect(hideSecrets(`${run.repeat(100_000)} ada.lovelace@example.com`, undefined)).toContain(` ${'•'.repeat(24)}`);
  });

  it('keeps length and order, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.constantFrom('ada', 'a@b.de', ' ', 'ada-thinkpad', '/home/ada', 'x')), (noise, parts) => {
        const text = parts.join('') + noise;
        expect(hideSecrets(text, identity)).toHaveLength(text.length);
        const ranges = findSecrets(text, identity);
        ranges.slice(1).forEach((range, index) => expect(range.from).toBeGreaterThanOrEqual(ranges[index]?.to ?? 0));
      }),
    );
  });
});
