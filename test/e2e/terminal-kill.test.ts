import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, listProcesses, startOf, treeOf, type ProcessInfo } from '../../src/main/processes.ts';
import type { EnvironmentView } from '../../src/shared/domain/environment.ts';
import type { TerminalView } from '../../src/shared/domain/terminal.ts';
import { startApp, type App } from './support/app.ts';
import { connectPage, type PageClient } from './support/page-client.ts';
import { eventually, root, temporaryFolder } from './support/processes.ts';

interface Start {
  environment: EnvironmentView;
  terminals: TerminalView[];
  lab: { device?: { services: { name: string; status: string }[] } };
}

/** Whatever is killed while the real CLI pushes, two Node services run and shells are open: no process of ours stays. */
describe.skipIf(process.platform === 'win32')('killed in the middle of a push', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let app: App;
  let page: PageClient;
  let laptop: string;
  let tree: ProcessInfo[];
  let stubborn: number;

  const start = () => page.call('app.start') as Promise<Start>;
  const state = async (id: string) => (await start()).terminals.find((view) => view.id === id)?.state;
  const type = (id: string, line: string) => page.call('terminal.input', { id, data: `${line}\r` });
  const textOf = async (id: string) => {
    const { data } = (await page.call('terminal.replay', { id })) as { data: string };
    return stripVTControlCharacters(data);
  };

  async function startAndConnect(): Promise<void> {
    app = await startApp(folder.path);
    page = await connectPage(app.url);
    await eventually('the practice device', async () => ((await start()).environment.state === 'ready' ? true : undefined));
  }

  async function open(target: TerminalView['target']): Promise<string> {
    const { id } = (await page.call('terminal.open', { target })) as TerminalView;
    await eventually('its prompt', async () => ((await state(id)) === 'prompt' ? true : undefined));
    return id;
  }

  /** Those that still run, with their command lines. */
  async function stillThere(processes: readonly ProcessInfo[]): Promise<string[]> {
    const left: string[] = [];
    for (const { pid, start: before } of processes)
      if (isAlive(pid) && (await startOf(pid)) === before) left.push(`${pid} ${await commandOf(pid)}`);
    return left;
  }

  const endOf = (processes: readonly ProcessInfo[]) => expect.poll(() => stillThere(processes), { timeout: 20_000 }).toEqual([]);

  beforeAll(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder.path, 'slow'));
    await writeFile(join(folder.path, 'slow', 'Dockerfile'), 'FROM debian:trixie-slim\nRUN sleep 300\nCMD ["sleep", "infinity"]\n');
    await startAndConnect();
    for (const stepId of ['make-a-fleet', 'join-the-device', 'first-push']) {
      await page.call('course.go', { stepId });
      expect(await page.call('course.solve', { stepId })).toMatchObject({ state: 'done' });
    }
    const id = await open({ kind: 'laptop' });
    await type(id, `balena push SingleService --source ${join(root, 'test/fixtures/class/multicontainer-networks')}`);
    await eventually('two services', async () => {
      const running = (await start()).lab.device?.services.filter(({ status }) => status === 'Running') ?? [];
      return running.length >= 2 ? true : undefined;
    });
    page.close();
    await app.stop();
  });

  beforeEach(async () => {
    await startAndConnect();
    const note = join(folder.path, 'stubborn');
    await writeFile(note, '');
    laptop = await open({ kind: 'laptop' });
    await type(laptop, `(trap '' HUP INT TERM; exec sleep 1234) & echo $! > ${note}`);
    await eventually('a stubborn program', async () => ((await readFile(note, 'utf8')) === '' ? undefined : true));
    stubborn = Number(await readFile(note, 'utf8'));
    await eventually('two services', async () => {
      const running = (await start()).lab.device?.services.filter(({ status }) => status === 'Running') ?? [];
      return running.length >= 2 ? true : undefined;
    });
    await open({ kind: 'service', service: 'backend' });
    await type(laptop, `balena push SingleService --source ${join(folder.path, 'slow')}`);
    await eventually('the build', async () => ((await textOf(laptop)).includes('RUN sleep 300') ? true : undefined));
    tree = treeOf(await listProcesses(), app.child.pid ?? 0);
    // App, practice, two services, shell, its stubborn child, the launcher and the CLI of the push, and of SSH with its client.
    expect(tree.length).toBeGreaterThanOrEqual(10);
    expect(tree.map(({ pid }) => pid)).toContain(stubborn);
  });

  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
  });

  it('the app with kill -9: all end, and what heeds no hangup at the next start', async () => {
    await app.stop('SIGKILL');
    page.close();
    await endOf(tree.filter(({ pid }) => pid !== stubborn));
    await startAndConnect();
    await endOf(tree);
    page.close();
    await app.stop();
  });

  it.each(['SIGHUP', 'SIGTERM'] as const)('the app’s window closed (%s): all end with it', async (signal) => {
    expect(await app.stop(signal)).toBe(0);
    page.close();
    await endOf(tree);
  });

  it('the practice process with kill -9: its services end, the push fails, and the terminal goes on', async () => {
    const parents = tree.filter(({ parent }) => parent === app.child.pid);
    const service = (await start()).terminals.find(({ target }) => target.kind === 'service')?.id ?? '';
    const commands = await Promise.all(parents.map(async ({ pid }) => ({ pid, text: await commandOf(pid) })));
    const pid = commands.find(({ text }) => text.includes('practice'))?.pid ?? 0;
    const ofPractice = treeOf(tree, pid);
    expect(ofPractice.length).toBeGreaterThanOrEqual(3);
    process.kill(pid, 'SIGKILL');
    await endOf(ofPractice);
    await eventually('the end of the push', async () => ((await state(laptop)) === 'prompt' ? true : undefined));
    expect((await start()).terminals.find(({ id }) => id === laptop)?.exitCode).not.toBe(0);
    await eventually('the end of SSH', async () => ((await state(service)) === 'ended' ? true : undefined));
    await type(laptop, 'echo "still $((20 + 22))"');
    await eventually('an answer', async () => ((await textOf(laptop)).includes('still 42') ? true : undefined));
    await app.stop();
    page.close();
    await endOf(tree);
  });
});

async function commandOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
}
