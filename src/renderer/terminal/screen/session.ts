import { FitAddon } from '@xterm/addon-fit';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITerminalOptions, type ITheme } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { FleetlabBridge } from '../../../shared/contract.ts';
import type { Identity } from '../../presenter/secrets.ts';
import { readScreenMark, screenMarkNumber } from '../../../shared/screen-marks.ts';
import { isMac } from '../../shell/platform.ts';
import { createAcknowledgements } from './acknowledgements.ts';
import { createCursorBlink } from './cursor-blink.ts';
import { drawAtPace } from './draw-at-pace.ts';
import { createFramePace } from './frame-pace.ts';
import { drawFast, hasGraphicsCard } from './graphics-card.ts';
import { holdInput } from './held-input.ts';
import { createLinkHint } from './link-hint.ts';
import { createPromptMarks, type MarkedCommand, type OnMark } from './prompt-marks.ts';
import { refuseQuestions } from './refuse-questions.ts';
import { createScreenClipboard, type RiskyPaste } from './screen-clipboard.ts';
import { createScreenNote } from './screen-note.ts';
import { createSecretCovers } from './secret-covers.ts';
import { createTerminalSearch, type Matches, type SearchOptions } from './terminal-search.ts';

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
  /** Several lines, or one with its line end, are to be pasted. */
  onRiskyPaste: (risky: RiskyPaste) => void;
  /** A link of the output was clicked, with Ctrl or Cmd held. */
  onLink: (address: string) => void;
  /** Something is to be announced. */
  onSaid: (words: string) => void;
  /** Output came while the tab was in the back; false to be asked again. */
  onUnseenOutput: () => boolean;
  onBell: () => void;
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
  /** To the prompt of the command before or after; its line and how it ended, undefined where there is none. */
  jump(direction: 'previous' | 'next'): string | undefined;
  /** All text goes but the line of the prompt; the shell hears nothing of it. False where a program fills the screen, of which nothing goes. */
  clear(): boolean;
  /** Whether there is more than a prompt on which nothing was typed. */
  hasText(): boolean;
  /** What is selected. */
  selection(): string;
  /** All text, for whoever has no mouse. */
  selectAll(): void;
  /** The command that was jumped to, else the newest; undefined where none is known. */
  command(): MarkedCommand | undefined;
  /** Puts a text on the clipboard, and says `words` here and aloud. */
  copyText(text: string, words: string): void;
  /** Here and aloud. */
  say(words: string): void;
  /** The mark beside a command was clicked. Returns the function that ends it. */
  onMark(listener: OnMark): () => void;
  /** Whether there is newer output below what is in view. Returns the function that ends it. */
  onBehind(listener: (isBehind: boolean) => void): () => void;
  /** Marks every place of the text and shows one; `onMatches` tells what was found. */
  find(text: string, options: SearchOptions, which: 'newest' | 'up' | 'down'): void;
  /** Returns the function that ends it. */
  onMatches(listener: (matches: Matches) => void): () => void;
  endFind(): void;
  dispose(): void;
}

