import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SecondFactor {
  url: string;
  /** What is asked for, from now on. */
  code: string;
  /** Requests of the second factor, as `401 /auth/totp/verify`. */
  answers: string[];
  close(): Promise<void>;
}

/**
 * A cloud whose accounts have a second factor, as balena's API has it (balena-sdk, auth and 2fa): who signs in with a password gets a token that is good
 * for nothing but `/auth/totp/verify`, which gives the real one for the right code. Everything else goes on to the practice cloud.
 */
export async function startSecondFactor(upstream: string): Promise<SecondFactor> {
  const half = new Map<string, string>();
  const made: SecondFactor = { url: '', code: '123456', answers: [], close };

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/';
    const whole = half.get(incoming.headers.authorization?.replace('Bearer ', '') ?? '');
    if (path === '/auth/totp/verify') {
      const { code } = JSON.parse((await read(incoming)).toString()) as { code?: unknown };
      const isRight = whole !== undefined && code === made.code;
      made.answers.push(`${isRight ? '200' : '401'} ${path}`);
      end(response, isRight ? 200 : 401, isRight ? whole : 'Unauthorized');
      return;
    }
    if (whole !== undefined) {
      end(response, 401, 'Unauthorized');
      return;
    }
    const reply = await forward(incoming);
    const status = reply.statusCode ?? 502;
    if (path === '/login_' && status === 200) {
      const token = unfinished(half.size);
      half.set(token, (await read(reply)).toString());
      end(response, 200, token);
      return;
    }
    response.writeHead(status, reply.headers).flushHeaders();
    reply.pipe(response);
    response.on('close', () => reply.destroy());
  }

  function forward(incoming: IncomingMessage): Promise<IncomingMessage> {
    const { host } = new URL(upstream);
    const headers = { ...incoming.headers, host };
    return new Promise((resolve, reject) => {
      const onward = httpRequest(
        new URL(incoming.url ?? '/', upstream),
        { method: incoming.method ?? 'GET', headers, agent: false },
        resolve,
      );
      onward.on('error', reject);
      incoming.pipe(onward);
    });
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  });
  async function close(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  made.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return made;
}

/** A JSON web token that says what is still missing; nobody checks its signature on the client's side. */
function unfinished(number: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { id: 1, username: 'learner', email: 'learner@example', twoFactorRequired: true, iat: now, exp: now + 600, jti: number };
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${part({ signature: 'none' })}`;
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(text);
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
