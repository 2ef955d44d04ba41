import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { expect, it } from 'vitest';
import { connectionPair } from '../../../../src/practice/engine/network/connection-pair.ts';
import { read } from './network-fixture.ts';

it('carries bytes both ways, and each direction ends by itself', async () => {
  const [near, far] = connectionPair();
  near.end('question');
  expect(await read(far)).toBe('question');
  far.write('ans');
  far.end('wer');
  expect(await read(near)).toBe('answer');
});

it('makes a writer wait for a reader, and loses nothing', async () => {
  const [near, far] = connectionPair();
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let written = 0;
  while (near.write(chunk)) written += 1;
  expect(near.writableNeedDrain).toBe(true);
  expect(written).toBeLessThan(10);
  let received = 0;
  far.on('data', (data: Buffer) => (received += data.length));
  await once(near, 'drain');
  near.end();
  await once(far, 'end');
  expect(received).toBe((written + 1) * chunk.length);
});

it('ends for a reader when the other side is closed, after what was sent', async () => {
  const [near, far] = connectionPair();
  near.write('last words');
  near.destroy();
  expect(await read(far)).toBe('last words');
});

it('is reset when the other side is closed with bytes that it has not read', async () => {
  const [near, far] = connectionPair();
  near.write('unread');
  await new Promise((resolve) => setImmediate(resolve));
  far.destroy();
  await expect(read(near)).rejects.toMatchObject({ code: 'ECONNRESET', message: 'read ECONNRESET' });
});

it('fails a writer whose reader is gone', async () => {
  const [near, far] = connectionPair();
  far.destroy();
  near.write('too late');
  const [error] = (await once(near, 'error')) as [Error];
  expect(error).toMatchObject({ code: 'EPIPE' });
});

it('frees a writer that waits when the reader is closed', async () => {
  const [near, far] = connectionPair();
  while (near.write(Buffer.alloc(64 * 1024)));
  far.destroy();
  const [error] = (await once(near, 'error')) as [Error];
  expect(error).toMatchObject({ code: 'ECONNRESET' });
});

it('serves HTTP of Node, again and again on one connection', async () => {
  const server = createServer((incoming, response) => response.end(`you asked for ${incoming.url ?? ''}`));
  const [near, far] = connectionPair();
  server.emit('connection', far);
  near.write('GET /one HTTP/1.1\r\nHost: a\r\n\r\n');
  const [first] = (await once(near, 'data')) as [Buffer];
  expect(String(first)).toContain('you asked for /one');
  const outgoing = request({ path: '/two', createConnection: () => near }).end();
  const [response] = (await once(outgoing, 'response')) as [NodeJS.ReadableStream];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  expect(body).toBe('you asked for /two');
});
