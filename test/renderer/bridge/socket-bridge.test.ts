import { describe, expect, it } from 'vitest';
import { createSocketBridge, type Socket } from '../../../src/renderer/bridge/socket-bridge.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import { encodeOutput } from '../../../src/shared/output-message.ts';
import type { WireRequest } from '../../../src/shared/wire.ts';

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: WireRequest[] = [];
  send(data: string): void {
    this.sent.push(JSON.parse(data) as WireRequest);
  }
  close(): void {
    this.onclose?.();
  }
  receive(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const waiting: { action: () => void; milliseconds: number }[] = [];
  const bridge = createSocketBridge({
    connect() {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    later(action, milliseconds) {
      const entry = { action, milliseconds };
      waiting.push(entry);
      return () => waiting.splice(waiting.indexOf(entry), 1);
    },
  });
  const states: string[] = [];
  bridge.onConnection((state) => states.push(state));
  const current = (): FakeSocket => sockets.at(-1) as FakeSocket;
  return { bridge, sockets, waiting, states, current };
}

describe('the bridge over a WebSocket', () => {
  it('sends a call once the socket is open, and gives each answer to its own call', async () => {
    const { bridge, current } = setUp();
    const first = bridge.call('workspace.read', { path: 'a' });
    const second = bridge.call('workspace.read', { path: 'b' });
    expect(current().sent).toEqual([]);
    current().onopen?.();
    expect(current().sent.map(({ name, input }) => [name, input])).toEqual([
      ['workspace.read', { path: 'a' }],
      ['workspace.read', { path: 'b' }],
    ]);
    const [one, two] = current().sent;
    current().receive({ id: two?.id, ok: true, value: { path: 'b', text: 'B', version: '2' } });
    current().receive({ id: one?.id, ok: true, value: { path: 'a', text: 'A', version: '1' } });
    expect((await first).text).toBe('A');
    expect((await second).text).toBe('B');
  });

  it('rejects with the typed error that main answered', async () => {
    const { bridge, current } = setUp();
    current().onopen?.();
    const call = bridge.call('block.run', { stepId: 's', blockId: 'b' });
    current().receive({ id: current().sent[0]?.id, ok: false, error: { code: 'terminal-busy', message: 'Busy.', action: 'Wait.' } });
    const error = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FleetlabError);
    expect(error).toMatchObject({ code: 'terminal-busy', message: 'Busy.', action: 'Wait.' });
  });

  it('hands events to those who listen for them, until they stop', () => {
    const { bridge, current } = setUp();
    current().onopen?.();
    const heard: string[] = [];
    const stop = bridge.on('app.notice', ({ message }) => heard.push(message));
    current().receive({ event: 'app.notice', payload: { message: 'one' } });
    current().receive({ event: 'terminal.closed', payload: { id: 't' } });
    stop();
    current().receive({ event: 'app.notice', payload: { message: 'two' } });
    expect(heard).toEqual(['one']);
  });

  it('rejects open calls when the connection is lost, tries again with growing pauses, and goes on', async () => {
    const { bridge, sockets, waiting, states, current } = setUp();
    current().onopen?.();
    const call = bridge.call('app.begin', undefined);
    current().onclose?.();
    await expect(call).rejects.toMatchObject({ code: 'connection-lost' });
    await expect(bridge.call('app.begin', undefined)).rejects.toMatchObject({ code: 'connection-lost' });
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const next = waiting.shift();
      pauses.push(next?.milliseconds ?? 0);
      next?.action();
      if (attempt < 2) current().onclose?.();
    }
    expect(pauses).toEqual([...pauses].sort((left, right) => left - right));
    expect(sockets).toHaveLength(4);
    current().onopen?.();
    expect(states).toEqual(['connected', 'lost', 'connected']);
    void bridge.call('app.begin', undefined);
    expect(current().sent).toHaveLength(1);
  });

  it('tries at once when told to, and not twice', () => {
    const { bridge, sockets, waiting, current } = setUp();
    current().onopen?.();
    current().onclose?.();
    bridge.reconnect();
    bridge.reconnect();
    expect(sockets).toHaveLength(2);
    expect(waiting).toEqual([]);
  });

  it('hands on the output of terminals, which comes as bytes', () => {
    const { bridge, current } = setUp();
    current().onopen?.();
    const heard: string[] = [];
    bridge.on('terminal.output', ({ id, bytes }) => heard.push(`${id}: ${new TextDecoder().decode(bytes)}`));
    const message = encodeOutput({ id: 't', bytes: new TextEncoder().encode('\u001b[1m→\n') });
    current().onmessage?.({ data: message.buffer });
    expect(heard).toEqual(['t: \u001b[1m→\n']);
  });

  it('tells what needs no answer, once it is connected, and drops it while the connection is lost', () => {
    const { bridge, current } = setUp();
    bridge.tell('terminal.input', { id: 't', data: 'a' });
    expect(current().sent).toEqual([]);
    current().onopen?.();
    bridge.tell('terminal.input', { id: 't', data: 'b' });
    expect(current().sent).toEqual(['a', 'b'].map((data) => ({ name: 'terminal.input', input: { id: 't', data } })));
    current().onclose?.();
    bridge.tell('terminal.input', { id: 't', data: 'c' });
    bridge.reconnect();
    current().onopen?.();
    expect(current().sent).toEqual([]);
  });

  it('takes no harm from a message that is no JSON', () => {
    const { bridge, current } = setUp();
    current().onopen?.();
    current().onmessage?.({ data: '{' });
    current().onmessage?.({ data: new ArrayBuffer(2) });
    void bridge.call('app.begin', undefined);
    expect(current().sent).toHaveLength(1);
  });
});
