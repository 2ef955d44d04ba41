import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlockRun } from '../../src/shared/course/progress.ts';
import type { TerminalView } from '../../src/shared/domain/terminal.ts';
import { startApp, type App } from './support/app.ts';
import { connectPage, type PageClient } from './support/page-client.ts';
import { eventually, temporaryFolder } from './support/processes.ts';

interface Start {
  runs: Record<string, BlockRun[]>;
  terminals: TerminalView[];
  environment: { state: string };
}

/** What a page sees of terminals in a service and on the host OS, through the real CLI and SSH. */
describe('a terminal on the device', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let app: App;
  let page: PageClient;
  const start = () => page.call('app.start') as Promise<Start>;
  const terminal = async (id: string) => (await start()).terminals.find((view) => view.id === id);
  const textOf = async (id: string) =>
    stripVTControlCharacters(((await page.call('terminal.replay', { id })) as { data: string }).data.replaceAll('\r', ''));

  async function open(target: TerminalView['target']): Promise<string> {
    const { id } = (await page.call('terminal.open', { target })) as TerminalView;
    await eventually('its prompt', async () => ((await terminal(id))?.state === 'prompt' ? true : undefined));
    return id;
  }

  async function solve(stepId: string): Promise<void> {
    await page.call('course.go', { stepId });
    const task = (await page.call('course.solve', { stepId })) as { state: string };
    expect(task, JSON.stringify(task)).toMatchObject({ state: 'done' });
  }
  const runOf = async (stepId: string, blockId: string) => (await start()).runs[stepId]?.find((candidate) => candidate.blockId === blockId);
  async function run(stepId: string, blockId: string): Promise<BlockRun> {
    await page.call('block.run', { stepId, blockId });
    return eventually(`the end of ${blockId}`, async () => {
      const found = await runOf(stepId, blockId);
      return ['done', 'sent', 'lost'].includes(found?.state ?? '') ? found : undefined;
    });
  }

  beforeAll(async () => {
    folder = await temporaryFolder();
    app = await startApp(folder.path);
    page = await connectPage(app.url);
    await eventually('the practice device', async () => ((await start()).environment.state === 'ready' ? true : undefined));
    // Up to a service that stays: before, it ends every few seconds, and a session in it with it.
    for (const step of ['make-a-fleet', 'join-the-device', 'first-push', 'restarts']) await solve(step);
  });

  afterAll(async () => {
    page.close();
    await app.stop();
    await folder[Symbol.asyncDispose]();
  });

  it('tells Run the exit code, in one session that is used again', async () => {
    expect(await run('write-to-data', 'read')).toMatchObject({
      state: 'done',
      exitCode: 1,
      output: expect.stringContaining('No such file') as string,
    });
    const service = (await start()).terminals.find(({ target }) => target.kind === 'service');
    expect(service).toMatchObject({ title: 'service main', state: 'prompt', exitCode: 1 });
    await page.call('terminal.input', { id: service?.id, data: 'date > /data/datestamps\r' });
    await eventually('exit code 0', async () => ((await terminal(service?.id ?? ''))?.exitCode === 0 ? true : undefined));
    expect(await run('write-to-data', 'read')).toMatchObject({
      state: 'done',
      exitCode: 0,
      output: expect.stringMatching(/\d\d:\d\d:\d\d/) as string,
    });
    expect((await start()).terminals.filter(({ target }) => target.kind === 'service')).toHaveLength(1);
  });

  it('is opened anew in its tab when the service was replaced meanwhile', async () => {
    const service = (await start()).terminals.find(({ target }) => target.kind === 'service');
    await solve('write-to-data');
    await eventually('the old session has ended', async () => ((await terminal(service?.id ?? ''))?.state === 'ended' ? true : undefined));
    expect(await run('write-to-data', 'read')).toMatchObject({ state: 'done', exitCode: 0 });
    expect((await start()).terminals.filter(({ target }) => target.kind === 'service')).toMatchObject([
      { id: service?.id, state: 'prompt' },
    ]);
    expect(await textOf(service?.id ?? '')).toContain('connected again');
  });

  it('is given no command before the container that a push replaces has gone', async () => {
    expect(await run('data-survives', 'push')).toMatchObject({ state: 'done', exitCode: 0 });
    const read = run('data-survives', 'read');
    await eventually('the wait', async () =>
      (await runOf('data-survives', 'read'))?.waitsFor?.startsWith('main') === true ? true : undefined,
    );
    // The new container has added its own line.
    expect(await read).toMatchObject({ state: 'done', exitCode: 0, output: expect.stringMatching(/(?:\d\d:\d\d:\d\d[^]*){2}/) as string });
  });

  it.each([
    ['a service', { kind: 'service', service: 'main' } as const],
    ['the host OS', { kind: 'host-os' } as const],
  ])('knows exit codes and state in %s, and shows nothing of how', async (_name, target) => {
    const id = await open(target);
    for (const [line, code] of [
      ['true', 0],
      ['false', 1],
      ['no-such-program', 127],
    ] as const) {
      await page.call('terminal.input', { id, data: `${line}\r` });
      await eventually(`exit code ${code}`, async () => ((await terminal(id))?.exitCode === code ? true : undefined));
    }
    await page.call('terminal.input', { id, data: 'sleep 1000\r' });
    await eventually('running', async () => ((await terminal(id))?.state === 'running' ? true : undefined));
    await page.call('terminal.input', { id, data: '\x03' });
    await eventually('exit code 130', async () => ((await terminal(id))?.exitCode === 130 ? true : undefined));
    // Up leads to what was typed, not to what Fleetlab did.
    for (let presses = 0; presses < 9; presses += 1) await page.call('terminal.input', { id, data: '\x1b[A' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const text = await textOf(id);
    expect(text).not.toMatch(/fleetlab|PS1|133/);
    expect(text.match(/no-such-program/g)?.length).toBeGreaterThan(1);
    await page.call('terminal.close', { id });
  });
});
