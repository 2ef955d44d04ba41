import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITerminalOptions, type ITheme } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { FleetlabBridge } from '../../shared/contract.ts';
import type { Identity } from '../presenter/secrets.ts';
import { isWindows } from '../shell/platform.ts';
import { createAcknowledgements } from './acknowledgements.ts';
import { createCursorBlink } from './cursor-blink.ts';
import { drawAtPace } from './draw-at-pace.ts';
import { createFramePace } from './frame-pace.ts';
import { createSecretCovers } from './secret-covers.ts';

export interface SessionLook {
  /** Pixels. */
  fontSize: number;
  theme: ITheme;
  screenReaderMode: boolean;
  /** 4.5 for a desk, 7 for a projector. */
  minimumContrast: number;
  /** Whose names are covered, on a projector; tokens and e-mail addresses then are too. */
  covers: { identity: Identity | undefined } | undefined;
}

export interface SessionOptions {
  bridge: FleetlabBridge;
  id: string;
  look: SessionLook;
  /** True for a key that belongs to the app, not to the shell. */
  isAppKey: (event: KeyboardEvent) => boolean;
  /** Several lines, or one with its line end, are to be pasted: `paste` does it. */
  onRiskyPaste: (text: string, paste: (text: string) => void) => void;
  /** A link of the output was clicked. */
  onLink: (address: string) => void;
}

/** How often a text was found. */
export interface Matches {
  /** The one that is shown, from 0; undefined where there are too many to number. */
  index: number | undefined;
  count: number;
}

/** One terminal on the screen, alive while its tab is not in front. */
export interface TerminalSession {
  /** Shows it in `host`, which must be laid out; call `unmount` before another takes its place. */
  mount(host: HTMLElement): void;
  unmount(): void;
  /** Returns the function that brings back into view what is in view now. */
  keepPlace(): () => void;
  /** To the newest line, and on with what comes. */
  scrollToBottom(): void;
  fit(): void;
  focus(): void;
  setLook(look: SessionLook): void;
  /** Marks every place of the text and shows one; `onMatches` tells what was found. */
  find(text: string, direction: 'next' | 'previous'): void;
  /** Returns the function that ends it. */
  onMatches(listener: (matches: Matches) => void): () => void;
  endFind(): void;
  dispose(): void;
}

/** This module brings xterm with it: import it lazily. */
export function createTerminalSession({ bridge, id, look, isAppKey, onRiskyPaste, onLink }: SessionOptions): TerminalSession {
  const terminal = new Terminal({
    allowProposedApi: true,
    // It would tell the console of each broken sequence in a program's output.
    logLevel: 'off',
    fontFamily: '"JetBrains Mono", ui-monospace, monospace',
    lineHeight: 1.2,
    scrollback: 10_000,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    cursorInactiveStyle: 'outline',
    rescaleOverlappingGlyphs: true,
    linkHandler: { activate: (_event, address) => openLink(address) },
    ...optionsOf(look),
  });
  const fitting = new FitAddon();
  const searching = new SearchAddon();
  terminal.loadAddon(fitting);
  terminal.loadAddon(searching);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address)));
  refuseQuestions(terminal);
  const covers = createSecretCovers(terminal);
  const pace = createFramePace();
  pace.setPaced(look.covers === undefined);
  covers.set(look.covers !== undefined, look.covers?.identity);

  // xterm draws no cursor before the first focus or switch of screens: this is the switch to the screen it is on.
  terminal.write('\x1b[?47l');

  const element = document.createElement('div');
  element.className = 'terminal-screen';
  const blink = createCursorBlink(terminal, element);
  // A program that fills the screen (an editor, a pager) pages itself: whoever handles keys outside can see it.
  terminal.buffer.onBufferChange(({ type }) => (element.dataset['screen'] = type));
  // A terminal that is gone says so by its own event; a keystroke into it needs no second message.
  const shown = createAcknowledgements((bytes) => bridge.tell('terminal.acknowledge', { id, bytes }));
  let isReplayed = false;
  let theme = look.theme;
  let isFinding = false;
  // Where the view was left when its tab went to the back: a page that is taken out of the document forgets how far it was scrolled.
  let followsOutput = true;
  let isOpened = false;
  let isDisposed = false;
  let stopDrawingFast: () => void = () => undefined;

  function openLink(address: string): void {
    if (/^https?:\/\//i.test(address)) onLink(address);
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
    const count = output.bytes.length;
    if (isWriting) {
      pace.took(count);
      terminal.write(output.bytes, () => shown.add(count));
    } else shown.add(count);
  });
  terminal.onData((data) => {
    if (isReplayed) bridge.tell('terminal.input', { id, data });
  });
  terminal.onBinary((data) => {
    if (isReplayed) bridge.tell('terminal.input', { id, data });
  });
  terminal.onResize(({ cols, rows }) => {
    if (isReplayed) bridge.tell('terminal.resize', { id, size: { columns: cols, rows } });
  });
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
        onRiskyPaste(text, (chosen) => {
          terminal.paste(chosen);
          terminal.focus();
        });
    },
    true,
  );
  terminal.attachCustomKeyEventHandler((event) => handleKey(event));
  void replay();

  function handleKey(event: KeyboardEvent): boolean {
    if (isAppKey(event)) return false;
    // Windows pastes with it everywhere; the browser then does.
    if (isWindows && event.ctrlKey && !event.altKey && event.code === 'KeyV') return false;
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
        if (!hasGraphicsCard()) drawAtPace(terminal, pace);
      }
      stopDrawingFast = drawFast(terminal);
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
      stopDrawingFast();
      element.remove();
    },
    keepPlace() {
      if (isAtBottom(terminal)) return () => terminal.scrollToBottom();
      const { viewportY, baseY, cursorY } = terminal.buffer.active;
      // It moves with its line when lines break anew.
      const marker = terminal.registerMarker(viewportY - baseY - cursorY);
      return () => {
        if (isDisposed || marker.isDisposed) return;
        terminal.scrollToLine(marker.line);
        marker.dispose();
      };
    },
    scrollToBottom: () => terminal.scrollToBottom(),
    fit,
    focus: () => terminal.focus(),
    setLook(next) {
      // What is covered is what the terminal holds by now: it must be what is drawn.
      pace.setPaced(next.covers === undefined);
      theme = next.theme;
      Object.assign(terminal.options, optionsOf(next), { theme: themeOf(theme, isFinding) });
      covers.set(next.covers !== undefined, next.covers?.identity);
      fit();
    },
    find(text, direction) {
      isFinding = true;
      terminal.options.theme = themeOf(theme, isFinding);
      const options = { decorations: matchColours };
      if (direction === 'next') searching.findNext(text, options);
      else searching.findPrevious(text, options);
    },
    onMatches(listener) {
      const subscription = searching.onDidChangeResults(({ resultIndex, resultCount }) =>
        listener({ index: resultIndex < 0 ? undefined : resultIndex, count: resultCount }),
      );
      return () => subscription.dispose();
    },
    endFind() {
      isFinding = false;
      terminal.options.theme = themeOf(theme, isFinding);
      searching.clearDecorations();
    },
    dispose() {
      isDisposed = true;
      stopListening();
      shown.stop();
      blink.stop();
      covers.dispose();
      stopDrawingFast();
      element.remove();
      terminal.dispose();
    },
  };
}

