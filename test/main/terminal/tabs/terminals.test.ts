import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningEnvironment } from '../../../../src/main/environments/environment.ts';
import { createEventBus } from '../../../../src/main/event-bus.ts';
import { openLeftOverMarker } from '../../../../src/main/terminal/pty/left-over.ts';
import type { PastTabs } from '../../../../src/main/terminal/tabs/past-tabs.ts';
import type { Pty } from '../../../../src/main/terminal/pty/pty.ts';
import { chooseShell } from '../../../../src/main/terminal/shells/shells.ts';
import { createTerminals, type Terminals, type TerminalsOptions } from '../../../../src/main/terminal/tabs/terminals.ts';
import { pauseAbove, resumeBelow } from '../../../../src/shared/domain/terminal.ts';
import { FleetlabError } from '../../../../src/shared/errors.ts';
import { root } from '../support/session.ts';

const main = { kind: 'service', service: 'main' } as const;

let home: string;
let started: FakeProgram[];
let options: TerminalsOptions;
/** What a connection, a program or an environment waits for; nothing unless a test says so. */
let connecting: Promise<undefined>;
let spawning: Promise<undefined>;
let preparing: Promise<undefined>;
let terminals: Terminals;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'fleetlab-terminals-')));
  started = [];
  connecting = spawning = preparing = Promise.resolve(undefined);
  options = {
    bus: createEventBus(),
    async environment() {
      await preparing;
      return { id: 'practice', kind: 'practice', name: 'practice device', variables: {} } as unknown as RunningEnvironment;
    },
    chosenEnvironment: () => 'practice',
    device: () => 'uuid',
    async ssh() {
      await connecting;
      return { file: 'ssh', arguments: [] };
    },
    toolchain: { node: '', launcher: '', launcherFolder: '', cliVersion: () => Promise.resolve(undefined) },
    machine: { platform: 'linux', environment: {}, home },
    root,
    folder: () => home,
    async spawn() {
      await spawning;
      const program = fakeProgram();
      started.push(program);
      return program;
    },
    marker: openLeftOverMarker(join(home, 'terminals.json')),
  };
});
afterEach(async () => {
  vi.useRealTimers();
  await terminals.closeAll();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

const running = () => started.filter((program) => program.isRunning());
const lastRun = (): PastTabs => ({
  tabs: [{ shell: chooseShell(options.machine).file, text: 'before' }],
  save: () => Promise.resolve(),
});
const closed = { code: 'not-found', message: 'This terminal is closed.' };

describe('a tab whose connection has ended', () => {
  it('is connected again once, however many ask for it at the same moment', async () => {
    terminals = createTerminals(options);
    const session = await terminals.open(main);
    started[0]?.end();
    const connection = Promise.withResolvers<undefined>();
    connecting = connection.promise;
    const both = [terminals.restart(session.id), terminals.restart(session.id)];
    connection.resolve(undefined);
    expect(await Promise.all(both)).toEqual([session, session]);
    expect(started).toHaveLength(2);
    expect(session.pty).toBe(running()[0]);
  });

  it('can be connected again after a try that failed', async () => {
    terminals = createTerminals(options);
    const { id } = await terminals.open(main);
    vi.spyOn(options, 'ssh').mockRejectedValueOnce(new Error('unreachable'));
    await expect(terminals.restart(id)).rejects.toThrow('unreachable');
    await terminals.restart(id);
    await terminals.restart(id);
    expect(started).toHaveLength(3);
    expect(running()).toHaveLength(1);
  });
});

describe('a program that runs', () => {
  it('goes on where no other one can take its place', async () => {
    terminals = createTerminals(options);
    const { id } = await terminals.open(main);
    vi.spyOn(options, 'chosenEnvironment').mockReturnValueOnce('another');
    await expect(terminals.restart(id)).rejects.toMatchObject({ code: 'not-supported' });
    vi.spyOn(options, 'ssh').mockRejectedValueOnce(new FleetlabError('host-key', 'The key is not trusted.'));
    await expect(terminals.restart(id)).rejects.toMatchObject({ code: 'host-key' });
    expect(started).toHaveLength(1);
    expect(running()).toHaveLength(1);
    expect(terminals.find(id).view().state).not.toBe('ended');
    await terminals.restart(id);
    expect(running()).toEqual([started[1]]);
  });
});

describe('a program that starts while its tab is closed', () => {
  it('is not started where it still waits for the connection', async () => {
    terminals = createTerminals(options);
    const { id } = await terminals.open(main);
    const connection = Promise.withResolvers<undefined>();
    connecting = connection.promise;
    const again = terminals.restart(id);
    await terminals.close(id);
    connection.resolve(undefined);
    await expect(again).rejects.toMatchObject(closed);
    expect(started).toHaveLength(1);
    expect(running()).toEqual([]);
  });

  it('is ended as soon as it is there', async () => {
    terminals = createTerminals(options);
    const { id } = await terminals.open(main);
    const start = Promise.withResolvers<undefined>();
    const spawn = vi.spyOn(options, 'spawn');
    spawning = start.promise;
    const again = terminals.restart(id);
    await vi.waitFor(() => expect(spawn).toHaveBeenCalledOnce());
    await terminals.close(id);
    start.resolve(undefined);
    await expect(again).rejects.toMatchObject(closed);
    expect(started).toHaveLength(2);
    expect(running()).toEqual([]);
    expect(terminals.list()).toEqual([]);
  });

  it('is not started in a tab of the last run that was closed before its environment was ready', async () => {
    const environment = Promise.withResolvers<undefined>();
    preparing = environment.promise;
    terminals = createTerminals({ ...options, past: lastRun() });
    const [view] = terminals.list();
    await terminals.close(view?.id ?? '');
    environment.resolve(undefined);
    // A tab that is opened now has its program later than the closed one would have had.
    await terminals.open({ kind: 'laptop' });
    expect(started).toHaveLength(1);
  });

  it('gets what was typed into a tab of the last run before it was there', async () => {
    const environment = Promise.withResolvers<undefined>();
    preparing = environment.promise;
    terminals = createTerminals({ ...options, past: lastRun() });
    const [session] = terminals.sessions();
    session?.input('gone');
    session?.input('\x03\x04echo ');
    session?.input('hello\r');
    environment.resolve(undefined);
    await vi.waitFor(() => expect(started[0]?.written()).toBe('echo hello\r'));
  });

  it('is the only one of a tab of the last run that is restarted before it has one', async () => {
    const environment = Promise.withResolvers<undefined>();
    preparing = environment.promise;
    terminals = createTerminals({ ...options, past: lastRun() });
    const again = terminals.restart(terminals.list()[0]?.id ?? '');
    environment.resolve(undefined);
    await again;
    expect(started).toHaveLength(1);
  });
});

describe('a tab of the last run whose environment fails', () => {
  const failure = new FleetlabError('environment-failed', 'balenaCloud does not answer.', 'Press Try again beside the environment.');
  const failed = { state: 'ended', problem: 'balenaCloud does not answer. Press Try again beside the environment.' };

  it('stays with what it showed, is kept for the next run, and can be started later', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const save = vi.fn<PastTabs['save']>(() => Promise.resolve());
    const told: unknown[] = [];
    options.bus.subscribe((name, payload) => (name === 'terminal.closed' || name === 'terminal.changed') && told.push(payload));
    const environment = Promise.withResolvers<undefined>();
    preparing = environment.promise;
    terminals = createTerminals({ ...options, past: { ...lastRun(), save } });
    const [session] = terminals.sessions();
    session?.input('rm -r x\r');
    environment.reject(failure);
    await vi.waitFor(() => expect(terminals.list()).toEqual([expect.objectContaining(failed)]));
    expect(told).toEqual([expect.objectContaining({ id: session?.id, ...failed })]);
    vi.advanceTimersByTime(10_000);
    expect(save.mock.lastCall?.[0]).toEqual([expect.objectContaining({ text: session?.text() })]);
    expect(session?.text()).toContain('before');
    await expect(terminals.restart(session?.id ?? '')).rejects.toBe(failure);
    preparing = Promise.resolve(undefined);
    session?.input('\x03ls\r');
    await terminals.restart(session?.id ?? '');
    const [view] = terminals.list();
    expect(view).toMatchObject({ id: session?.id, state: 'starting' });
    expect(view).not.toHaveProperty('problem');
    expect(session?.text()).toContain('before');
    expect(started[0]?.written()).toBe('');
  });

  it('is kept also where the app is closed at once', async () => {
    const save = vi.fn<PastTabs['save']>(() => Promise.resolve());
    preparing = Promise.reject(failure);
    terminals = createTerminals({ ...options, past: { ...lastRun(), save } });
    await vi.waitFor(() => expect(terminals.list()).toMatchObject([failed]));
    await terminals.closeAll();
    expect(save.mock.lastCall?.[0]).toEqual([expect.objectContaining({ text: expect.stringContaining('before') as string })]);
  });

  it('is gone where its environment is gone for good', async () => {
    preparing = Promise.reject(new FleetlabError('not-found', 'There is no such environment any more.'));
    terminals = createTerminals({ ...options, past: lastRun() });
    await vi.waitFor(() => expect(terminals.list()).toEqual([]));
  });
});

describe('a program that starts while the app is closed', () => {
  it('has ended when the app has, in a new tab and in one that is restarted', async () => {
    terminals = createTerminals(options);
    const { id } = await terminals.open(main);
    const start = Promise.withResolvers<undefined>();
    const spawn = vi.spyOn(options, 'spawn');
    spawning = start.promise;
    const both = [terminals.open(main), terminals.restart(id)];
    const outcomes = Promise.allSettled(both);
    await vi.waitFor(() => expect(spawn).toHaveBeenCalledTimes(2));
    const end = terminals.closeAll();
    start.resolve(undefined);
    await end;
    expect(started).toHaveLength(3);
    expect(running()).toEqual([]);
    expect(await outcomes).toMatchObject([{ reason: closed }, { reason: closed }]);
  });

  it('does not keep the app from closing while it waits for its environment, and is not started afterwards', async () => {
    const environment = Promise.withResolvers<undefined>();
    preparing = environment.promise;
    terminals = createTerminals({ ...options, past: lastRun() });
    const opening = terminals.open({ kind: 'laptop' });
    await terminals.closeAll();
    environment.resolve(undefined);
    await expect(opening).rejects.toMatchObject(closed);
    expect(started).toEqual([]);
  });
});

describe('a flood that is held back because the screen is behind', () => {
  it('stays held back while the tabs are saved', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const save = vi.fn<PastTabs['save']>(() => Promise.resolve());
    terminals = createTerminals({ ...options, past: { tabs: [], save } });
    const size = { columns: 97, rows: 11 };
    await terminals.open({ kind: 'laptop' }, { size });
    const flood = 'x'.repeat(pauseAbove + 1);
    started[0]?.print(flood);
    vi.advanceTimersByTime(10_000);
    expect(save).toHaveBeenCalledWith([expect.objectContaining({ text: flood, size })]);
    expect(started[0]?.isPaused()).toBe(true);
  });

  it('holds the next program of its tab back as well, until the screen has caught up', async () => {
    terminals = createTerminals(options);
    const session = await terminals.open(main);
    started[0]?.print('x'.repeat(pauseAbove + 1));
    await terminals.restart(session.id);
    started[1]?.print('y');
    expect(started[1]?.isPaused()).toBe(true);
    session.acknowledge(pauseAbove - resumeBelow + 1000);
    expect(started[1]?.isPaused()).toBe(false);
  });
});

