import { describe, expect, it } from 'vitest';
import { screenLine, screenText } from '../../../../src/main/terminal/output/screen-text.ts';

const size = { columns: 40, rows: 10 };

describe('a screen without a window', () => {
  it('shows what is left of what was printed', async () => {
    expect(await screenText('working |\rworking /\rdone     \r\nnext\r\n', size)).toBe('done\nnext\n');
  });

  it('counts two cells for an emoji, as the window and the shells do', async () => {
    // fish and zsh draw a line anew from behind the prompt.
    expect(await screenLine('🚀 $ ', 'b\r\x1b[5Cba\r\x1b[5Cbalena whoami\r\n', size)).toBe('balena whoami');
  });
});
