import { describe, expect, it } from 'vitest';
import { allowedLink } from '../../src/shared/external-links.ts';
import { browserCommand } from '../../src/main/open-in-browser.ts';

describe('a link', () => {
  it.each(['https://docs.balena.io/learn/', 'https://www.balena.io/', 'https://github.com/balena-io', 'https://docs.docker.com/x?y=1#z'])(
    'is opened: %s',
    (url) => expect(allowedLink(url)).toBe(url),
  );
  it.each([
    'http://docs.balena.io/',
    'https://balena.io.evil.example/',
    'https://notbalena.io/',
    'https://docs.balena.io@evil.example/',
    'https://user:word@github.com/',
    'https://github.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'balena.io',
    '',
  ])('is not opened: %s', (url) => expect(() => allowedLink(url)).toThrow('does not open'));

  it('is one argument of a program, never a part of a shell’s line', () => {
    const url = 'https://github.com/?a=1&b=%PATH%;rm';
    for (const platform of ['linux', 'darwin', 'win32'] as const) expect(browserCommand(url, platform).at(-1)).toBe(url);
  });
});
