import { StringDecoder } from 'node:string_decoder';
import { createEditBuffer } from './edit-buffer.ts';
import type { EditBuffer } from './edit-buffer.ts';
import type { Completion } from './completion.ts';
import { createKeyDecoder } from './keys.ts';
import type { Key } from './keys.ts';
import { createPainter } from './painter.ts';

export interface LineEditorOptions {
  /** The next byte of the keyboard; undefined when the user has gone. */
  read(): Promise<Buffer | undefined>;
  write: (text: string) => Promise<void>;
  columns: () => number;
  onResize(listener: () => void): () => void;
  /** Lines of before, oldest first. */
  history: readonly string[];
  complete(text: string, cursor: number): Promise<Completion>;
}

export type LineResult = { kind: 'line'; text: string } | { kind: 'interrupt' } | { kind: 'end' };

export interface LineEditor {
  /** Shows the prompt and lets the user edit one line until it is sent, given up (Ctrl-C) or ended (Ctrl-D). */
  readLine(prompt: string): Promise<LineResult>;
}

const listLimit = 100;

/** The editing commands are those of readline's emacs mode, as far as most people's fingers know them. */
export function createLineEditor(options: LineEditorOptions): LineEditor {
  const decoder = new StringDecoder('utf8');
  const keys = createKeyDecoder();
  let killed = '';

  async function readLine(prompt: string): Promise<LineResult> {
    const buffer = createEditBuffer();
    const painter = createPainter({ write: options.write, columns: options.columns });
    let historyIndex = options.history.length;
    let unsent = '';
    let isPasting = false;
    let wasTab = false;
    let search: { query: string; index: number } | undefined;

    const draw = (): Promise<void> => painter.draw(search === undefined ? prompt : searchPrompt(search.query), buffer.text, buffer.cursor);
    const stopListening = options.onResize(() => void draw());
    const finish = async (result: LineResult, shown: string): Promise<LineResult> => {
      stopListening();
      buffer.move(buffer.length);
      await draw();
      await options.write(`${shown}\r\n\x1b[?2004l`);
      return result;
    };

    /** Resolves with the result when the key ends the line. */
    async function press(key: Key): Promise<LineResult | undefined> {
      if (isPasting) return paste(key);
      if (search !== undefined) {
        const isSearchKey = await searchWith(key);
        if (isSearchKey) return undefined;
      }
      if (key.kind === 'character') {
        wasTab = false;
        return type(key.text);
      }
      const { name } = key;
      if (name === 'enter') return finish({ kind: 'line', text: buffer.text }, '');
      if (name === 'ctrl-c') return finish({ kind: 'interrupt' }, '^C');
      if (name === 'ctrl-d' && buffer.length === 0) return finish({ kind: 'end' }, '');
      if (name === 'tab') {
        await complete(wasTab);
        wasTab = !wasTab;
        return undefined;
      }
      wasTab = false;
      if (name === 'paste-start') isPasting = true;
      else if (name === 'ctrl-r') search = { query: '', index: options.history.length };
      else if (name === 'ctrl-l') await painter.clearScreen();
      else if (name === 'up' || name === 'ctrl-p') browse(-1);
      else if (name === 'down' || name === 'ctrl-n') browse(1);
      else if (name === 'meta-.') buffer.insert(options.history.at(-1)?.split(/\s+/).at(-1) ?? '');
      else if (name === 'ctrl-y') buffer.insert(killed);
      else {
        moves[name]?.(buffer);
        killed = kills[name]?.(buffer) ?? killed;
      }
      await draw();
      return undefined;
    }

    async function type(text: string): Promise<undefined> {
      const isAtEnd = buffer.cursor === buffer.length;
      buffer.insert(text);
      if (!isAtEnd || !(await painter.append(text))) await draw();
      return undefined;
    }

    async function paste(key: Key): Promise<undefined> {
      if (key.kind === 'key' && key.name === 'paste-end') {
        isPasting = false;
        await draw();
      } else if (key.kind === 'character') buffer.insert(key.text);
      else if (key.name === 'enter') buffer.insert('\n');
      else if (key.name === 'tab') buffer.insert('\t');
      return undefined;
    }

    function browse(step: -1 | 1): void {
      const target = historyIndex + step;
      if (target < 0 || target > options.history.length) return;
      if (historyIndex === options.history.length) unsent = buffer.text;
      historyIndex = target;
      buffer.replace(options.history[target] ?? unsent);
    }

    /** False where the key ends the search and means what it always means. */
    async function searchWith(key: Key): Promise<boolean> {
      if (search === undefined) return false;
      if (key.kind === 'character') search.query += key.text;
      else if (key.name === 'backspace') search.query = search.query.slice(0, -1);
      else if (key.name === 'ctrl-g') {
        search = undefined;
        buffer.replace(unsent);
        await draw();
        return true;
      } else if (key.name !== 'ctrl-r') {
        search = undefined;
        await draw();
        return false;
      }
      const from = key.kind === 'key' && key.name === 'ctrl-r' ? search.index - 1 : options.history.length - 1;
      const { query } = search;
      const found = options.history.findLastIndex((line, index) => index <= from && line.includes(query));
      if (found >= 0 && query !== '') {
        search.index = found;
        buffer.replace(options.history[found] ?? '');
        buffer.move((options.history[found] ?? '').indexOf(query) - buffer.cursor);
      }
      await draw();
      return true;
    }

    async function complete(isListWanted: boolean): Promise<void> {
      const { start, candidates, insertion } = await options.complete(buffer.text, buffer.cursor);
      const typed = buffer.text.slice(start, buffer.cursor);
      if (insertion !== undefined && insertion !== typed) {
        buffer.deleteBefore(Array.from(typed).length);
        buffer.insert(insertion);
        await draw();
      } else if (isListWanted && candidates.length > 0) {
        await list(candidates);
        await draw();
      } else {
        await options.write('\x07');
      }
    }

    async function list(candidates: readonly string[]): Promise<void> {
      await painter.leave(buffer.text);
      const shown = candidates.slice(0, listLimit);
      const width = Math.max(...shown.map((candidate) => candidate.length)) + 2;
      const perRow = Math.max(1, Math.floor(options.columns() / width));
      const rows = Math.ceil(shown.length / perRow);
      const lines = Array.from({ length: rows }, (_, row) =>
        Array.from({ length: perRow }, (__, column) => shown[column * rows + row] ?? '')
          .map((candidate) => candidate.padEnd(width))
          .join('')
          .trimEnd(),
      );
      const more = candidates.length > listLimit ? `… and ${String(candidates.length - listLimit)} more\r\n` : '';
      await options.write(`\r\n${lines.join('\r\n')}\r\n${more}`);
    }

    await options.write('\x1b[?2004h');
    await draw();
    for (;;) {
      const bytes = await options.read();
      if (bytes === undefined) {
        stopListening();
        return { kind: 'end' };
      }
      for (const key of keys.decode(decoder.write(bytes))) {
        const result = await press(key);
        if (result !== undefined) return result;
      }
    }
  }

  return { readLine };
}

