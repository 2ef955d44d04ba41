import { afterEach, describe, expect, it } from 'vitest';
import { createConnectionLog } from '../../../src/main/device/requests/connections.ts';
import type { EngineWatch } from '../../../src/main/device/engine/engine-watch.ts';
import type { CommandResult } from '../../../src/main/device/lab/lab.ts';
import type { LiveLab } from '../../../src/main/device/lab/live-lab.ts';
import { watchDevice } from '../../../src/main/device/watch-device.ts';
import type { EnvironmentService, RunningEnvironment } from '../../../src/main/environments/environment.ts';
import { createEventBus } from '../../../src/main/event-bus.ts';
import type { DeviceView } from '../../../src/shared/domain/device-view.ts';
import type { EnvironmentView } from '../../../src/shared/domain/environment.ts';
import type { EngineView } from '../../../src/shared/domain/engine-view.ts';

let engine: EngineWatch | undefined;
afterEach(() => engine?.close());

/** What an engine with nothing but this volume answers. */
function answerWith(volume: string): CommandResult {
  const volumes = JSON.stringify([{ Name: volume }]);
  const stdout = ['containers', '', 'networks', '[]', 'volumes', volumes, 'images', '', 'sockets', '']
    .map((line, index) => (index % 2 === 0 ? `@fleetlab ${line}` : line))
    .join('\n');
  return { exitCode: 0, stdout, stderr: '' };
}

/** Two environments, `a` chosen first, whose devices answer when they are told to. */
function watched() {
  let id = 'a';
  let hasDevice = true;
  const tellers = new Set<(view: EnvironmentView) => void>();
  const asked: ((volume: string) => void)[] = [];
  const told: EngineView[] = [];
  const view = (): EnvironmentView => ({ id, kind: 'device', name: id, state: 'ready' });
  const running: Record<string, RunningEnvironment> = {};
  const current = () =>
    (running[id] ??= { id, kind: 'device', name: id, dataDirectory: '', variables: {}, device: { uuid: id, address: id, deviceType: '' } });
  const device = (): DeviceView => ({
    uuid: id,
    name: id,
    deviceType: '',
    isOnline: true,
    status: 'online',
    services: [],
  });
  const environment: EnvironmentService = {
    view,
    current,
    ready: () => Promise.resolve(current()),
    onChange(listener) {
      tellers.add(listener);
      return () => tellers.delete(listener);
    },
    restart: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const followed: { open: () => void; isStopped: boolean }[] = [];
  const follow = () =>
    new Promise<Awaited<ReturnType<LiveLab['shell']['follow']>>>((resolve) => {
      const one = { open: () => resolve({ ended: Promise.resolve(), stop: () => (one.isStopped = true) }), isStopped: false };
      followed.push(one);
    });
  const run = () => new Promise<CommandResult>((resolve) => asked.push((volume) => resolve(answerWith(volume))));
  const lab: Pick<LiveLab, 'view' | 'onChange' | 'shell'> = {
    view: () => ({ fleets: [], logs: [], readAt: 1, ...(hasDevice ? { device: device() } : {}) }),
    onChange: () => () => undefined,
    shell: {
      run,
      runInService: run,
      follow,
      leave: () => undefined,
      close: () => undefined,
    },
  };
  engine = watchDevice({ environment, lab, connections: createConnectionLog(() => undefined), bus: createEventBus() });
  engine.onChange((made) => told.push(made));
  const tell = () => {
    for (const listener of tellers) listener(view());
  };
  return {
    engine,
    asked,
    followed,
    told,
    tell,
    choose: (next: string) => {
      id = next;
      hasDevice = false;
      tell();
    },
    findDevice: () => (hasDevice = true),
  };
}

const keys = ({ volumes }: EngineView) => volumes.map(({ name }) => name);

describe('the engine of a device that was left', () => {
  it('is shown no more from the moment of the choice', async () => {
    const { engine, asked, told, choose } = watched();
    await expect.poll(() => asked.length).toBe(1);
    asked[0]?.('of-a');
    await expect.poll(() => keys(engine.view())).toEqual(['of-a']);
    choose('b');
    expect(keys(engine.view())).toEqual([]);
    expect(told.map(keys)).toEqual([['of-a'], []]);
  });

  it('keeps nobody waiting while it does not answer, and is not told when it does at last', async () => {
    const { engine, asked, told, choose, findDevice } = watched();
    await expect.poll(() => asked.length).toBe(1);
    const waiting = engine.refresh();
    choose('b');
    findDevice();
    const read = engine.refresh();
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.('of-b');
    await read;
    asked[0]?.('of-a');
    await expect.poll(() => asked.length).toBeGreaterThan(2);
    for (const answer of asked.slice(2)) answer('of-b');
    await waiting;
    expect(told.flatMap(keys)).toEqual(['of-b']);
    expect(keys(engine.view())).toEqual(['of-b']);
  });

  it('is not followed, though it was left before the connection was made', async () => {
    const { asked, followed, choose } = watched();
    await expect.poll(() => asked.length).toBe(1);
    asked[0]?.('of-a');
    await expect.poll(() => followed.length).toBe(1);
    choose('b');
    followed[0]?.open();
    await expect.poll(() => followed[0]?.isStopped).toBe(true);
  });

  it('tells nothing of the past that a checkpoint has replaced', async () => {
    const { engine, asked, told, tell } = watched();
    await expect.poll(() => asked.length).toBe(1);
    tell();
    asked[0]?.('of-the-past-before');
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.('of-now');
    await expect.poll(() => keys(engine.view())).toEqual(['of-now']);
    expect(told.map(keys)).toEqual([['of-now']]);
  });
});
