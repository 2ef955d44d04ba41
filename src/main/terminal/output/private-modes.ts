import type { OutputText } from './output-text.ts';

/** Follows which of xterm's private modes (`CSI ? n h`, ended by `l`) a program has switched on; `ESC c` ends all. */
export interface PrivateModes {
  push(text: OutputText): void;
  has(mode: number): boolean;
  /** A program fills the screen. */
  isOnOtherScreen(): boolean;
  /** What undoes those that a program may not leave behind; empty where it left none. */
  undo(): string;
  /** What switches on those that are on: the text in which they were is let go of. */
  redo(): string;
  /** Goes on from here by itself. */
  copy(): PrivateModes;
}

/**
 * Mouse reports (X10, VT200, button and any motion, their encodings), reports of the focus: at a prompt the shell would take them for keys that
 * were typed.
 */
const reporting = [9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016];
/**
 * The other screen, and what leaves it. The last mode puts the cursor where it was before the program; the others leave it where it is now, over
 * what stands there: the prompt comes below everything.
 */
const otherScreens = new Map([
  [47, '\x1b[?47l\x1b[999;1H\r\n'],
  [1047, '\x1b[?1047l\x1b[999;1H\r\n'],
  [1049, '\x1b[?1049l'],
]);
/** The cursor, which is on unless told. */
const cursor = 25;
const switches = /\x1b(?:c|\[\?([\d;]{1,40})([hl]))/g;
/** Begins a switch, and may be cut off. */
const unfinished = /\x1b(?:\[(?:\?[\d;]{0,40})?)?$/;

export function createPrivateModes(): PrivateModes {
  return followModes(new Set(), false, '');
}

function followModes(on: Set<number>, isCursorHidden: boolean, kept: string): PrivateModes {
  return {
    push(text) {
      if (kept === '' && !text.bytes.includes('\x1b[?') && !text.bytes.includes('\x1bc')) {
        kept = unfinished.exec(text.bytes.subarray(-50).toString('latin1'))?.[0] ?? '';
        return;
      }
      const all = kept + text.data;
      kept = unfinished.exec(all.slice(-50))?.[0] ?? '';
      for (const [, modes, end] of all.matchAll(switches)) {
        if (modes === undefined) {
          on.clear();
          isCursorHidden = false;
          continue;
        }
        for (const mode of modes.split(';').map(Number)) {
          if (mode === cursor) isCursorHidden = end === 'l';
          if (end === 'h') on.add(mode);
          else on.delete(mode);
        }
      }
    },
    has: (mode) => on.has(mode),
    isOnOtherScreen: () => [...otherScreens.keys()].some((mode) => on.has(mode)),
    undo() {
      const left = [...otherScreens].filter(([mode]) => on.delete(mode)).map(([, leave]) => leave);
      left.push(...reporting.filter((mode) => on.delete(mode)).map((mode) => `\x1b[?${mode}l`));
      if (isCursorHidden) left.push(`\x1b[?${cursor}h`);
      isCursorHidden = false;
      return left.join('');
    },
    redo: () => [...[...on].map((mode) => `\x1b[?${mode}h`), ...(isCursorHidden ? [`\x1b[?${cursor}l`] : [])].join(''),
    copy: () => followModes(new Set(on), isCursorHidden, kept),
  };
}
