import type { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal } from '@xterm/xterm';

/** What the benchmark reads in the page; times in milliseconds. */
export interface TerminalProbe {
  /** Begins to measure. */
  watch(): void;
  isAtPrompt(): boolean;
  /** A program runs, and has printed something. */
  isBusy(): boolean;
  /** What came since `watch`, and the time from its first output until all is taken in. */
  seen(): { characters: number; milliseconds: number };
  keyToPrompt(): number;
  keyToPaint(): number[];
  /** Writes what came since `watch` into an xterm of its own. */
  writePlain(): Promise<{ characters: number; milliseconds: number }>;
  keepPlain(text: string, count: number): Promise<void>;
}

/** Runs in the page before its own scripts: listens to the WebSocket and the keyboard. It is sent as text, so it stands alone. */
export function probeTerminal(): void {
  const states = new Map<string, string>();
  let kept: string[] = [];
  let characters = 0;
  let acknowledged = 0;
  let firstOutput = 0;
  let lastAcknowledged = 0;
  let keyAt = 0;
  let lastKeyAt = 0;
  let paints: number[] = [];
  let isPainting = false;

  addEventListener('keydown', (event) => (keyAt = lastKeyAt = event.timeStamp), true);

  function painted(from: number): void {
    if (from === 0 || isPainting) return;
    isPainting = true;
    // xterm takes its input in a task of its own and draws in the next frame; the message comes after that frame.
    setTimeout(() =>
      setTimeout(() =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            paints.push(performance.now() - from);
            isPainting = false;
            keyAt = 0;
          };
          channel.port2.postMessage(undefined);
        }),
      ),
    );
  }

  const Own = window.WebSocket;
  window.WebSocket = class extends Own {
    constructor(...args: ConstructorParameters<typeof Own>) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        const message = JSON.parse(data as string) as {
          event?: string;
          value?: { terminals?: { id: string; state: string }[] };
          payload: { id: string; data: string; state: string };
        };
        for (const { id, state } of message.value?.terminals ?? []) states.set(id, state);
        if (message.event === 'terminal.changed') states.set(message.payload.id, message.payload.state);
        if (message.event === 'terminal.closed') states.delete(message.payload.id);
        if (message.event !== 'terminal.output') return;
        if (characters === 0) firstOutput = performance.now();
        characters += message.payload.data.length;
        kept.push(message.payload.data);
        painted(keyAt);
      });
    }
    override send(data: string): void {
      const { name, input } = JSON.parse(data) as { name: string; input: { characters: number } };
      // What came before is part of the answer, and is not acknowledged.
      if (name === 'terminal.replay') characters = acknowledged = 0;
      if (name === 'terminal.acknowledge') {
        acknowledged += input.characters;
        lastAcknowledged = performance.now();
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
    const rows = like?.querySelectorAll('.xterm-rows > div').length ?? 0;
    const plain = new Plain({
      scrollback: 10_000,
      fontFamily: '"JetBrains Mono"',
      fontSize: 13,
      cols: 100,
      rows: rows > 0 ? rows : 15,
      logLevel: 'off',
    });
    plain.open(host);
    // The app's own draws with WebGL where it can.
    const { WebglAddon: Fast } = (window as unknown as { WebglAddon: { WebglAddon: typeof WebglAddon } }).WebglAddon;
    if (isFast && !isDom) plain.loadAddon(new Fast());
    return plain;
  }

  window.probe = {
    watch() {
      kept = [];
      characters = 0;
      acknowledged = 0;
      paints = [];
    },
    isAtPrompt: () => states.size > 0 && [...states.values()].every((state) => state === 'prompt') && acknowledged >= characters,
    isBusy: () => characters > 0,
    seen: () => ({ characters, milliseconds: lastAcknowledged - firstOutput }),
    keyToPrompt: () => lastAcknowledged - lastKeyAt,
    keyToPaint: () => paints,
    async writePlain() {
      const all = kept.join('');
      const plain = makePlain(true);
      await new Promise((resolve) => setTimeout(resolve, 200));
      const began = performance.now();
      await new Promise<void>((resolve) => plain.write(all, resolve));
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
