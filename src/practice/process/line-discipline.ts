import { Writable } from 'node:stream';
import type { Readable } from 'node:stream';
import { createInbox } from './inbox.ts';
import { BrokenPipeError, createOpenFile, createPipe, readableOf, writableOf } from './open-file.ts';
import { createLineEditing } from './line-editing.ts';
import type { Signal } from './signals.ts';
import type { Terminal } from './terminal.ts';

/** Both sides of a pseudo-terminal. */
export interface PseudoTerminal {
  terminal: Terminal;
  /** Bytes from the user. */
  keyboard: Writable;
  /** Bytes to the user. */
  screen: Readable;
  /** For the processes. */
  stdin: Readable;
  stdout: Writable;
  resize: (columns: number, rows: number) => void;
  /** The user has gone: reads end, and the foreground gets SIGHUP. */
  hangUp: () => void;
}

/** A terminal with the kernel's line discipline (termios(3)): echo, erase, signals from keys, and `\n` shown as `\r\n`. */
export function createTerminal(size: { columns: number; rows: number }): PseudoTerminal {
  const resizeListeners = new Set<() => void>();
  const inbox = createInbox();
  const output = createPipe();
  let isHungUp = false;
  let mode: Terminal['mode'] = 'cooked';

  const terminal: Terminal = {
    columns: size.columns,
    rows: size.rows,
    get mode() {
      return mode;
    },
    set mode(wanted) {
      mode = wanted;
      // What has been typed of a line goes to the program that now reads keys.
      if (wanted === 'raw') editing.flush();
      // Keys typed ahead for a line editor are lines to what reads now.
      else inbox.change((data) => Buffer.from(data.map((byte) => (byte === 13 ? 10 : byte))));
    },
    foreground: undefined,
    onResize(listener) {
      resizeListeners.add(listener);
      return () => resizeListeners.delete(listener);
    },
  };
  const file = createOpenFile({
    terminal,
    read: (request) => inbox.read(request),
    write: (data) => (isHungUp ? Promise.reject(new BrokenPipeError()) : output.writer.write(toScreen(data))),
  });
  const editing = createLineEditing({
    echo: (text) => void output.writer.write(Buffer.from(text)).catch(() => undefined),
    line: (data) => inbox.push(data),
    endOfFile: () => inbox.pushEndOfFile(),
    signal(signal: Signal) {
      inbox.clear();
      terminal.foreground?.(signal);
    },
  });
  const keyboard = new Writable({
    write(data: Buffer, _encoding, done) {
      receive(data);
      done();
    },
    final(done) {
      hangUp();
      done();
    },
  });

  /** Byte by byte where a key can change the mode of what follows. */
  function receive(data: Buffer): void {
    if (isHungUp) return;
    if (mode === 'raw') inbox.push(Buffer.from(data));
    else editing.receive(data);
  }

  function hangUp(): void {
    if (isHungUp) return;
    isHungUp = true;
    inbox.end();
    terminal.foreground?.('SIGHUP');
    output.writer.release();
  }

  return {
    terminal,
    keyboard,
    screen: readableOf(output.reader),
    stdin: readableOf(file),
    stdout: writableOf(file),
    resize(columns, rows) {
      terminal.columns = columns;
      terminal.rows = rows;
      for (const listener of resizeListeners) listener();
      terminal.foreground?.('SIGWINCH');
    },
    hangUp,
  };
}

/** ONLCR: a line feed alone would leave the cursor in its column. */
function toScreen(data: Buffer): Buffer {
  return data.includes(10) ? Buffer.from(data.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1') : data;
}
