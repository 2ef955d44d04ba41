import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOnWindows, nodeSystem } from './node-system.ts';

/** What service code must not reach, by the ordinary ways and by those that go around. */

const directory = mkdtempSync(join(tmpdir(), 'fleetlab-walls-'));
const secretFile = join(directory, 'secret.txt').replaceAll('\\', '/');
const secret = 'the-laptop-keeps-this';
let requests = 0;
const server = createServer((_request, response) => {
  requests += 1;
  response.end(secret);
});

beforeAll(async () => {
  writeFileSync(secretFile, secret);
  process.env['FLEETLAB_TEST_SECRET'] = secret;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  Reflect.deleteProperty(process.env, 'FLEETLAB_TEST_SECRET');
  server.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Runs each attempt and tells how it ended; an attempt is the body of an async function. */
async function attempt(attempts: Record<string, string>): Promise<{ outcomes: Record<string, string>; all: string }> {
  const port = (server.address() as AddressInfo).port;
  const code = `
    const FILE = ${JSON.stringify(secretFile)}, PORT = ${String(port)};
    const attempts = { ${Object.entries(attempts)
      .map(([name, body]) => `${JSON.stringify(name)}: async () => { ${body} }`)
      .join(',\n')} };
    (async () => {
      const outcomes = {};
      for (const [name, run] of Object.entries(attempts)) {
        try { outcomes[name] = 'done: ' + String(await run()); } catch (error) { outcomes[name] = 'refused: ' + (error.cause?.code ?? error.code ?? error.message); }
      }
      console.log(JSON.stringify(outcomes));
      process.exit();
    })();`;
  const act = async () => {
    const { run } = nodeSystem({ '/w/attempt.js': code });
    const { stdout, stderr } = await run(['node', 'attempt.js']);
    return { outcomes: JSON.parse(stdout) as Record<string, string>, all: stdout + stderr };
  };
  const ended = await act();
  expect((await asOnWindows(act)).outcomes).toEqual(ended.outcomes);
  return ended;
}

test('no file of the laptop can be read or written', { timeout: 60_000 }, async () => {
  const { outcomes, all } = await attempt({
    readFileSync: `return require('fs').readFileSync(FILE, 'utf8')`,
    promises: `return require('fs').promises.readFile(FILE, 'utf8')`,
    blob: `return (await require('fs').openAsBlob(FILE)).text()`,
    link: `require('fs').symlinkSync(FILE, '/w/link'); return require('fs').readFileSync('/w/link', 'utf8')`,
    require: `return require(FILE)`,
    import: `return import(require('url').pathToFileURL(FILE))`,
    environmentFile: `return process.loadEnvFile(FILE)`,
    database: `return new (require('node:sqlite').DatabaseSync)(FILE).exec('create table a(b)')`,
    snapshot: `return require('v8').writeHeapSnapshot(FILE + '.heap')`,
    report: `return process.report.writeReport(FILE + '.json')`,
    binding: `return process.binding('fs').readFileUtf8(FILE, 0)`,
    linkedBinding: `return process._linkedBinding('fs')`,
    internals: `return require('internal/test/binding')`,
    importedInternals: `return import('node:internal/test/binding')`,
    builtin: `return process.getBuiltinModule('internal/test/binding').internalBinding`,
    descriptor: `return require('fs').readSync(3, Buffer.alloc(8))`,
    rawPipe: `const s = new (require('net').Socket)({ fd: 4 }); s.write('x'); return s.destroyed`,
    certificates: `return require('tls').createSecureContext({ pfx: FILE })`,
  });
  expect(all).not.toContain(secret);
  const done = Object.entries(outcomes).filter(([, outcome]) => outcome.startsWith('done'));
  expect(done).toEqual([['rawPipe', 'done: false']]);
});

test('no program, thread, addon or debugger of the laptop can be started', { timeout: 60_000 }, async () => {
  const { outcomes } = await attempt({
    spawn: `return new Promise((resolve, reject) => require('child_process').spawn(process.execPath + '-real', ['-v']).on('error', reject).on('exit', resolve))`,
    realNode: `return require('child_process').execFileSync(${JSON.stringify(process.execPath)}, ['-v'])`,
    execve: `return process.execve('/bin/sh', ['sh', '-c', 'true'])`,
    worker: `return new (require('worker_threads').Worker)('1', { eval: true })`,
    addon: `return process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6')`,
    requiredAddon: `require('fs').writeFileSync('/w/a.node', 'x'); return require('/w/a.node')`,
    wasi: `return new (require('wasi').WASI)({ version: 'preview1' })`,
    inspector: `return require('inspector').open(0)`,
    session: `return new (require('inspector').Session)().connect()`,
    debugParent: `return process._debugProcess(process.ppid)`,
    kill: `return process.kill(${String(process.pid)}, 'SIGTERM')`,
    cluster: `return require('cluster').fork()`,
  });
  expect(Object.entries(outcomes).filter(([, outcome]) => !outcome.startsWith('refused'))).toEqual([]);
});

test('no connection leaves the container, and none comes in past its network', { timeout: 60_000 }, async () => {
  const { outcomes, all } = await attempt({
    net: `return new Promise((_, reject) => require('net').connect(PORT, '127.0.0.1').on('error', reject))`,
    http: `return new Promise((_, reject) => require('http').get('http://127.0.0.1:' + PORT).on('error', reject))`,
    https: `return new Promise((_, reject) => require('https').get('https://127.0.0.1:' + PORT).on('error', reject))`,
    tls: `return new Promise((_, reject) => require('tls').connect(PORT, '127.0.0.1').on('error', reject))`,
    http2: `return new Promise((_, reject) => require('http2').connect('http://127.0.0.1:' + PORT).on('error', reject))`,
    fetch: `return (await fetch('http://127.0.0.1:' + PORT)).text()`,
    localhost: `return (await fetch('http://localhost:' + PORT)).text()`,
    socket: `return new Promise((resolve, reject) => { const s = new WebSocket('ws://127.0.0.1:' + PORT); s.onopen = resolve; s.onerror = () => reject(new Error('failed')); })`,
    udp: `return require('dgram').createSocket('udp4')`,
    lookup: `return require('dns').promises.lookup('example.com')`,
    resolve: `return require('dns').promises.resolve4('example.com')`,
    listen: `const s = require('http').createServer((q, r) => r.end('inside')).listen(PORT); await require('events').once(s, 'listening'); return (await fetch('http://127.0.0.1:' + PORT)).text()`,
  });
  const { listen, ...others } = outcomes;
  expect(Object.entries(others).filter(([, outcome]) => !outcome.startsWith('refused'))).toEqual([]);
  // The laptop's own server has the port; inside it is free.
  expect(listen).toBe('done: inside');
  expect(requests).toBe(0);
  expect(all).not.toContain(secret);
});

test('a service sees the environment, the user and the machine of its container', { timeout: 60_000 }, async () => {
  const { outcomes, all } = await attempt({
    environment: `return Object.keys(process.env).sort().join()`,
    execArgv: `return process.execArgv.length`,
    globals: `return ['require', 'module', 'fs', 'internalBinding', 'primordials', '__filename'].filter((name) => name in globalThis).join()`,
    machine: `const os = require('os'); return [os.hostname(), os.platform(), os.arch(), os.release(), process.platform, process.arch, process.pid].join()`,
    interfaces: `return Object.keys(require('os').networkInterfaces()).join()`,
    account: `return require('os').userInfo().username + process.getuid()`,
    host: `return require('fs').readFileSync('/etc/hosts', 'utf8').includes('restless-bush')`,
  });
  expect(outcomes).toEqual({
    environment: 'done: LC_ALL,PATH,TZ',
    execArgv: 'done: 0',
    globals: 'done: ',
    machine: 'done: restless-bush,linux,x64,6.12.61-yocto-standard,linux,x64,1',
    interfaces: 'done: lo',
    account: 'done: root0',
    host: 'done: true',
  });
  expect(all).not.toContain(secret);
});
