import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { asOnWindows, nodeSystem } from './node-system.ts';

/**
 * The same script by real Node on this machine and in a container, line by line: values, errors with all their properties, orders.
 * Where the machine is no Unix its own Node behaves differently, and the containers do not.
 */
const directory = realpathSync(mkdtempSync(join(tmpdir(), 'fleetlab-node-')));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const scripts = new URL('scripts/', import.meta.url);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function byRealNode(script: string, argument: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [fileURLToPath(new URL(script, scripts)), argument], { cwd: directory }, (_error, output) =>
      resolve(output),
    );
  });
}

async function inContainer(script: string, argument: string): Promise<string> {
  const files = { '/w/script.cjs': readFileSync(new URL(script, scripts), 'utf8'), '/place/': '' };
  const { run } = nodeSystem(files);
  const { stdout } = await run(['node', '/w/script.cjs', argument]);
  return stdout;
}

test.skipIf(process.platform === 'win32').each([
  ['files.cjs', 100],
  ['network.cjs', 35],
  ['processes.cjs', 40],
])('%s does in a container what it does on the machine', { timeout: 180_000 }, async (script, least) => {
  const port = String(await freePort());
  const isNetwork = script === 'network.cjs';
  const real = (await byRealNode(script, isNetwork ? port : directory)).split('\n');
  const simulate = () => inContainer(script, isNetwork ? port : '/place');
  expect(real.length).toBeGreaterThan(least);
  expect((await simulate()).split('\n')).toEqual(real);
  // V8 gives a function that is made twice another name in a stack.
  const anew = (await asOnWindows(simulate)).replaceAll('at Module._extensions..js', 'at Object..js');
  expect(anew.split('\n')).toEqual(real);
});
