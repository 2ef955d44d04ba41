import { describe, expect, it } from 'vitest';
import { screenLine, screenText } from '../../../../src/main/terminal/output/screen-text.ts';

const size = { columns: 20, rows: 5 };

describe('what stands on a terminal’s screen', () => {
  it('has emoji as wide as shells count them', async () => {
    // As bash draws it, behind a prompt of five cells.
    expect(await screenLine('🚀 $ ', 'b\r\x1b[5Cba\r\x1b[5Cbalena whoami\r\n', { columns: 80, rows: 24 })).toBe('balena whoami');
    expect(await screenText('🚀 old\r\x1b[3Cnew', size)).toBe('🚀 new');
    expect(await screenText(`${'🚀'.repeat(10)}next\x1b[A\r-`, size)).toBe(`- ${'🚀'.repeat(9)}next`);
  });
});
