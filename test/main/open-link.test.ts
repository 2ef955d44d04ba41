import { describe, expect, it } from 'vitest';
import { openLink } from '../../src/main/open-link.ts';

describe('a link that is to be opened', () => {
  const address = 'https://docs.balena.io/learn';

  it.each([
    ['tells that it could not', () => Promise.resolve(false)],
    ['fails', () => Promise.reject(new Error('spawn xdg-open ENOENT'))],
  ])('is refused with what to do where the machine’s browser %s', async (_case, open) => {
    await expect(openLink(address, open)).rejects.toMatchObject({
      code: 'no-browser',
      message: `No browser could be opened for ${address}.`,
      action: 'Copy the address into a browser.',
    });
  });

  it('is opened where it may be, and only there', async () => {
    const opened: string[] = [];
    const open = (url: string) => Promise.resolve(void opened.push(url));
    await openLink(address, open);
    await expect(openLink('https://evil.example/', open)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(opened).toEqual([address]);
  });
});