/** This module brings xterm with it: import it lazily. */
export function createTerminalSession(options: SessionOptions): TerminalSession {
  const { bridge, id, look, isAppKey, onLink } = options;
  const element = document.createElement('div');
  element.className = 'terminal-screen';
  const hint = createLinkHint(element);
  const note = createScreenNote(element);
  const hover = { hover: hint.show, leave: hint.hide };
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
    linkHandler: { activate: openLink, ...hover },
    ...optionsOf(look),
  });
  const fitting = new FitAddon();
  terminal.loadAddon(fitting);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.loadAddon(new WebLinksAddon(openLink, hover));
  refuseQuestions(terminal);
  const input = holdInput(terminal, (data) => bridge.tell('terminal.input', { id, data }));
  const covers = createSecretCovers(terminal);
  const pace = createFramePace();
  pace.setPaced(look.covers === undefined);
  covers.set(look.covers !== undefined, look.covers?.identity);

  // xterm draws no cursor before the first focus or switch of screens: this is the switch to the screen it is on.
  terminal.write('\x1b[?47l');

  const clipboard = createScreenClipboard(terminal, element, options);
  const blink = createCursorBlink(terminal, element);
  // A program that fills the screen (an editor, a pager) pages itself: whoever handles keys outside can see it.
  terminal.buffer.onBufferChange(({ type }) => (element.dataset['screen'] = type));
  // A terminal that is gone says so by its own event; a keystroke into it needs no second message.
  const shown = createAcknowledgements((bytes) => bridge.tell('terminal.acknowledge', { id, bytes }));
  let isReplayed = false;
  let theme = look.theme;
  const search = createTerminalSearch(terminal, () => (terminal.options.theme = search.themed(theme)));
  const markListeners = new Set<OnMark>();
  const prompts = createPromptMarks(terminal, (mark, read) => markListeners.forEach((listener) => listener(mark, read)));
  let key: string | undefined;
  terminal.parser.registerOscHandler(screenMarkNumber, (text) => {
    takeMark(key === undefined ? undefined : readScreenMark(key, text));
    return true;
  });

  terminal.parser.registerEscHandler({ final: 'c' }, () => {
    prompts.reset();
    return false;
  });

  function takeMark(mark: ReturnType<typeof readScreenMark>): void {
    if (mark === 'P') prompts.prompt();
    else if (mark === 'C') prompts.sent();
    else if (mark === 'X') {
      if (terminal.buffer.active.type === 'normal') prompts.clear();
    } else if (mark !== undefined) prompts.ended(mark);
  }

  // Where the view was left when its tab went to the back: a page that is taken out of the document forgets how far it was scrolled.
  let followsOutput = true;
  let isOpened = false;
  let isDisposed = false;
  let stopDrawingFast: () => void = () => undefined;

  /** With a key held, as in other terminals: who clicks to give the terminal the keys is not asked anything. */
  function openLink(event: MouseEvent, address: string): void {
    if ((isMac ? event.metaKey : event.ctrlKey) && /^https?:\/\//i.test(address)) onLink(address);
  }

  async function replay(): Promise<void> {
    try {
      const past = await bridge.call('terminal.replay', { id });
      if (isDisposed) return;
      key = past.key;
      terminal.resize(past.size.columns, past.size.rows);
      terminal.write(past.data, endReplay);
      isWriting = true;
    } catch {
      isWriting = true;
      endReplay();
    }
  }

  function endReplay(): void {
    isReplayed = true;
    fit();
    input.release();
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
  let isMounted = false;
  let isUnseenTold = false;
  let isBehind = false;
  const behindListeners = new Set<(isBehind: boolean) => void>();
  function setBehind(behind: boolean): void {
    isBehind = behind;
    for (const listener of behindListeners) listener(behind);
  }
  const stopListening = bridge.on('terminal.output', (output) => {
    if (output.id !== id) return;
    const count = output.bytes.length;
    if (isWriting) {
      if (!isMounted && !isUnseenTold) isUnseenTold = options.onUnseenOutput();
      pace.took(count);
      terminal.write(output.bytes, () => {
        shown.add(count);
        if (!isBehind && !isAtBottom(terminal)) setBehind(true);
      });
    } else shown.add(count);
  });
  terminal.onRender(() => {
    if (isBehind && isAtBottom(terminal)) setBehind(false);
  });
  terminal.onBell(() => {
    if (isReplayed && !isMounted) options.onBell();
  });
  let isTypedInto = false;
  terminal.onData((data) => {
    // Not an answer or a report of the terminal's own.
    if (!data.startsWith('\x1b')) isTypedInto = true;
    input.take(data);
  });
  terminal.onBinary((data) => {
    if (isReplayed) bridge.tell('terminal.input', { id, data });
  });
  terminal.onResize(({ cols, rows }) => {
    if (isReplayed) bridge.tell('terminal.resize', { id, size: { columns: cols, rows } });
  });
  terminal.attachCustomKeyEventHandler((event) => !isAppKey(event) && !clipboard.takes(event));
  void replay();

  return {
    mount(host) {
      host.append(element);
      isMounted = true;
      isUnseenTold = false;
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
      isMounted = false;
      hint.hide();
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
    scrollToBottom() {
      prompts.leave();
      terminal.scrollToBottom();
    },
    fit,
    focus: () => terminal.focus(),
    setLook(next) {
      // What is covered is what the terminal holds by now: it must be what is drawn.
      pace.setPaced(next.covers === undefined);
      theme = next.theme;
      Object.assign(terminal.options, optionsOf(next), { theme: search.themed(theme) });
      covers.set(next.covers !== undefined, next.covers?.identity);
      fit();
    },
    jump: prompts.jump,
    clear() {
      if (terminal.buffer.active.type !== 'normal') return false;
      bridge.tell('terminal.clear', { id });
      return true;
    },
    hasText() {
      const { active } = terminal.buffer;
      if (active.type !== 'normal' || active.baseY > 0) return true;
      let lines = 0;
      for (let line = 0; line < terminal.rows; line += 1) if (active.getLine(line)?.translateToString(true) !== '') lines += 1;
      return lines > 1 || (lines === 1 && isTypedInto);
    },
    selection: () => terminal.getSelection(),
    selectAll: () => terminal.selectAll(),
    copyText: (text, words) => void clipboard.copy(text, words).then(note.show),
    say(words) {
      options.onSaid(words);
      note.show(words);
    },
    command: prompts.command,
    onMark(listener) {
      markListeners.add(listener);
      return () => markListeners.delete(listener);
    },
    onBehind(listener) {
      behindListeners.add(listener);
      listener(isBehind);
      return () => behindListeners.delete(listener);
    },
    find: search.find,
    onMatches: search.onMatches,
    endFind: search.end,
    dispose() {
      isDisposed = true;
      note.hide();
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

function optionsOf({ fontSize, theme, screenReaderMode, minimumContrast }: SessionLook): ITerminalOptions {
  return { fontSize, theme, screenReaderMode, minimumContrastRatio: minimumContrast };
}

function isAtBottom({ buffer: { active } }: Terminal): boolean {
  return active.viewportY >= active.baseY;
}
