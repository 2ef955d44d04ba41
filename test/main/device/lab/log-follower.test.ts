import balenaSdk from 'balena-sdk';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cloudLog, followLogs, type LogFollower, type LogRecord } from '../../../../src/main/device/lab/log-follower.ts';

let server: Server;
let connections: ServerResponse[];
let follower: LogFollower | undefined;
let folder: string;
let lines: LogRecord[];

/** A log store that tells what the test says, and whose connections the test breaks. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-logs-'));
  await writeFile(join(folder, 'token'), 'the-token');
  connections = [];
  lines = [];
  server = createServer((request, response) => {
    if (request.url?.startsWith('/device/v2/u/logs') !== true) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    response.write('\n');
    connections.push(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  follower?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

function start(): void {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sdk = balenaSdk.getSdk({ apiUrl, dataDirectory: folder });
  follower = followLogs({ open: cloudLog(sdk, apiUrl, 'u', 50), onLine: (line) => lines.push(line), backoff: [1, 5] });
}
const record = (timestamp: number, message: string, more = {}) =>
  JSON.stringify({ timestamp, message, isSystem: false, isStdErr: false, ...more }) + '\n';
const connection = async (index: number) => {
  await expect.poll(() => connections.length).toBeGreaterThan(index);
  return connections[index] as ServerResponse;
};
const messages = () => lines.map(({ message }) => message);

describe('a device’s log', () => {
  it('arrives line by line, with service and stream', async () => {
    start();
    const first = await connection(0);
    first.write(
      record(1, 'system', { isSystem: true }) +
        '\n' +
        record(2, 'out', { serviceId: 7 }) +
        record(3, 'err', { serviceId: 7, isStdErr: true }),
    );
    await expect
      .poll(() => lines)
      .toEqual([
        { timestamp: 1, message: 'system', isError: false },
        { timestamp: 2, message: 'out', isError: false, serviceId: 7 },
        { timestamp: 3, message: 'err', isError: true, serviceId: 7 },
      ]);
  });

  it('leaves out what is no line', async () => {
    start();
    (await connection(0)).write('{"timestamp":\nnull\n[]\n' + record(1, 'good'));
    await expect.poll(messages).toEqual(['good']);
  });

  it.each(['end', 'destroy'] as const)('goes on after a connection’s %s, without lines that come again', async (end) => {
    start();
    const history = record(1, 'a') + record(2, 'b') + record(2, 'b');
    (await connection(0)).write(history);
    await expect.poll(messages).toEqual(['a', 'b', 'b']);
    connections[0]?.[end]();
    (await connection(1)).write(history + record(2, 'b') + record(2, 'c') + record(3, 'd'));
    await expect.poll(messages).toEqual(['a', 'b', 'b', 'b', 'c', 'd']);
  });

  it('stops for good', async () => {
    start();
    await connection(0);
    follower?.close();
    await expect.poll(() => connections[0]?.closed).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(connections).toHaveLength(1);
  });
});
