import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosePort } from '../../src/practice/ports.ts';

let server: Server;
let taken: number;

beforeEach(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  taken = (server.address() as AddressInfo).port;
});

afterEach(() => {
  server.close();
});

test('a port that was asked for is refused where it is taken, the one used last is replaced', async () => {
  await expect(choosePort({ wanted: taken })).rejects.toMatchObject({
    code: 'port-taken',
    message: `Port ${taken} is used by another program.`,
  });
  expect(await choosePort({ last: taken })).toEqual({ port: 0, taken });
  await new Promise((resolve) => server.close(resolve));
  expect(await choosePort({ wanted: taken, last: 1 })).toEqual({ port: taken });
  expect(await choosePort({ last: taken })).toEqual({ port: taken });
  expect(await choosePort({})).toEqual({ port: 0 });
  expect(await choosePort({ wanted: 0, last: taken })).toEqual({ port: 0 });
});
