import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnvironmentService, RunningEnvironment } from '../../../src/main/environments/environment.ts';
import {
  openEnvironments,
  type EnvironmentFactories,
  type EnvironmentPlace,
  type Environments,
} from '../../../src/main/environments/environments.ts';
import type { Safe } from '../../../src/main/environments/sealed-token.ts';
import type { EnvironmentList, EnvironmentView } from '../../../src/shared/domain/environment.ts';

let folder: string;
let environments: Environments;
let started: string[];
let closed: string[];
let heard: EnvironmentView[];
let places: EnvironmentPlace[];
let mayFail: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-environments-'));
  started = [];
  closed = [];
  heard = [];
  places = [];
  mayFail = false;
  environments = await open();
});

afterEach(async () => {
  await environments.close();
  await rm(folder, { recursive: true, force: true });
});

function fromPlace(place: EnvironmentPlace): EnvironmentService {
  places.push(place);
  return ready({ id: place.id, kind: place.setting.kind, name: place.setting.name, chosenDevice: place.chosenDevice });
}

async function open(more: Partial<EnvironmentFactories> = {}, safe?: Safe): Promise<Environments> {
  const opened = await openEnvironments({
    dataDirectory: folder,
    safe,
    onSaveError: (error) => expect(error.code).toBe(mayFail ? 'not-saved' : ''),
    factories: {
      practice: () => ready({ id: 'practice', kind: 'practice', name: 'practice device' }),
      'balena-cloud': fromPlace,
      'open-balena': fromPlace,
      ...more,
    },
  });
  opened.onChange((view) => heard.push(view));
  return opened;
}

function ready(facts: Pick<RunningEnvironment, 'id' | 'kind' | 'name' | 'chosenDevice'>): EnvironmentService {
  const { id, kind, name } = facts;
  started.push(id);
  const running: RunningEnvironment = { ...facts, dataDirectory: folder, variables: { WHO: name } };
  return {
    view: () => ({ id, kind, name, state: 'ready' }),
    current: () => running,
    ready: () => Promise.resolve(running),
    onChange: () => () => undefined,
    restart: () => Promise.resolve(),
    close() {
      closed.push(id);
      return Promise.resolve();
    },
  };
}

const tokenOf = (id: string) => join(folder, 'environments', id, 'cli', 'token');

async function keepToken(id: string): Promise<void> {
  await mkdir(join(folder, 'environments', id, 'cli'), { recursive: true });
  await writeFile(tokenOf(id), 'secret');
}

const cloud = { kind: 'balena-cloud', name: 'My account' } as const;