describe('a tab that was closed', () => {
  const laptop = { kind: 'laptop' } as const;
  const ids = () => terminals.list().map(({ id }) => id);
  const open = async (count: number) => {
    for (let times = 0; times < count; times += 1) await terminals.open(laptop);
    return ids();
  };
  /** Where its terminals were started, and at what size. */
  const spawned = () => vi.mocked(options.spawn).mock.calls.map(([{ file, folder, size }]) => ({ file, folder, size }));

  it('comes back at its place, with its text, prompts, folder, size and name, and a new shell', async () => {
    const folder = join(home, 'work');
    await mkdir(folder);
    vi.spyOn(options, 'spawn');
    const size = { columns: 97, rows: 11 };
    const past = [
      { shell: chooseShell(options.machine).file, text: 'first' },
      {
        shell: chooseShell(options.machine).file,
        text: '$ make\r\n',
        prompts: [{ at: 2, sentAt: 8, endedAt: 8, exitCode: 2 }],
        folder,
        size,
      },
      { shell: chooseShell(options.machine).file, text: 'third' },
    ];
    terminals = createTerminals({ ...options, past: { tabs: past, save: () => Promise.resolve() } });
    await vi.waitFor(() => expect(started).toHaveLength(3));
    const [first, second = '', third] = ids();
    await terminals.close(second);
    await terminals.open(laptop);
    const { id, ...view } = (await terminals.reopen()).view();
    expect(view).toMatchObject({ title: 'laptop', serial: 2, formerId: second, cwd: folder, target: laptop, state: 'starting' });
    expect(ids()).toEqual([first, id, third, expect.anything()]);
    const reopened = terminals.find(id);
    const { text, prompts } = reopened.past();
    expect(text).toMatch(/^\$ make\r\n[^]*started again[^]*── closed and reopened ──/);
    expect(prompts).toEqual([{ at: 2, sentAt: 8, endedAt: 8, exitCode: 2 }]);
    expect(reopened.size()).toEqual(size);
    expect(spawned().at(-1)).toMatchObject({ file: chooseShell(options.machine).file, folder, size });
    expect(running()).toHaveLength(4);
    expect(terminals.closed()).toEqual([]);
  });

  it('is offered to all screens until it is there again, the last one first', async () => {
    const told: unknown[] = [];
    options.bus.subscribe((name, payload) => {
      if (name === 'closedTerminals.changed' || name === 'terminal.closed' || name === 'terminal.ordered') told.push([name, payload]);
    });
    terminals = createTerminals(options);
    const [a = '', b = '', c = ''] = await open(3);
    const one = (id: string) => expect.objectContaining({ id, title: 'laptop' }) as unknown;
    await terminals.close(b);
    await terminals.close(c);
    expect(told).toEqual([
      ['closedTerminals.changed', [one(b)]],
      ['terminal.closed', { id: b }],
      ['closedTerminals.changed', [one(c), one(b)]],
      ['terminal.closed', { id: c }],
    ]);
    const { id: again } = await terminals.reopen();
    expect(terminals.closed()).toEqual([one(b)]);
    const { id: before } = await terminals.reopen();
    // Each knows its place by the others, under whatever id they are there.
    expect(ids()).toEqual([a, before, again]);
    expect(told.at(-1)).toEqual(['terminal.ordered', { ids: ids() }]);
    await expect(terminals.reopen()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('comes back from before its first shell was there, and is not closed twice', async () => {
    const environment = Promise.withResolvers<undefined>();
    preparing = environment.promise;
    terminals = createTerminals({ ...options, past: lastRun() });
    const [id = ''] = ids();
    const closing = terminals.close(id);
    await expect(terminals.close(id)).rejects.toMatchObject(closed);
    await closing;
    environment.resolve(undefined);
    const session = await terminals.reopen(id);
    expect(session.text()).toContain('before');
    expect(started).toHaveLength(1);
    expect(terminals.list()).toHaveLength(1);
    expect(terminals.closed()).toEqual([]);
  });

  it('is connected anew with its text, and can be tried again where that fails', async () => {
    terminals = createTerminals(options);
    const { id } = await terminals.open(main);
    started[0]?.print('root@main:~# ');
    await terminals.close(id);
    const refused = new FleetlabError('no-device', 'No device answers.');
    vi.spyOn(options, 'ssh').mockRejectedValueOnce(refused);
    await expect(terminals.reopen()).rejects.toBe(refused);
    expect(terminals.list()).toEqual([]);
    expect(terminals.closed()).toMatchObject([{ id }]);
    const session = await terminals.reopen();
    expect(session.view()).toMatchObject({ target: main, title: 'service main' });
    expect(session.text()).toMatch(/root@main:~# [^]*── closed and connected again ──/);
    expect(running()).toHaveLength(1);
  });

  it('is offered no longer where its environment is gone', async () => {
    terminals = createTerminals(options);
    const [id = ''] = await open(1);
    await terminals.close(id);
    vi.spyOn(options, 'environment').mockRejectedValueOnce(new FleetlabError('not-found', 'There is no such environment any more.'));
    await expect(terminals.reopen()).rejects.toThrow('no such environment');
    expect(terminals.closed()).toEqual([]);
  });

  it('stays closed while as many are open as can be, those on their way counted', async () => {
    terminals = createTerminals(options);
    const [id = ''] = await open(20);
    await terminals.close(id);
    const start = Promise.withResolvers<undefined>();
    spawning = start.promise;
    const last = terminals.open(laptop);
    await expect(terminals.reopen()).rejects.toMatchObject({ code: 'too-many-terminals' });
    start.resolve(undefined);
    await last;
    expect(terminals.list()).toHaveLength(20);
    expect(terminals.closed()).toMatchObject([{ id }]);
  });

  it('is in nothing that is kept for the next run', async () => {
    const save = vi.fn<PastTabs['save']>(() => Promise.resolve());
    terminals = createTerminals({ ...options, past: { tabs: [], save } });
    const [a = ''] = await open(2);
    started[0]?.print('a secret');
    await terminals.close(a);
    await terminals.closeAll();
    expect(save.mock.lastCall?.[0]).toHaveLength(1);
    expect(JSON.stringify(save.mock.calls)).not.toContain('a secret');
  });
});

describe('what the tabs show', () => {
  it('is read and saved only where something has changed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const save = vi.fn<PastTabs['save']>(() => Promise.resolve());
    terminals = createTerminals({ ...options, past: { tabs: [], save } });
    const session = await terminals.open({ kind: 'laptop' });
    const read = vi.spyOn(session, 'past');
    const saves = () => {
      vi.advanceTimersByTime(10_000);
      return [read.mock.calls.length, save.mock.calls.length];
    };
    started[0]?.print('one');
    expect(saves()).toEqual([1, 1]);
    expect(saves()).toEqual([1, 1]);
    started[0]?.print('two');
    expect(saves()).toEqual([2, 2]);
    session.resize({ columns: 97, rows: 11 });
    expect(saves()).toEqual([3, 3]);
    session.clear();
    expect(saves()).toEqual([4, 4]);
    expect(saves()).toEqual([4, 4]);
  });
});

describe('the order of the tabs', () => {
  it('is kept, told to all screens and saved at once; each keeps the number behind its name', async () => {
    const told: unknown[] = [];
    options.bus.subscribe((name, payload) => name === 'terminal.ordered' && told.push(payload));
    const save = vi.fn<PastTabs['save']>(() => Promise.resolve());
    terminals = createTerminals({ ...options, past: { tabs: [], save } });
    const sessions = [];
    for (const text of ['one', 'two', 'three']) {
      const session = await terminals.open({ kind: 'laptop' });
      started.at(-1)?.print(text);
      sessions.push(session.id);
    }
    const [a = '', b, c = ''] = sessions;
    terminals.move(c, a);
    expect(told).toEqual([{ ids: [c, a, b] }]);
    terminals.move(a, undefined);
    expect(told.at(-1)).toEqual({ ids: [c, b, a] });
    expect(terminals.list().map(({ id, serial }) => [id, serial])).toEqual([
      [c, 3],
      [b, 2],
      [a, 1],
    ]);
    await vi.waitFor(() => expect(save.mock.lastCall?.[0].map(({ text }) => text)).toEqual(['three', 'two', 'one']));
    const [tabs = []] = save.mock.lastCall ?? [];
    await terminals.closeAll();
    terminals = createTerminals({ ...options, past: { tabs, save } });
    expect(terminals.list().map(({ serial }) => serial)).toEqual([3, 2, 1]);
    expect((await terminals.open({ kind: 'laptop' })).view().serial).toBe(4);
    expect(() => terminals.move('gone', undefined)).toThrow('closed');
  });
});

interface FakeProgram extends Pty {
  print(data: string): void;
  end(): void;
  isRunning(): boolean;
  isPaused(): boolean;
  /** All that it was given to read. */
  written(): string;
}

/** Its number is none that a machine gives to a process. */
function fakeProgram(): FakeProgram {
  const readers: ((bytes: Buffer) => void)[] = [];
  const onExit: ((exitCode: number) => void)[] = [];
  let isRunning = true;
  let isPaused = false;
  let written = '';
  const end = () => {
    if (!isRunning) return;
    isRunning = false;
    for (const listener of onExit) listener(0);
  };
  return {
    pid: 2 ** 30,
    onData: (listener) => void readers.push(listener),
    onExit: (listener) => void onExit.push(listener),
    write: (data) => void (written += data),
    resize: () => undefined,
    pause: () => void (isPaused = true),
    resume: () => void (isPaused = false),
    kill: end,
    print: (data) => readers.forEach((read) => read(Buffer.from(data))),
    end,
    isRunning: () => isRunning,
    isPaused: () => isPaused,
    written: () => written,
  };
}
