import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { isAlive, listProcesses, treeOf } from '../../src/main/processes.ts';
import { startApp, type App } from './support/app.ts';
import { connectPage, signIn, statusOf } from './support/page-client.ts';
import { startPractice } from './support/practice.ts';
import { eventually, temporaryFolder } from './support/processes.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const place = (...names: string[]) => join(folder.path, ...names);

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

/** What a start that must not succeed ends with: exit code 1 and these words. */
async function refusalOf(starting: Promise<{ stop(): Promise<unknown> }>): Promise<string> {
  const words = await starting.then(
    async (started) => {
      await started.stop();
      return 'it started';
    },
    (error: unknown) => String(error),
  );
  expect(words).toContain('ended with 1 before');
  expect(words).not.toMatch(/^\s+at /m);
  return words;
}

describe('a start that cannot be', () => {
  let port: number;
  const other = createServer();

  beforeAll(async () => {
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    port = (other.address() as AddressInfo).port;
    await writeFile(place('file'), 'mine');
  });
  afterAll(() => new Promise((done) => other.close(done)));

  it('says that the port is taken', async () => {
    expect(await refusalOf(startApp(place('port'), ['--port', String(port)]))).toContain(`Port ${port} is taken`);
    expect(await refusalOf(startPractice(place('port'), ['--port', String(port)]))).toContain(`Port ${port} is used by another program`);
  });

  it('says that the data directory cannot be one', async () => {
    expect(await refusalOf(startPractice(place('file')))).toMatch(/file cannot be used: [\s\S]*--data-dir/);
    expect(await refusalOf(startPractice(place('file', 'below')))).toMatch(/below cannot be used: [\s\S]*--data-dir/);
    await mkdir(place('app-home'));
    const app = (directory: string) => startApp(place('app-home'), ['--data-dir', directory]);
    expect(await refusalOf(app(place('file')))).toMatch(/file cannot be used: [\s\S]*--data-dir/);
    expect(await refusalOf(app(place('file', 'below')))).toMatch(/below cannot be used: [\s\S]*--data-dir/);
    await mkdir(place('occupied'));
    await writeFile(place('occupied', 'workspace'), 'mine');
    expect(await refusalOf(app(place('occupied')))).toMatch(/workspace, cannot be used: [\s\S]*--data-dir/);
    expect(await readFile(place('file'), 'utf8')).toBe('mine');
    expect(await readFile(place('occupied', 'workspace'), 'utf8')).toBe('mine');
  });
});

describe('the app beside the hostile and the dying', () => {
  let app: App;
  let origin: string;
  beforeAll(async () => {
    app = await startApp(place('app'));
    origin = new URL(app.url).origin;
  });
  afterAll(() => app.stop('SIGKILL'));

  it('refuses a second one on the same data, and goes on', async () => {
    expect(await refusalOf(startApp(place('app')))).toMatch(/already runs[\s\S]*--data-dir/);
    expect((await fetch(app.url, { redirect: 'manual' })).status).toBe(303);
  });

  it('serves nobody without its key, by another name, or from another site', async () => {
    const cookie = await signIn(app.url);
    expect(await statusOf(`${origin}/`)).toBe(401);
    expect(await statusOf(`${origin}/?token=wrong`)).toBe(401);
    expect(await statusOf(`${origin}/`, { cookie: cookie.replace(/=.*/, '=wrong') })).toBe(401);
    expect(await statusOf(`${origin}/`, { cookie, host: 'evil.example' })).toBe(403);
    expect(await statusOf(`${origin}/`, { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await statusOf(`${origin}/`, { cookie })).toBe(200);

    const own = { Cookie: cookie, Origin: origin };
    expect(await upgrade({ Origin: origin })).toBe(401);
    expect(await upgrade({ ...own, Cookie: cookie.replace(/=.*/, '=wrong') })).toBe(401);
    expect(await upgrade({ ...own, Origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade({ Cookie: cookie })).toBe(403);
    expect(await upgrade({ ...own, Host: 'evil.example' })).toBe(403);
    expect(await upgrade(own)).toBe('open');
  });

  /** The status that a WebSocket is refused with. */
  function upgrade(headers: Record<string, string>): Promise<number | 'open'> {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers });
    return new Promise((done) => {
      socket.once('open', () => done('open')).once('unexpected-response', (_, response) => done(response.statusCode ?? 0));
      socket.on('error', () => undefined);
    }).finally(() => socket.terminate()) as Promise<number | 'open'>;
  }

  it.each([
    ['no JSON', 'hello{', 1008],
    ['another shape', '{"id":"x"}', 1008],
    ['bytes', Buffer.from([0, 255, 7]), 1003],
    // Or cut off without a word: it may still be sending.
    ['more than any call holds', 'x'.repeat(17 * 1024 * 1024), 1009],
  ])('closes a page that sends %s, and still serves the others', async (_, garbage, code) => {
    const page = await connectPage(app.url);
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { origin, headers: { Cookie: await signIn(app.url) } });
    socket.on('error', () => undefined);
    const closed = new Promise((done) => socket.once('close', done));
    socket.once('open', () => socket.send(garbage));
    expect([code, 1006]).toContain(await closed);
    await expect(page.call('__proto__')).rejects.toThrow('no procedure');
    await expect(page.call('workspace.read', { path: '../../etc/passwd' })).rejects.toThrow('refused');
    expect(await page.call('app.start')).toMatchObject({ isFirstStart: true });
    page.close();
  });

  it.skipIf(process.platform === 'win32')('leaves no process behind when it is killed', async () => {
    const page = await connectPage(app.url);
    const { id } = (await page.call('terminal.open', { target: { kind: 'laptop' } })) as { id: string };
    // What the shell printed before its tab was there is in the replay alone.
    await eventually('a prompt', async () => {
      const { data } = (await page.call('terminal.replay', { id })) as { data: string };
      return /[$#%] /.test(data) || undefined;
    });
    // A job in the background, and the real CLI, which asks how to log in and waits.
    await page.call('terminal.input', { id, data: 'sleep 1000 &\rbalena login\r' });
    await eventually('the question of the CLI', () => (page.terminalText().includes('How would you like to login') ? true : undefined));
    const tree = treeOf(await listProcesses(), app.child.pid ?? 0);
    // The app itself, the practice process, the shell, its job, the CLI.
    expect(tree.length).toBeGreaterThanOrEqual(5);
    await app.stop('SIGKILL');
    await eventually('the end of all', () => (tree.some(({ pid }) => isAlive(pid)) ? undefined : true), 15);
    page.close();
  });

  it('starts again on what the killed one left', async () => {
    app = await startApp(place('app'));
    expect(new URL(app.url).origin).toBe(origin);
    const page = await connectPage(app.url);
    expect(await page.call('app.start')).toMatchObject({ notices: [] });
    page.close();
  });
});
