import type { Signal } from './signals.ts';

/** The terminal a process is attached to: line discipline (echo, Ctrl-C, Ctrl-D, backspace) on this side of a pty. */
export interface Terminal {
  columns: number;
  rows: number;
  /** `cooked`: lines, echo, and signals from keys; `raw`: each key goes to the program (line editors, pagers). */
  mode: 'cooked' | 'raw';
  /** Who gets SIGINT, SIGQUIT and SIGTSTP of a key pressed in cooked mode. */
  foreground: ((signal: Signal) => void) | undefined;
  onResize(listener: () => void): () => void;
}
