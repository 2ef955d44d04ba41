/**
 * What is written behind the text of a program that is gone: it leaves every mode that the program may have left behind (other screen, mouse,
 * paste, colours), and draws a line with a remark. `text` is what the terminal has shown as far as it is kept; `isOnOtherScreen`: its program was
 * on the other screen, which the text may not tell any more.
 */
export function afterPast(text: string, remark: string, isOnOtherScreen = false): string {
  const modes = ['?1000l', '?1002l', '?1003l', '?1004l', '?1006l', '?2004l', '?25h', '!p', '0m'];
  return `${leaveOtherScreen(text, isOnOtherScreen)}${modes.map((mode) => `\x1b[${mode}`).join('')}\r\n\x1b[2m── ${remark} ──\x1b[0m\r\n`;
}

/**
 * Back from the other screen (xterm's control sequences: private modes 47, 1047 and 1049) where a program was killed there. Mode 1049 also puts the
 * cursor where it was before the program; without the switch to it in the text it would come to the top, over what is there. `ESC c` leaves it, too.
 */
function leaveOtherScreen(text: string, isOnOtherScreen: boolean): string {
  const [, mode, end] = [...text.matchAll(/\x1b\[\?(?:\d+;)*(47|1047|1049)(?:;\d+)*([hl])|\x1bc/g)].at(-1) ?? [];
  if (mode !== undefined) return end === 'l' ? '' : `\x1b[?${mode}l`;
  // Below everything.
  return isOnOtherScreen ? '\x1b[?1047l\x1b[999;1H' : '';
}
