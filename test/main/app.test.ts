import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFleetlab, type Fleetlab } from '../../src/main/app.ts';
import { isAlive, listProcesses, treeOf } from '../../src/main/processes.ts';
import { nodeExecutable } from '../../src/main/paths.ts';
import { procedures, startView, type EventName, type ProcedureName } from '../../src/shared/contract.ts';
import type { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');
const isCompiled = existsSync(join(root, 'out', 'courses', 'balena-services.json'));
let dataDirectory: string;
let fleetlab: Fleetlab | undefined;
let opened: string[];
let events: { name: EventName; payload: unknown }[];

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'fleetlab-app-'));
  // The settings of whoever runs the tests are theirs.
  vi.stubEnv('HOME', dataDirectory);
  opened = [];
  events = [];
});
afterEach(async () => {
  await fleetlab?.close();
  fleetlab = undefined;
  vi.unstubAllEnvs();
  await rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
});

async function open(): Promise<Fleetlab> {
  fleetlab = await createFleetlab({ dataDirectory, root, openExternal: (url) => Promise.resolve(opened.push(url)) });
  fleetlab.subscribe((name, payload) => events.push({ name, payload }));
  return fleetlab;
}
async function call<Name extends ProcedureName>(name: Name, input?: z.input<(typeof procedures)[Name]['input']>) {
  const reply = await fleetlab?.call(name, input);
  if (reply?.ok !== true) throw Object.assign(new Error(reply?.error.message), reply?.error);
  return reply.value as z.output<(typeof procedures)[Name]['output']>;
}

/** What all terminals have printed. */
const printed = () =>
  events
    .flatMap(({ name, payload }) => (name === 'terminal.output' ? [Buffer.from((payload as { bytes: Uint8Array }).bytes)] : []))
    .join('');

