import type { EventName, FleetlabBridge, ProcedureName, ProcedureOutput } from '../../shared/contract.ts';
import { FleetlabError } from '../../shared/errors.ts';
import { decodeOutput } from '../../shared/output-message.ts';
import type { WireMessage, WireRequest } from '../../shared/wire.ts';
import { createListeners } from './listeners.ts';

/** The part of a browser's WebSocket that is used here. */
export interface Socket {
  send(data: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface SocketBridgeOptions {
  connect: () => Socket;
  /** Calls `action` after that many milliseconds; returns the function that calls it off. */
  later: (action: () => void, milliseconds: number) => () => void;
}

interface OpenCall {
  resolve: (value: unknown) => void;
  reject: (error: FleetlabError) => void;
}

/** Milliseconds between attempts to connect again: quick at first (the program restarts), then patient. */
const pauses = [200, 500, 1000, 2000, 3000];

/**
 * Carries the contract over the browser host's WebSocket. A lost connection is taken up again for as long as the page
 * is open; calls that were open then are rejected with `connection-lost`, calls made meanwhile wait for at most one attempt.
 */
export function createSocketBridge(options: SocketBridgeOptions): FleetlabBridge & { reconnect(): void } {
  const listeners = createListeners();
  const watchers = new Set<(state: 'connected' | 'lost') => void>();
  const open = new Map<number, OpenCall>();
  const unsent: WireRequest[] = [];
  let nextId = 0;
  let attempts = 0;
  let socket: Socket | undefined;
  let state: 'connecting' | 'connected' | 'lost' = 'connecting';
  let callOff: () => void = () => undefined;

  function connect(): void {
    const attempt = options.connect();
    socket = attempt;
    attempt.onopen = () => {
      attempts = 0;
      setState('connected');
      for (const request of unsent.splice(0)) attempt.send(JSON.stringify(request));
    };
    attempt.onmessage = (event) => {
      const message = readMessage(event.data);
      if (message !== undefined) receive(message);
    };
    attempt.onclose = () => {
      if (socket !== attempt) return;
      socket = undefined;
      setState('lost');
      callOff = options.later(connect, pauses[Math.min(attempts, pauses.length - 1)] ?? 3000);
      attempts += 1;
    };
  }

  function setState(next: 'connected' | 'lost'): void {
    if (next === 'lost') {
      unsent.length = 0;
      for (const call of open.values()) call.reject(connectionLost());
      open.clear();
    }
    if (state === next) return;
    state = next;
    for (const watcher of watchers) watcher(next);
  }

  function send(request: WireRequest): void {
    if (state === 'connected') socket?.send(JSON.stringify(request));
    else unsent.push(request);
  }

  function receive(message: WireMessage): void {
    if ('event' in message) {
      listeners.emit(message.event as EventName, message.payload);
      return;
    }
    const call = open.get(message.id);
    open.delete(message.id);
    if (message.ok) call?.resolve(message.value);
    else call?.reject(new FleetlabError(message.error.code, message.error.message, message.error.action));
  }

  connect();
  return {
    call<Name extends ProcedureName>(name: Name, input: unknown) {
      return new Promise<ProcedureOutput<Name>>((resolve, reject) => {
        if (state === 'lost') {
          reject(connectionLost());
          return;
        }
        const id = nextId;
        nextId += 1;
        open.set(id, { resolve: resolve as (value: unknown) => void, reject });
        send({ id, name, input });
      });
    },
    tell(name, input) {
      if (state !== 'lost') send({ name, input });
    },
    on: listeners.on,
    onConnection(listener) {
      watchers.add(listener);
      if (state !== 'connecting') listener(state);
      return () => watchers.delete(listener);
    },
    reconnect() {
      if (socket !== undefined) return;
      callOff();
      connect();
    },
  };
}

function connectionLost(): FleetlabError {
  return new FleetlabError(
    'connection-lost',
    'Fleetlab does not answer.',
    'Start it again where you started it; this page finds it by itself.',
  );
}

/** Undefined for what main never sends. */
function readMessage(data: unknown): WireMessage | undefined {
  if (data instanceof ArrayBuffer) {
    const payload = decodeOutput(new Uint8Array(data));
    return payload && { event: 'terminal.output', payload };
  }
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as WireMessage) : undefined;
  } catch {
    return undefined;
  }
}
