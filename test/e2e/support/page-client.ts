import { request } from 'node:http';
import WebSocket from 'ws';
import { decodeOutput } from '../../../src/shared/output-message.ts';
import { eventually } from './processes.ts';

/** What a page has: the signed-in cookie and a WebSocket that carries calls. */
export interface PageClient {
  /** Resolves with the answer; rejects with the error's words. */
  call(name: string, input?: unknown): Promise<unknown>;
  /** All output of terminals so far. */
  terminalText(): string;
  close(): void;
}

/** Signs in by the printed address. Returns the cookie. */
export async function signIn(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Speaks the app's contract without a browser. */
export async function connectPage(url: string): Promise<PageClient> {
  const { origin } = new URL(url);
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { origin, headers: { Cookie: await signIn(url) } });
  const answers = new Map<number, { ok: boolean; value?: unknown; error?: { message: string } }>();
  let text = '';
  let nextId = 0;
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) {
      text += new TextDecoder().decode(decodeOutput(data)?.bytes);
      return;
    }
    const message = JSON.parse(data.toString()) as { id: number; ok: boolean; value?: unknown } | { event: string };
    if ('id' in message) answers.set(message.id, message);
  });
  await new Promise((done, fail) => socket.once('open', done).once('error', fail));
  return {
    async call(name, input) {
      const id = nextId++;
      socket.send(JSON.stringify({ id, name, input }));
      const answer = await eventually(`the answer to ${name}`, () => answers.get(id));
      if (!answer.ok) throw new Error(answer.error?.message);
      return answer.value;
    },
    terminalText: () => text,
    close: () => socket.terminate(),
  };
}

/** The status of a GET with exactly these headers. */
export function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((done, fail) => {
    request(url, { headers, agent: false }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    })
      .on('error', fail)
      .end();
  });
}
