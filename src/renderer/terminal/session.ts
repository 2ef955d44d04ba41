import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITheme } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { FleetlabBridge } from '../../shared/contract.ts';
import { createAcknowledgements } from './acknowledgements.ts';

export interface SessionLook {
  /** Pixels. */
  fontSize: number;
  theme: ITheme;
  screenReaderMode: boolean;
}

export interface SessionOptions {
  bridge: FleetlabBridge;
  id: string;
  look: SessionLook;
  /** True for a key that belongs to the app, not to the shell. */
  isAppKey: (event: KeyboardEvent) => boolean;
}

/** One terminal on the screen, alive while its tab is not in front. */
export interface TerminalSession {
  /** Shows it in `host`, which must be laid out; call `unmount` before another takes its place. */
  mount(host: HTMLElement): void;
  unmount(): void;
  /** To the newest line, and on with what comes. */
  scrollToBottom(): void;
  fit(): void;
  focus(): void;
  setLook(look: SessionLook): void;
  /** False when nothing was found. */
  find(text: string, direction: 'next' | 'previous'): boolean;
  endFind(): void;
  dispose(): void;
}

/** This module brings xterm with it: import it lazily. */
export function createTerminalSession({ bridge, id, look, isAppKey }: SessionOptions): TerminalSession {
  const terminal = new Terminal({
    allowProposedApi: true,
    fontFamily: '"JetBrains Mono", ui-monospace, monospace',
    lineHeight: 1.2,
    scrollback: 5000,
    minimumContrastRatio: 4.5,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    cursorInactiveStyle: 'outline',
    rescaleOverlappingGlyphs: true,
    linkHandler: { activate: (_event, address) => openLink(address) },
    ...look,
  });
  const fitting = new FitAddon();
  const searching = new SearchAddon();
  terminal.loadAddon(fitting);
  terminal.loadAddon(searching);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address)));

  // xterm draws no cursor before the first focus or switch of screens: this is the switch to the screen it is on.
  terminal.write('\x1b[?47l');

  const element = document.createElement('div');
  element.className = 'terminal-screen';
  const shown = createAcknowledgements((characters) => tell('terminal.acknowledge', { id, characters }));
  let isReplayed = false;
  // Where the view was left when its tab went to the back: a page that is taken out of the document forgets how far it was scrolled.
  let followsOutput = true;
  let isOpened = false;
  let isDisposed = false;

  function tell(...[name, input]: TerminalCall): void {
    // A terminal that is gone says so by its own event; a keystroke into it needs no second message.
    bridge.call(name, input).catch(() => undefined);
  }

  function openLink(address: string): void {
    if (/^https?:\/\//i.test(address)) bridge.call('app.openExternal', { url: address }).catch(() => undefined);
  }

  async function replay(): Promise<void> {
    try {
      const past = await bridge.call('terminal.replay', { id });
      if (isDisposed) return;
      terminal.resize(past.size.columns, past.size.rows);
      // The shell's old questions (where is the cursor?) are in the past: their answers must not be typed into it again.
      terminal.write(past.data, () => {
        isReplayed = true;
        fit();
      });
      isWriting = true;
    } catch {
      isWriting = true;
      isReplayed = true;
      fit();
    }
  }

  function fit(): void {
    // Before the replay has been drawn, nothing is told to the shell: it would not hear of the size.
    if (!isReplayed || !isOpened || !element.isConnected || element.clientWidth === 0) return;
    const proposed = fitting.proposeDimensions();
    if (proposed === undefined || Number.isNaN(proposed.cols) || proposed.cols < 2 || proposed.rows < 1) return;
    if (proposed.cols === terminal.cols && proposed.rows === terminal.rows) return;
    terminal.resize(proposed.cols, proposed.rows);
  }

  // Output that came before the replay is part of it.
  let isWriting = false;
  const stopListening = bridge.on('terminal.output', (output) => {
    if (output.id !== id) return;
    const count = output.data.length;
    if (isWriting) terminal.write(output.data, () => shown.add(count));
    else shown.add(count);
  });
  terminal.onData((data) => {
    if (isReplayed) tell('terminal.input', { id, data });
  });
  terminal.onBinary((data) => {
    if (isReplayed) tell('terminal.input', { id, data });
  });
  terminal.onResize(({ cols, rows }) => {
    if (isReplayed) tell('terminal.resize', { id, size: { columns: cols, rows } });
  });
  terminal.attachCustomKeyEventHandler((event) => handleKey(event));
  void replay();

  function handleKey(event: KeyboardEvent): boolean {
    if (isAppKey(event)) return false;
    const isCopy = event.ctrlKey && event.shiftKey && event.code === 'KeyC';
    if (!isCopy) return !(event.ctrlKey && event.shiftKey && event.code === 'KeyV');
    if (event.type === 'keydown' && terminal.hasSelection()) void navigator.clipboard.writeText(terminal.getSelection());
    event.preventDefault();
    return false;
  }

  return {
    mount(host) {
      host.append(element);
      if (!isOpened) {
        isOpened = true;
        terminal.open(element);
        void drawFast(terminal, () => isDisposed);
      }
      fit();
      if (followsOutput) {
        terminal.scrollToBottom();
        // Once more when the browser has laid the page out: its own scrolling comes after.
        requestAnimationFrame(() => {
          if (!isDisposed) terminal.scrollToBottom();
        });
      }
    },
    unmount() {
      followsOutput = isAtBottom(terminal);
      element.remove();
    },
    scrollToBottom: () => terminal.scrollToBottom(),
    fit,
    focus: () => terminal.focus(),
    setLook(next) {
      terminal.options.fontSize = next.fontSize;
      terminal.options.theme = next.theme;
      terminal.options.screenReaderMode = next.screenReaderMode;
      fit();
    },
    find(text, direction) {
      const options = {
        decorations: {
          matchOverviewRuler: '#8fb2ff',
          activeMatchColorOverviewRuler: '#f2b866',
          matchBackground: '#3b4d78',
          activeMatchBackground: '#8a5000',
        },
      };
      return direction === 'next' ? searching.findNext(text, options) : searching.findPrevious(text, options);
    },
    endFind: () => searching.clearDecorations(),
    dispose() {
      isDisposed = true;
      stopListening();
      shown.stop();
      element.remove();
      terminal.dispose();
    },
  };
}

function isAtBottom({ buffer: { active } }: Terminal): boolean {
  return active.viewportY >= active.baseY;
}

type TerminalCall =
  | ['terminal.input', { id: string; data: string }]
  | ['terminal.resize', { id: string; size: { columns: number; rows: number } }]
  | ['terminal.acknowledge', { id: string; characters: number }];

/** Draws with WebGL where it works; a machine without it, or one that loses it, keeps the DOM renderer. */
async function drawFast(terminal: Terminal, isDisposed: () => boolean): Promise<void> {
  try {
    const { WebglAddon } = await import('@xterm/addon-webgl');
    if (isDisposed()) return;
    const addon = new WebglAddon();
    addon.onContextLoss(() => addon.dispose());
    terminal.loadAddon(addon);
  } catch {
    // The DOM renderer goes on.
  }
}