/** A control sequence in a text could end the paste (xterm's mode 2004) and run what follows; nobody sees one on the clipboard. */
function withoutControls(text: string): string {
  return text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, '');
}

const matchColours = {
  matchOverviewRuler: '#8fb2ff',
  activeMatchColorOverviewRuler: '#f2b866',
  matchBackground: '#3b4d78',
  activeMatchBackground: '#8a5000',
};

/** xterm selects the match that it shows, and draws the selection over the match's own colour. The search has the keys meanwhile. */
function themeOf(theme: ITheme, isFinding: boolean): ITheme {
  return isFinding ? { ...theme, selectionInactiveBackground: matchColours.activeMatchBackground } : theme;
}

function optionsOf({ fontSize, theme, screenReaderMode, minimumContrast }: SessionLook): ITerminalOptions {
  return { fontSize, theme, screenReaderMode, minimumContrastRatio: minimumContrast };
}

function isAtBottom({ buffer: { active } }: Terminal): boolean {
  return active.viewportY >= active.baseY;
}

/**
 * Output may ask a terminal things, and the answer comes to the shell as if it had been typed. Asking where the cursor is and what kind of
 * terminal this is stays possible, since editors and pagers need it; colours, settings, the window and its title are nobody's business.
 */
function refuseQuestions({ parser }: Terminal): void {
  const isAnswered = () => true;
  const isQuestion = (data: string) => data.split(';').includes('?');
  for (const colours of [4, 10, 11, 12]) parser.registerOscHandler(colours, isQuestion);
  parser.registerOscHandler(52, isAnswered);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, isAnswered);
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, isAnswered);
  parser.registerCsiHandler({ final: 't' }, isAnswered);
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, isAnswered);
}

/**
 * Draws with WebGL for as long as the terminal is shown, where a graphics card does it; a machine without one, or one that loses it, keeps
 * the DOM renderer. Browsers give a page only some sixteen contexts, so one in the back gives its own up. Returns the function that ends it.
 */
function drawFast(terminal: Terminal): () => void {
  if (!hasGraphicsCard()) return () => undefined;
  let isOver = false;
  let end: () => void = () => undefined;
  void import('@xterm/addon-webgl')
    .then(({ WebglAddon }) => {
      if (isOver) return;
      const addon = new WebglAddon();
      addon.onContextLoss(() => addon.dispose());
      terminal.loadAddon(addon);
      end = () => addon.dispose();
    })
    .catch(() => undefined);
  return () => {
    isOver = true;
    end();
    end = () => undefined;
  };
}

let graphicsCard: boolean | undefined;

/** WebGL that the processor has to draw takes more of it than the DOM does (measured: a flood of output comes ten times slower). */
function hasGraphicsCard(): boolean {
  if (graphicsCard !== undefined) return graphicsCard;
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  const facts = context?.getExtension('WEBGL_debug_renderer_info');
  const name = facts === null || facts === undefined ? '' : String(context?.getParameter(facts.UNMASKED_RENDERER_WEBGL));
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  // Chromium's own (SwiftShader), Mesa's (llvmpipe, softpipe) and Windows' (WARP).
  graphicsCard = context !== null && !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
  return graphicsCard;
}