function searchPrompt(query: string): string {
  return `(reverse-i-search)\`${query}': `;
}

const moves: Readonly<Record<string, (buffer: EditBuffer) => void>> = {
  left: (buffer) => buffer.move(-1),
  'ctrl-b': (buffer) => buffer.move(-1),
  right: (buffer) => buffer.move(1),
  'ctrl-f': (buffer) => buffer.move(1),
  home: (buffer) => buffer.move(-buffer.length),
  'ctrl-a': (buffer) => buffer.move(-buffer.length),
  end: (buffer) => buffer.move(buffer.length),
  'ctrl-e': (buffer) => buffer.move(buffer.length),
  'word-left': (buffer) => buffer.move(-buffer.wordLengthBefore()),
  'meta-b': (buffer) => buffer.move(-buffer.wordLengthBefore()),
  'word-right': (buffer) => buffer.move(buffer.wordLengthAfter()),
  'meta-f': (buffer) => buffer.move(buffer.wordLengthAfter()),
  backspace: (buffer) => void buffer.deleteBefore(1),
  delete: (buffer) => void buffer.deleteAfter(1),
  'ctrl-d': (buffer) => void buffer.deleteAfter(1),
  'ctrl-t': (buffer) => buffer.transpose(),
};

/** What these remove, Ctrl-Y puts back. */
const kills: Readonly<Record<string, (buffer: EditBuffer) => string>> = {
  'ctrl-k': (buffer) => buffer.deleteAfter(buffer.length),
  'ctrl-u': (buffer) => buffer.deleteBefore(buffer.length),
  'ctrl-w': (buffer) => buffer.deleteBefore(buffer.blankWordLengthBefore()),
  'meta-backspace': (buffer) => buffer.deleteBefore(buffer.wordLengthBefore()),
  'meta-d': (buffer) => buffer.deleteAfter(buffer.wordLengthAfter()),
};