describe.skipIf(!isCompiled)('the app', { timeout: 60_000 }, () => {
  it('tells everything at once when the window opens, before the practice cloud answers', async () => {
    await open();
    const start = await call('app.start');
    expect(startView.safeParse(start).success).toBe(true);
    expect(start.isFirstStart).toBe(true);
    expect(start.notices).toEqual([]);
    expect(start.workspace.entries.length).toBeGreaterThan(0);
    await expect
      .poll(() => events.some(({ name, payload }) => name === 'environment.changed' && (payload as { state: string }).state === 'ready'), {
        timeout: 20_000,
      })
      .toBe(true);
  });

  it('keeps layout and the first start’s flag', async () => {
    await open();
    await call('app.begin');
    await call('app.saveLayout', { panels: { main: [30, 70] }, theme: 'dark' });
    await fleetlab?.close();
    await open();
    const { isFirstStart, layout } = await call('app.start');
    expect(isFirstStart).toBe(false);
    expect(layout).toMatchObject({ panels: { main: [30, 70] }, theme: 'dark' });
  });

  it('starts with a damaged settings file, and says so', async () => {
    await writeFile(join(dataDirectory, 'settings.json'), '{"version":1,');
    await open();
    expect((await call('app.start')).notices).toEqual([expect.stringContaining('settings.json.damaged-1')]);
  });

  it('opens links of its lessons, and no others', async () => {
    await open();
    await call('app.openExternal', { url: 'https://docs.balena.io/' });
    await expect(call('app.openExternal', { url: 'https://evil.example/' })).rejects.toMatchObject({ code: 'not-allowed' });
    expect(opened).toEqual(['https://docs.balena.io/']);
  });

  it('runs the real balena CLI against the practice cloud in a terminal', async () => {
    await open();
    const { id } = await call('terminal.open', { target: { kind: 'laptop' }, size: { columns: 100, rows: 30 } });
    await call('terminal.input', { id, data: 'balena login --token "$PRACTICE_TOKEN" && balena whoami\r' });
    await expect.poll(printed, { timeout: 30_000 }).toContain('learner@practice.localhost');
    await expect.poll(() => events.some(({ name, payload }) => name === 'lab.changed' && 'account' in (payload as object))).toBe(true);
    expect((await call('terminal.replay', { id })).data).toContain('learner@practice.localhost');
    await expect(call('terminal.input', { id: 'none', data: 'x' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it.skipIf(process.platform === 'win32')('sees a curl of the terminal that is refused, with the rule, as it happens', async () => {
    await open();
    await expect
      .poll(() => events.some(({ name, payload }) => name === 'environment.changed' && (payload as { state: string }).state === 'ready'), {
        timeout: 20_000,
      })
      .toBe(true);
    const { id } = await call('terminal.open', { target: { kind: 'laptop' } });
    await call('terminal.input', { id, data: 'curl http://10.42.0.7:1234/data; echo "code $?"\r' });
    await expect.poll(printed).toMatch(/code 7/);
    await expect
      .poll(() => events.filter(({ name }) => name === 'connection.seen').map(({ payload }) => payload))
      .toMatchObject([
        { from: { kind: 'laptop' }, to: { kind: 'device', port: 1234 }, verdict: { verdict: 'refused', rule: 'nothing-listens-on-host' } },
      ]);
    expect((await call('app.start')).connections).toHaveLength(1);
  });

  it('never tells the page a token', async () => {
    await open();
    await expect.poll(() => events.some(({ name }) => name === 'environment.changed'), { timeout: 20_000 }).toBe(true);
    const start = await call('app.start');
    expect(JSON.stringify([start, events])).not.toMatch(/"(token|PRACTICE_TOKEN|BALENARC_\w+)"/);
  });

  it.skipIf(process.platform !== 'linux')('ends all it has started', async () => {
    await open();
    await call('terminal.open', { target: { kind: 'laptop' } });
    const ours = await ourChildren();
    // The practice process and the shell.
    expect(ours).toHaveLength(2);
    await fleetlab?.close();
    expect(ours.filter(isAlive)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'ends all it has started also where the disk is full, and says what could not be saved',
    async () => {
      await open();
      const { course } = await call('app.start');
      await call('terminal.open', { target: { kind: 'laptop' } });
      const ours = await ourChildren();
      expect(ours).toHaveLength(2);
      // Nothing can be written in its place.
      for (const name of [`progress-${course.id}`, 'settings']) await mkdir(join(dataDirectory, `${name}.json.new`));
      await call('course.go', { stepId: course.sections.at(-1)?.steps.at(-1)?.id ?? '' });
      await call('app.saveLayout', { panels: { main: [30, 70] } });
      await fleetlab?.close();
      expect(ours.filter(isAlive)).toEqual([]);
      const notices = JSON.stringify(events.filter(({ name }) => name === 'app.notice'));
      expect(notices).toContain(`progress-${course.id}.json could not be saved`);
      expect(notices).toContain('settings.json could not be saved');
    },
  );
});

/** Other children of this process belong to the test runner. */
async function ourChildren(): Promise<number[]> {
  const children = (await listProcesses()).filter(({ parent }) => parent === process.pid);
  const ours: number[] = [];
  for (const { pid } of children) if (await isOurs(pid)) ours.push(pid);
  return ours;
}

async function isOurs(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes(dataDirectory) || (await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).includes(dataDirectory);
}

const isBuilt = isCompiled && existsSync(join(root, 'out', 'renderer', 'index.html'));

describe.skipIf(!isBuilt || process.platform === 'win32')('the browser host’s program', { timeout: 60_000 }, () => {
  let program: ChildProcess | undefined;
  afterEach(() => {
    program?.kill('SIGKILL');
  });

  function start(...more: string[]): { output: () => string; exited: Promise<number | null> } {
    let output = '';
    const child = spawn(nodeExecutable(root), [
      join(root, 'src', 'main', 'browser', 'index.ts'),
      '--no-open',
      '--data-dir',
      dataDirectory,
      ...more,
    ]);
    program = child;
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    return { output: () => output, exited: new Promise((done) => child.once('exit', done)) };
  }
  const address = /Fleetlab is ready: (http:\/\/127\.0\.0\.1:(\d+)\/\?token=[\w-]+)\n/;

  it('prints its address once it is ready, and ends everything on SIGTERM', async () => {
    const { output, exited } = start();
    await expect.poll(output, { timeout: 30_000 }).toMatch(address);
    const page = await fetch(address.exec(output())?.[1] ?? '', { redirect: 'manual' });
    expect(page.status).toBe(303);
    await expect.poll(async () => treeOf(await listProcesses(), program?.pid ?? 0).length, { timeout: 20_000 }).toBeGreaterThan(1);
    const tree = treeOf(await listProcesses(), program?.pid ?? 0);
    program?.kill('SIGTERM');
    expect(await exited).toBe(0);
    await expect.poll(() => tree.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });

  it('leaves nothing behind when it is killed', async () => {
    const { output } = start();
    await expect.poll(output, { timeout: 30_000 }).toMatch(address);
    await expect.poll(async () => treeOf(await listProcesses(), program?.pid ?? 0).length, { timeout: 20_000 }).toBeGreaterThan(1);
    const tree = treeOf(await listProcesses(), program?.pid ?? 0);
    program?.kill('SIGKILL');
    await expect.poll(() => tree.filter(({ pid }) => isAlive(pid)), { timeout: 15_000 }).toEqual([]);
  });

  it('says that its port is taken, or its data in use, and ends', async () => {
    const first = start();
    await expect.poll(first.output, { timeout: 30_000 }).toMatch(address);
    const running = program;
    try {
      const second = start();
      expect(await second.exited).toBe(1);
      expect(second.output()).toContain('already runs');
      const port = address.exec(first.output())?.[2] ?? '';
      const elsewhere = await mkdtemp(join(tmpdir(), 'fleetlab-app-'));
      const third = start('--port', port, '--data-dir', elsewhere);
      expect(await third.exited).toBe(1);
      expect(third.output()).toContain(`Port ${port} is taken`);
      await rm(elsewhere, { recursive: true });
    } finally {
      running?.kill('SIGTERM');
      await first.exited;
    }
  });

  it('refuses what it does not know', async () => {
    const { output, exited } = start('--prot', '1');
    expect(await exited).toBe(2);
    expect(output()).toContain('--prot');
  });
});
