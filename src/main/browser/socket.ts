import type { RawData, WebSocket } from 'ws';
import type { EventName, EventPayload } from '../../shared/contract.ts';
import { encodeOutput } from '../../shared/output-message.ts';
import { closedTooSlow, wireRequest, type Reply, type WireMessage } from '../../shared/wire.ts';

/** What a page is connected to. */
export interface Host {
  call(name: string, input: unknown): Promise<Reply>;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (name: EventName, payload: unknown) => void): () => void;
}

export interface SocketLimits {
  /** Bytes waiting in memory for a page that does not read; above it the connection is closed and the page starts over. */
  unreadBytes: number;
  /** Calls a page may have open at once. */
  openCalls: number;
}

export const socketLimits: SocketLimits = { unreadBytes: 32 * 1024 * 1024, openCalls: 200 };

/** Carries calls, answers and events of one page over its WebSocket, until it closes. Several pages may be served at once. */
export function serveSocket(socket: WebSocket, host: Promise<Host>, limits: SocketLimits = socketLimits): void {
  let openCalls = 0;
  let unsubscribe: (() => void) | undefined;

  function send(message: WireMessage): void {
    sendData(JSON.stringify(message));
  }

  function sendEvent(event: EventName, payload: unknown): void {
    if (event === 'terminal.output') sendData(encodeOutput(payload as EventPayload<'terminal.output'>));
    else send({ event, payload });
  }

  function sendData(data: string | Uint8Array): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > limits.unreadBytes) {
      socket.close(closedTooSlow, 'too slow');
      return;
    }
    socket.send(data);
  }

  async function answer(data: RawData): Promise<void> {
    const request = readRequest(data);
    if (request === undefined) {
      // A page that does not speak the protocol has nothing to gain from an answer.
      socket.close(1008, 'not a call');
      return;
    }
    const reply = (made: Reply) => {
      if (request.id !== undefined) send({ id: request.id, ...made });
    };
    if (openCalls >= limits.openCalls) {
      reply({ ok: false, error: { code: 'too-many-calls', message: 'Too many calls are open at once.' } });
      return;
    }
    openCalls += 1;
    try {
      reply(await (await host).call(request.name, request.input));
    } finally {
      openCalls -= 1;
    }
  }

  socket.on('message', (data, isBinary) => {
    if (isBinary) socket.close(1003, 'text only');
    else answer(data).catch(() => socket.close(1011, 'failed'));
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => unsubscribe?.());
  host.then(
    (ready) => {
      if (socket.readyState !== socket.OPEN) return;
      unsubscribe = ready.subscribe(sendEvent);
    },
    () => socket.close(1011, 'failed'),
  );
}

function readRequest(data: RawData) {
  try {
    // Text messages arrive as one Buffer unless `binaryType` is changed.
    return wireRequest.parse(JSON.parse((data as Buffer).toString('utf8')));
  } catch {
    return undefined;
  }
}