describe('the environments', () => {
  it('are practice alone at first, which is started at once', async () => {
    expect(started).toEqual(['practice']);
    expect(environments.view()).toMatchObject({ id: 'practice', state: 'ready' });
    expect(environments.list()).toMatchObject({ chosen: 'practice', environments: [{ id: 'practice' }] });
    expect((await environments.ready()).variables).toEqual({ WHO: 'practice device' });
  });

  it('start one that was added when it is chosen, and tell of the choice', async () => {
    const id = await environments.add(cloud);
    expect(started).toEqual(['practice']);
    expect(environments.list().environments[1]).toEqual({ ...cloud, id, setting: cloud, address: 'balena-cloud.com' });
    await environments.choose(id);
    expect(started).toEqual(['practice', id]);
    expect(heard).toEqual([{ ...cloud, id, state: 'ready' }]);
    expect(environments.current()?.variables).toEqual({ WHO: 'My account' });
    expect(closed).toEqual([]);
  });

  it('are the same after a restart, and only the chosen one is started', async () => {
    const id = await environments.add(cloud);
    await environments.choose(id);
    await environments.chooseDevice('a0b1');
    await environments.close();
    started = [];
    environments = await open();
    expect(started).toEqual([id]);
    expect(environments.current()?.chosenDevice?.()).toBe('a0b1');
  });

  it('have a folder each, which goes with them', async () => {
    const id = await environments.add(cloud);
    await environments.choose(id);
    const own = places[0]?.folder ?? '';
    expect(own).toBe(join(folder, 'environments', id));
    await mkdir(join(own, 'cli'), { recursive: true });
    await writeFile(join(own, 'cli', 'token'), 'secret');
    await environments.remove(id);
    await expect(stat(own)).rejects.toThrow('ENOENT');
    expect(environments.view().id).toBe('practice');
    expect(closed).toEqual([id]);
    await expect(environments.choose(id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are started anew when their setting changes, and keep their kind', async () => {
    const id = await environments.add({ kind: 'open-balena', name: 'Lab', url: 'lab.example' });
    await environments.choose(id);
    await environments.chooseDevice('a0b1');
    await keepToken(id);
    await environments.change(id, { kind: 'open-balena', name: 'Laboratory', url: 'https://api.lab.example' });
    expect(closed).toEqual([id]);
    expect(places.at(-1)).toMatchObject({ id, setting: { name: 'Laboratory' } });
    expect(environments.list()).toMatchObject({ chosen: id, device: 'a0b1' });
    expect(await readFile(tokenOf(id), 'utf8')).toBe('secret');
    await expect(environments.change(id, cloud)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('are others at another address: no token, device or fleet of the old cloud is there for the new one', async () => {
    const id = await environments.add({ kind: 'open-balena', name: 'Lab', url: 'https://api.a.example' });
    await environments.choose(id);
    await environments.chooseDevice('a0b1');
    await environments.nameFleet('Class', 'Mine');
    await keepToken(id);
    const lists: EnvironmentList[] = [];
    environments.onListChange((list) => lists.push(list));
    await environments.change(id, { kind: 'open-balena', name: 'Lab', url: 'https://api.b.example' });
    const { chosen } = environments.list();
    expect(chosen).not.toBe(id);
    expect(environments.list()).toMatchObject({ environments: [{ id: 'practice' }, { id: chosen, name: 'Lab' }], fleets: {} });
    expect(environments.list().device).toBeUndefined();
    expect(lists.at(-1)?.chosen).toBe(chosen);
    expect(heard.at(-1)?.id).toBe(chosen);
    expect(places.at(-1)).toMatchObject({ id: chosen, setting: { url: 'https://api.b.example' } });
    expect(closed).toEqual([id]);
    expect(await readdir(join(folder, 'environments')).catch(() => [])).toEqual([]);
    await expect(environments.readyOf(id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that are not chosen change their address without being chosen', async () => {
    const id = await environments.add({ kind: 'open-balena', name: 'Lab', url: 'a.example' });
    await environments.change(id, { kind: 'open-balena', name: 'Lab', url: 'b.example' });
    expect(environments.list().chosen).toBe('practice');
    expect(started).toEqual(['practice']);
    expect(heard).toEqual([]);
  });

  it('of a device at another address keep the SSH key that it lets in, and nothing else', async () => {
    await environments.close();
    environments = await open({ device: fromPlace });
    const id = await environments.add({ kind: 'device', name: 'Pi', address: '10.0.0.7' });
    await environments.choose(id);
    await keepToken(id);
    await mkdir(join(folder, 'environments', id, 'ssh'), { mode: 0o700 });
    await writeFile(join(folder, 'environments', id, 'ssh', 'id_ed25519'), 'own', { mode: 0o600 });
    await environments.change(id, { kind: 'device', name: 'Pi', address: '10.0.0.8' });
    const { chosen } = environments.list();
    expect(chosen).not.toBe(id);
    expect(await readdir(join(folder, 'environments'))).toEqual([chosen]);
    expect(await readdir(join(folder, 'environments', chosen))).toEqual(['ssh']);
    const key = join(folder, 'environments', chosen, 'ssh', 'id_ed25519');
    expect(await readFile(key, 'utf8')).toBe('own');
    if (process.platform !== 'win32') expect((await stat(key)).mode & 0o777).toBe(0o600);
  });

  it('stay as they were where a change of the address cannot be saved, and can be changed later', async () => {
    const id = await environments.add({ kind: 'open-balena', name: 'Lab', url: 'a.example' });
    await environments.choose(id);
    await keepToken(id);
    const b = { kind: 'open-balena', name: 'Lab', url: 'b.example' } as const;
    mayFail = true;
    await rm(join(folder, 'environments.json'));
    await mkdir(join(folder, 'environments.json', 'in the way'), { recursive: true });
    await expect(environments.change(id, b)).rejects.toMatchObject({ code: 'not-saved' });
    expect(environments.list()).toMatchObject({ chosen: id, environments: [{ id: 'practice' }, { setting: { url: 'a.example' } }] });
    expect(await readFile(tokenOf(id), 'utf8')).toBe('secret');
    await rm(join(folder, 'environments.json'), { recursive: true });
    await environments.change(id, b);
    expect(environments.list().chosen).not.toBe(id);
    expect(existsSync(tokenOf(id))).toBe(false);
  });

  it('that could not be deleted are at the next start', async () => {
    const id = await environments.add(cloud);
    await environments.close();
    const [gone, outside] = ['environment-0a1b2c', join('..', 'workspace')];
    await Promise.all([keepToken(gone), keepToken(id)]);
    const { value } = JSON.parse(await readFile(join(folder, 'environments.json'), 'utf8')) as { value: object };
    const write = (left: string[]) =>
      writeFile(join(folder, 'environments.json'), JSON.stringify({ version: 1, value: { ...value, left } }));
    await write([gone, id]);
    environments = await open();
    expect(existsSync(join(folder, 'environments', gone))).toBe(false);
    expect(existsSync(tokenOf(id))).toBe(true);
    await environments.close();
    await mkdir(join(folder, 'workspace'));
    await write([outside]);
    environments = await open();
    expect(existsSync(join(folder, 'workspace'))).toBe(true);
  });

  it('that go while the system opens their token leave none behind', async () => {
    const id = await environments.add({ kind: 'open-balena', name: 'Lab', url: 'a.example' });
    await environments.close();
    await mkdir(join(folder, 'environments', id), { recursive: true });
    await writeFile(join(folder, 'environments', id, 'token.sealed'), 'sealed');
    const opening = Promise.withResolvers<string>();
    environments = await open({}, { seal: () => Promise.reject(new Error('no')), open: () => opening.promise });
    const asked = environments.readyOf(id);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await environments.change(id, { kind: 'open-balena', name: 'Lab', url: 'b.example' });
    opening.resolve('secret');
    await expect(asked).rejects.toMatchObject({ code: 'not-found' });
    expect(existsSync(join(folder, 'environments', id))).toBe(false);
    expect(started.filter((one) => one === 'practice')).toHaveLength(2);
  });

  it('refuse a name twice, a kind that is not there, and a device where there is one already', async () => {
    await environments.add(cloud);
    await expect(environments.add({ ...cloud, name: 'my ACCOUNT' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(environments.add({ kind: 'device', name: 'Pi', address: '10.0.0.7' })).rejects.toMatchObject({ code: 'not-supported' });
    await expect(environments.chooseDevice('a0b1')).rejects.toMatchObject({ code: 'not-supported' });
  });

  it('come back to practice where the chosen one is not there any more', async () => {
    await environments.close();
    const value = { chosen: 'gone', environments: [] };
    await writeFile(join(folder, 'environments.json'), JSON.stringify({ version: 1, value }));
    environments = await open();
    expect(environments.view().id).toBe('practice');
  });
});
