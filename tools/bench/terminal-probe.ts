import type { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal } from '@xterm/xterm';

/** What the benchmark reads in the page; times in milliseconds. */
export interface TerminalProbe {
  /** Begins to measure; `bytes` is how many the next command will print. */
  watch(bytes?: number): void;
  isAtPrompt(): boolean;
  /** A program runs, and has printed something. */
  isBusy(): boolean;
  /** The command's output, from the first of it until all is taken in; undefined until then. What was typed, and the prompt, are no part of it. */
  seen(): { characters: number; milliseconds: number } | undefined;
  keyToPrompt(): number;
  keyToPaint(): number[];
  /** Writes what came since `watch` into an xterm of its own, in pieces of so many characters, between which it draws. */
  writePlain(pieceLength: number): Promise<{ characters: number; milliseconds: number }>;
  keepPlain(text: string, count: number): Promise<void>;
}

/** Runs in the page before its own scripts: listens to the WebSocket and the keyboard. It is sent as text, so it stands alone. */
export function probeTerminal(): void {
  const states = new Map<string, string>();
  let kept: Uint8Array[] = [];
  let characters = 0;
  let acknowledged = 0;
  let lastAcknowledged = 0;
  /** Of the command that is measured; all are 0 until they are known. */
  let output = { bytes: 0, firstAt: 0, end: 0, takenInAt: 0 };
  let keyAt = 0;
  let lastKeyAt = 0;
  let paints: number[] = [];
  let isPainting = false;
  /** Of the terminal in front. */
  let size = { columns: 80, rows: 24 };

  addEventListener('keydown', (event) => (keyAt = lastKeyAt = event.timeStamp), true);

  /** Called once the echo is in the page; where that is cannot be seen, once xterm must have taken it in. */
  let onDrawn: (() => void) | undefined;
  const drawing = new MutationObserver(() => {
    onDrawn?.();
    onDrawn = undefined;
  });

  function painted(from: number): void {
    if (from === 0 || isPainting) return;
    isPainting = true;
    // The message comes after the frame that is being made.
    const wait = () => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        paints.push(performance.now() - from);
        isPainting = false;
        keyAt = 0;
      };
      channel.port2.postMessage(undefined);
    };
    const rows = document.querySelector('.terminal-host .xterm-rows');
    if (rows === null) setTimeout(() => setTimeout(() => requestAnimationFrame(wait)));
    else {
      // xterm's DOM renderer replaces what a row holds.
      drawing.observe(rows, { childList: true, subtree: true });
      onDrawn = wait;
    }
  }

  interface Message {
    event?: string;
    value?: { terminals?: { id: string; state: string }[] };
    payload: { id: string; state: string };
  }

  function see({ event, value, payload }: Message): void {
    for (const { id, state } of value?.terminals ?? []) states.set(id, state);
    if (event === 'terminal.changed') states.set(payload.id, payload.state);
    if (event === 'terminal.closed') states.delete(payload.id);
  }

  /** A binary message: a terminal's id, a line feed, output. It is only kept: to decode it here as well would slow down what is measured. */
  function seeOutput(message: ArrayBuffer): void {
    const bytes = new Uint8Array(message);
    const data = bytes.subarray(bytes.indexOf(10) + 1);
    if (output.firstAt === 0 && [...states.values()].includes('running'))
      output = { ...output, firstAt: performance.now(), end: characters + output.bytes };
    // The text is ASCII.
    characters += data.length;
    kept.push(data);
    painted(keyAt);
  }

  const Own = window.WebSocket;
  window.WebSocket = class extends Own {
    constructor(...args: ConstructorParameters<typeof Own>) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') see(JSON.parse(data) as Message);
        else seeOutput(data as ArrayBuffer);
      });
    }
    override send(data: string): void {
      const { name, input } = JSON.parse(data) as { name: string; input: { bytes: number; size: { columns: number; rows: number } } };
      // What came before is part of the answer, and is not acknowledged.
      if (name === 'terminal.replay') characters = acknowledged = 0;
      if (name === 'terminal.resize') size = input.size;
      if (name === 'terminal.acknowledge') {
        acknowledged += input.bytes;
        lastAcknowledged = performance.now();
        if (output.takenInAt === 0 && output.firstAt > 0 && acknowledged >= output.end) output.takenInAt = lastAcknowledged;
      }
      super.send(data);
    }
  };

  function makePlain(isFast: boolean): Terminal {
    const like = document.querySelector<HTMLElement>('.terminal-host .terminal-screen');
    const host = document.createElement('div');
    host.style.cssText = `position:fixed;left:0;top:0;width:${like?.clientWidth ?? 800}px;height:${like?.clientHeight ?? 300}px`;
    document.body.append(host);
    const { Terminal: Plain } = window as unknown as { Terminal: typeof Terminal };
    const isDom = document.querySelector('.terminal-host .xterm-rows') !== null;
    const plain = new Plain({
      scrollback: 10_000,
      fontFamily: '"JetBrains Mono"',
      fontSize: 13,
      cols: size.columns,
      rows: size.rows,
      logLevel: 'off',
    });
    plain.open(host);
    // The app's own draws with WebGL where it can.
    const { WebglAddon: Fast } = (window as unknown as { WebglAddon: { WebglAddon: typeof WebglAddon } }).WebglAddon;
    if (isFast && !isDom) plain.loadAddon(new Fast());
    return plain;
  }

  window.probe = {
    watch(bytes = 0) {
      output = { bytes, firstAt: 0, end: 0, takenInAt: 0 };
      kept = [];
      characters = 0;
      acknowledged = 0;
      paints = [];
      // A key of before whose echo was not drawn yet would keep all later ones from being measured.
      drawing.disconnect();
      onDrawn = undefined;
      isPainting = false;
      keyAt = 0;
    },
    isAtPrompt: () => states.size > 0 && [...states.values()].every((state) => state === 'prompt') && acknowledged >= characters,
    isBusy: () => characters > 0,
    seen: () => (output.takenInAt === 0 ? undefined : { characters: output.bytes, milliseconds: output.takenInAt - output.firstAt }),
    keyToPrompt: () => lastAcknowledged - lastKeyAt,
    keyToPaint: () => paints,
    async writePlain(pieceLength) {
      const all = kept.map((data) => new TextDecoder().decode(data)).join('');
      const plain = makePlain(true);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const began = performance.now();
      for (let start = 0; start < all.length; start += pieceLength) plain.write(all.slice(start, start + pieceLength));
      await new Promise<void>((resolve) => plain.write('', resolve));
      const milliseconds = performance.now() - began;
      plain.element?.parentElement?.remove();
      plain.dispose();
      return { characters: all.length, milliseconds };
    },
    async keepPlain(text, count) {
      const lines = text.replaceAll('\n', '\r\n');
      for (let index = 0; index < count; index += 1) {
        const plain = makePlain(false);
        await new Promise<void>((resolve) => plain.write(lines, resolve));
      }
    },
  };
}
