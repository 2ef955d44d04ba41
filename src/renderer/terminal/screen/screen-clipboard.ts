import type { Terminal } from '@xterm/xterm';
import { isMac, isWindows } from '../../shell/platform.ts';

export interface ScreenClipboard {
  /** Copies what is selected where these keys ask for it; true for keys that copy or paste, of which the shell hears nothing. */
  takes(event: KeyboardEvent): boolean;
  /** Resolves with what came of it: `words`, or why it could not be copied. That is told as well. */
  copy(text: string, words: string): Promise<string>;
}

export interface RiskyPaste {
  text: string;
  /** What reads there can tell a paste from keys (mode 2004): a shell that has asked for it runs nothing before Enter. */
  isWhole: boolean;
  paste: (text: string) => void;
}

export interface ScreenClipboardOptions {
  onRiskyPaste: (risky: RiskyPaste) => void;
  onSaid: (words: string) => void;
}

/** Between a terminal, which stands in `element`, and the clipboard. */
export function createScreenClipboard(terminal: Terminal, element: HTMLElement, options: ScreenClipboardOptions): ScreenClipboard {
  // Before xterm's own listener, which is on the element inside.
  element.addEventListener(
    'paste',
    (event) => {
      const copied = event.clipboardData?.getData('text/plain') ?? '';
      const text = withoutControls(copied);
      const isRisky = /[\r\n]/.test(text);
      if (!isRisky && text === copied) return;
      event.preventDefault();
      event.stopPropagation();
      if (!isRisky) terminal.paste(text);
      else
        options.onRiskyPaste({
          text,
          isWhole: terminal.modes.bracketedPasteMode,
          paste(chosen) {
            terminal.paste(chosen);
            terminal.focus();
          },
        });
    },
    true,
  );

  async function copy(text: string, words: string): Promise<string> {
    const told = await navigator.clipboard.writeText(text).then(
      () => words,
      () => 'The browser did not let it be copied.',
    );
    options.onSaid(told);
    return told;
  }

  return {
    copy,
    takes(event) {
      // Windows pastes with it everywhere; the browser then does.
      if (isWindows && event.ctrlKey && !event.altKey && event.code === 'KeyV') return true;
      if (event.ctrlKey && event.shiftKey && event.code === 'KeyC') {
        if (event.type === 'keydown' && terminal.hasSelection()) void copy(terminal.getSelection(), 'Copied.');
        event.preventDefault();
        return true;
      }
      if (isPlainCopy(event) && terminal.hasSelection() && terminal.modes.mouseTrackingMode === 'none') {
        if (event.type === 'keydown') {
          void copy(terminal.getSelection(), 'Copied.');
          // The next one interrupts.
          terminal.clearSelection();
          event.preventDefault();
        }
        return true;
      }
      return event.ctrlKey && event.shiftKey && event.code === 'KeyV';
    },
  };
}

/** A control sequence in a text could end the paste (xterm's mode 2004) and run what follows; nobody sees one on the clipboard. */
function withoutControls(text: string): string {
  return text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, '');
}

/** Ctrl+C alone, where it is not Cmd that copies. */
function isPlainCopy({ ctrlKey, shiftKey, altKey, metaKey, code }: KeyboardEvent): boolean {
  return !isMac && ctrlKey && !shiftKey && !altKey && !metaKey && code === 'KeyC';
}
