import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import type { PracticeSystem } from '../programs/practice-system.ts';
import { nodeSystem, watch } from './node-system.ts';

/** A service that misbehaves hurts itself. */

const systems: PracticeSystem[] = [];
const patience = { timeout: 60_000, interval: 50 };

afterEach(async () => {
  await Promise.all(systems.splice(0).map(({ table }) => table.end()));
});

function container(files: Record<string, string> = {}): PracticeSystem {
  const system = nodeSystem(files, { isContainer: true });
  systems.push(system);
  return system;
}

/** Whether a process of the machine lives. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('PID 1 without a handler ignores SIGTERM; SIGKILL ends it, also in an endless loop', { timeout: 90_000 }, async () => {
  const practice = container();
  const spinning = await watch(practice, ['node', '-e', `fs.writeSync(1, 'spinning\\n'); for (;;);`]);
  await spinning.said('spinning');
  practice.table.signalInit('SIGTERM');
  // The app goes on meanwhile.
  const other = container();
  expect((await other.run(['node', '-p', '1 + 1'])).stdout).toBe('2\n');
  expect(practice.table.list()).toHaveLength(1);
  practice.table.signalInit('SIGKILL');
  expect(await spinning.process.exited).toEqual({ code: 137, signal: 'SIGKILL' });
});

test(
  'a handler of SIGTERM runs and decides the exit code; as another process the default action ends it',
  { timeout: 90_000 },
  async () => {
    const practice = container();
    const service = await watch(practice, [
      'node',
      '-e',
      `process.on('SIGTERM', (name, number) => { console.log(name, number); process.exit(3); }); setInterval(() => {}, 1000); console.log('up')`,
    ]);
    await service.said('up');
    practice.table.signalInit('SIGTERM');
    expect(await service.process.exited).toEqual({ code: 3 });
    expect(service.output()).toBe('up\nSIGTERM 15\n');

    const behind = nodeSystem();
    systems.push(behind);
    const child = await watch(behind, ['node', '-e', `setInterval(() => {}, 1000); console.log('up')`]);
    await child.said('up');
    child.process.signal('SIGTERM');
    expect(await child.process.exited).toEqual({ code: 143, signal: 'SIGTERM' });
  },
);

test('a heap that grows without end is ended by its limit', { timeout: 120_000 }, async () => {
  const { run } = container();
  const result = await run(['node', '--max-old-space-size=40', '-e', 'const all = []; for (;;) all.push(new Array(1000).fill({}));']);
  expect(result.code).toBe(134);
  expect(result.stderr).toContain('JavaScript heap out of memory');
});

test('buffers that grow past the memory limit end the process as out of memory', { timeout: 120_000 }, async () => {
  const practice = container();
  practice.system.memoryLimit = 160 * 1024 * 1024;
  const result = await practice.run(['node', '-e', `const all = []; setInterval(() => all.push(Buffer.alloc(4_000_000, 1)), 20);`]);
  expect(result).toMatchObject({ code: 137, stderr: 'Killed: out of memory, the process used more than 160 MB\n' });
});

test('the processes of a container share its memory limit: the biggest is ended', { timeout: 120_000 }, async () => {
  const practice = container({
    '/w/parent.js': `
      const child = require('node:child_process').fork('/w/child.js');
      child.on('exit', (code) => { console.log('child ended with', code); process.exit(5); });`,
    '/w/child.js': `const all = []; setInterval(() => { if (all.length < 25) all.push(Buffer.alloc(4_000_000, 1)); }, 20);`,
  });
  // Either would fit alone.
  practice.system.memoryLimit = 190 * 1024 * 1024;
  const result = await practice.run(['node', 'parent.js']);
  expect(result).toMatchObject({ code: 5, stdout: 'child ended with 137\n' });
  expect(result.stderr).toBe('Killed: out of memory, the processes of the container used more than 190 MB\n');
});

test('a UNIX socket is refused in words', { timeout: 60_000 }, async () => {
  const { run } = container();
  const result = await run([
    'node',
    '-e',
    `require('node:net').createServer().on('error', (e) => console.log(e.code)).listen('/tmp/a.sock')`,
  ]);
  expect(result).toMatchObject({ code: 0, stdout: 'ENOTSUP\n' });
  expect(result.stderr).toContain('UNIX sockets are not supported on the practice device: listen on a port instead');
});

test('Node processes that start Node processes find an end', { timeout: 180_000 }, async () => {
  const practice = container({
    '/w/bomb.js': `
      const { spawn } = require('node:child_process');
      for (let count = 0; count < 3; count += 1) spawn(process.execPath, [__filename], { stdio: 'inherit' }).on('error', () => {});
      setInterval(() => {}, 1000);`,
  });
  const bomb = await watch(practice, ['node', 'bomb.js']);
  await bomb.said('Resource temporarily unavailable');
  practice.table.signalInit('SIGKILL');
  await bomb.process.exited;
  expect((await container().run(['node', '-p', '6 * 7'])).stdout).toBe('42\n');
});

test('output that nobody reads holds the writer up and loses nothing', { timeout: 90_000 }, async () => {
  const practice = container();
  const running = await practice.start([
    'node',
    '-e',
    `for (let n = 0; n < 3000; n += 1) console.log(String(n).padEnd(1000, '.')); console.error('written')`,
  ]);
  let errors = '';
  running.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  await vi.waitFor(() => expect(running.stdout.readableLength).toBeGreaterThan(0), patience);
  expect(running.stdout.readableLength).toBeLessThan(1_000_000);
  expect(errors).toBe('');
  let size = 0;
  running.stdout.on('data', (part: Buffer) => (size += part.length));
  expect(await running.process.exited).toEqual({ code: 0 });
  expect(errors).toBe('written\n');
  await vi.waitFor(() => expect(size).toBe(3000 * 1001), patience);
});

test.skipIf(process.platform === 'win32')(
  'a practice that is killed takes its services along, also one that spins',
  { timeout: 120_000 },
  async () => {
    const program = fileURLToPath(new URL('scripts/practice-with-services.ts', import.meta.url));
    const practice = spawn(process.execPath, ['--no-warnings', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    practice.stdout.setEncoding('utf8').on('data', (part: string) => (told += part));
    await vi.waitFor(() => expect(told.match(/up/g)).toHaveLength(2), patience);
    const pids = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([, parent]) => parent === practice.pid)
      .map(([pid]) => pid ?? 0);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    expect(pids.filter(lives)).toEqual(pids);
    practice.kill('SIGKILL');
    await once(practice, 'exit');
    await vi.waitFor(() => expect(pids.filter(lives)).toEqual([]), patience);
  },
);
