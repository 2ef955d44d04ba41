import { describe, expect, it } from 'vitest';
import { afterPast } from '../../../../src/main/terminal/output/past-text.ts';

describe('what is written behind the text of a program that is gone', () => {
  it.each([
    ['nothing of it', 'one\r\n', false, ''],
    ['an editor that was killed', 'one\r\n\x1b[?1049h\x1b[Htext', false, '\x1b[?1049l'],
    ['an editor that was killed, switched with another mode', 'one\r\n\x1b[?1049;25htext', false, '\x1b[?1049l'],
    ['an editor that was killed, and a reset', 'one\r\n\x1b[?1049htext\x1bc', false, ''],
    ['one of old', 'one\r\n\x1b[?47htext', false, '\x1b[?47l'],
    ['an editor that was left', 'one\r\n\x1b[?1049htext\x1b[?1049l', false, ''],
    ['an editor whose begin is not kept any more', 'text', true, '\x1b[?1047l\x1b[999;1H'],
  ])('leaves the other screen, and where the cursor was is left alone otherwise: %s', (_name, text, isOnOtherScreen, leave) => {
    expect(afterPast(text, 'restarted', isOnOtherScreen).startsWith(`${leave}\x1b[?1000l`)).toBe(true);
  });

  it('leaves mouse, paste and colours, and says what happened in a line of its own', () => {
    const written = afterPast('one', 'restarted');
    expect(written).toContain('\x1b[?2004l');
    expect(written).toContain('\x1b[0m\r\n');
    expect(written.endsWith('── restarted ──\x1b[0m\r\n')).toBe(true);
  });
});
