import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningEnvironment } from '../../../src/main/environments/environment.ts';
import { createEventBus } from '../../../src/main/event-bus.ts';
import { openLeftOverMarker } from '../../../src/main/terminal/left-over.ts';
import type { PastTabs } from '../../../src/main/terminal/past-tabs.ts';
import type { Pty } from '../../../src/main/terminal/pty.ts';
import { chooseShell } from '../../../src/main/terminal/shells.ts';
import { createTerminals, type Terminals, type TerminalsOptions } from '../../../src/main/terminal/terminals.ts';
import { pauseAbove, resumeBelow } from '../../../src/shared/domain/terminal.ts';
import { root } from './support/session.ts';

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
