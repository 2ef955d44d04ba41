import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { serveSocket, type Host } from '../../../src/main/browser/socket.ts';
import type { EventName } from '../../../src/shared/contract.ts';
import { decodeOutput } from '../../../src/shared/output-message.ts';
import type { Reply } from '../../../src/shared/wire.ts';

/** A socket whose reader's pace the test decides. */
function slowSocket() {
  const events = new EventEmitter();
  const state = { sent: [] as (string | Uint8Array)[], closedWith: undefined as number | undefined };
  const socket = Object.assign(events, {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: 0,
    send(data: string | Uint8Array) {
      state.sent.push(data);
      this.bufferedAmount += data.length;
    },
    close(code: number) {
      state.closedWith = code;
      this.readyState = 2;
      events.emit('close', code);
    },
    terminate: () => undefined,
  });
  return {
    socket: socket as unknown as WebSocket,
    receive: (text: string) => events.emit('message', Buffer.from(text), false),
    ...state,
    state,
  };
}

function pendingHost() {
  const open: ((reply: Reply) => void)[] = [];
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  const host: Host = {
    call: () => new Promise((resolve) => open.push(resolve)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { host, open, listeners };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a slow page', () => {
  it('is closed instead of filling the memory, and no longer subscribed', async () => {
    const { socket, state } = slowSocket();
    const { host, listeners } = pendingHost();
    serveSocket(socket, Promise.resolve(host), { unreadBytes: 1000, openCalls: 2 });
    await turn();
    for (let count = 0; count < 100; count += 1)
      listeners.forEach((listener) => listener('terminal.output', { id: 'a', bytes: new Uint8Array(100) }));
    expect(state.closedWith).toBe(4008);
    expect(state.sent.length).toBeLessThan(20);
    expect(listeners.size).toBe(0);
  });

  it('cannot open any number of calls', async () => {
    const { socket, state, receive } = slowSocket();
    const { host, open } = pendingHost();
    serveSocket(socket, Promise.resolve(host), { unreadBytes: 100_000, openCalls: 2 });
    for (let id = 0; id < 5; id += 1) receive(JSON.stringify({ id, name: 'app.begin' }));
    await turn();
    expect(open).toHaveLength(2);
    expect(state.sent.filter((data) => data.toString().includes('too-many-calls'))).toHaveLength(3);
    open.forEach((resolve) => resolve({ ok: true }));
    await turn();
    receive(JSON.stringify({ id: 9, name: 'app.begin' }));
    await turn();
    expect(open).toHaveLength(3);
  });
});

describe('a page', () => {
  it('gets the output of terminals as bytes, every other event as JSON', async () => {
    const { socket, state } = slowSocket();
    const { host, listeners } = pendingHost();
    serveSocket(socket, Promise.resolve(host));
    await turn();
    const bytes = new TextEncoder().encode('\u001b[31m→');
    for (const listener of listeners) {
      listener('terminal.output', { id: 'a', bytes });
      listener('terminal.closed', { id: 'a' });
    }
    expect(decodeOutput(state.sent[0] as Uint8Array)).toEqual({ id: 'a', bytes });
    expect(JSON.parse(state.sent[1] as string)).toEqual({ event: 'terminal.closed', payload: { id: 'a' } });
  });

  it('gets no answer to a call without an id', async () => {
    const { socket, state, receive } = slowSocket();
    const { host, open } = pendingHost();
    serveSocket(socket, Promise.resolve(host));
    receive(JSON.stringify({ name: 'terminal.input', input: { id: 'a', data: 'x' } }));
    await turn();
    expect(open).toHaveLength(1);
    open.forEach((resolve) => resolve({ ok: false, error: { code: 'not-found', message: 'Gone.' } }));
    await turn();
    expect(state.sent).toEqual([]);
  });
});
