import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import balenaSdk from 'balena-sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EnvironmentService, RunningEnvironment } from '../../../../src/main/environments/environment.ts';
import { practiceCommand } from '../../../../src/main/environments/practice/practice-command.ts';
import { createPracticeEnvironment } from '../../../../src/main/environments/practice/practice-environment.ts';
import { createHostKeys } from '../../../../src/main/device/ssh/host-key.ts';

import { createLiveLab, type LiveLab } from '../../../../src/main/device/lab/live-lab.ts';
import { pushProject } from '../../../support/push-project.ts';
import { nodeExecutable } from '../../../../src/main/paths.ts';
import { labView, type LabView } from '../../../../src/shared/domain/device-view.ts';
import type { EnvironmentView } from '../../../../src/shared/domain/environment.ts';

/** The lab over the real SDK, against the real practice process. */
describe('the lab', { timeout: 60_000 }, () => {
  const root = resolve(import.meta.dirname, '../../../..');
  let folder: string;
  let environment: EnvironmentService;
  let lab: LiveLab;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetlab-lab-'));
    environment = createPracticeEnvironment({
      command: practiceCommand({ root, node: nodeExecutable(root), dataDirectory: join(folder, 'practice'), onRemark: () => undefined }),
    });
    lab = createLiveLab({ environment, hostKeys: createHostKeys({ practice: join(folder, 'known_hosts') }), pollMilliseconds: 100 });
    await environment.ready();
  }, 60_000);
  afterAll(async () => {
    await lab.close();
    await environment.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const signIn = async (token: string) => writeFile(join((await environment.ready()).dataDirectory, 'token'), token);
  const sdk = async () => {
    const { cloud, dataDirectory } = await environment.ready();
    return balenaSdk.getSdk({ apiUrl: cloud?.apiUrl ?? '', dataDirectory });
  };

  it('knows the device that waits before anybody signs in', async () => {
    const view = await lab.refresh();
    expect(view.account).toBeUndefined();
    expect(view.fleets).toEqual([]);
    expect(view.problem).toBeUndefined();
    expect(view.waitingDevice?.uuid).toBe((await environment.ready()).device?.uuid);
  });

  it('is signed out with a token that is no good', async () => {
    await signIn('wrong-token');
    expect(await lab.refresh()).toMatchObject({ fleets: [] });
    expect(lab.view().account).toBeUndefined();
    await expect(lab.join('Anything')).rejects.toMatchObject({ code: 'refused' });
  });

  it('notices by itself when the CLI signs in, and what the account has', async () => {
    await signIn((await environment.ready()).variables['PRACTICE_TOKEN'] ?? '');
    await expect.poll(() => lab.view().account?.username).toBe('learner');
    await (await sdk()).models.application.create({ name: 'LabFleet', deviceType: 'generic-amd64', organization: 'practice' });
    await expect
      .poll(() => lab.view().fleets)
      .toMatchObject([{ name: 'LabFleet', slug: 'practice/labfleet', deviceType: 'generic-amd64', releases: [] }]);
  });

  it('joins the waiting device, by the name of the fleet', async () => {
    await expect(lab.join('NoSuchFleet')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('NoSuchFleet') as string,
    });
    await lab.join('labfleet');
    expect(lab.view().device).toMatchObject({ fleet: 'LabFleet', isOnline: true, deviceType: 'generic-amd64', services: [] });
    expect(lab.view().waitingDevice).toBeUndefined();
    await expect(lab.join('labfleet')).rejects.toMatchObject({ code: 'no-device' });
    await expect(lab.runInService('main', 'true')).rejects.toMatchObject({ code: 'no-container' });
  });

  it('tells at which release the device is held', async () => {
    const { models } = await sdk();
    const uuid = lab.view().device?.uuid ?? '';
    await pushProject(await environment.ready(), 'LabFleet', { Dockerfile: 'FROM debian:trixie-slim\nCMD ["sleep", "infinity"]\n' });
    await expect.poll(async () => (await lab.refresh()).fleets[0]?.releases).toHaveLength(1);
    const commit = lab.view().fleets[0]?.releases[0]?.commit ?? '';
    expect(lab.view().device?.pinnedCommit).toBeUndefined();
    await models.device.pinToRelease(uuid, commit);
    expect((await lab.refresh()).device?.pinnedCommit).toBe(commit);
    await models.device.trackApplicationRelease(uuid);
    expect((await lab.refresh()).device?.pinnedCommit).toBeUndefined();
  });

  it('tells at which release the whole fleet is held, and a push does not change it', async () => {
    const { models } = await sdk();
    const pin = () => lab.view().fleets[0]?.pinnedCommit;
    const commit = lab.view().fleets[0]?.releases[0]?.commit ?? '';
    expect(pin()).toBeUndefined();
    await models.application.pinToRelease('practice/labfleet', commit);
    await pushProject(await environment.ready(), 'LabFleet', { Dockerfile: 'FROM debian:trixie-slim\nCMD ["sleep", "1000"]\n' });
    await expect.poll(async () => (await lab.refresh()).fleets[0]?.releases).toHaveLength(2);
    expect(pin()).toBe(commit);
    await expect.poll(async () => (await lab.refresh()).device?.runningCommit).toBe(commit);
    await models.application.trackLatestRelease('practice/labfleet');
    await lab.refresh();
    expect(pin()).toBeUndefined();
  });

  it('is always of the contract’s form', () => expect(labView.safeParse(lab.view()).success).toBe(true));

  it('says that the environment stopped answering, keeps what it knew, and comes back', async () => {
    const before = environment.current();
    const restarting = environment.restart();
    await lab.refresh();
    expect(lab.view().fleets).toHaveLength(1);
    await restarting;
    expect(environment.current()).not.toBe(before);
    await expect.poll(async () => (await lab.refresh()).problem).toBeUndefined();
    expect(lab.view().device?.fleet).toBe('LabFleet');
  });

  it('reads anew after a checkpoint was restored', async () => {
    const { checkpoints } = await environment.ready();
    await checkpoints?.save('before');
    await (await sdk()).models.application.create({ name: 'Later', deviceType: 'generic-amd64', organization: 'practice' });
    await expect.poll(() => lab.view().fleets).toHaveLength(2);
    const told: string[] = [];
    const stop = environment.onChange(({ state }) => told.push(state));
    await checkpoints?.restore('before');
    stop();
    expect(told).toEqual(['ready']);
    await expect.poll(() => lab.view().fleets.map(({ name }) => name)).toEqual(['LabFleet']);
  });

  it('notices when the CLI signs out', async () => {
    await rm(join((await environment.ready()).dataDirectory, 'token'));
    await expect.poll(() => lab.view().account).toBeUndefined();
    expect(lab.view().device).toBeUndefined();
  });
});

const uuid = 'a0b1'.repeat(8);

/** A cloud with one account, no fleet and one device; answers to paths that `isHeld` are kept back. */
class FakeCloud {
  readonly asked: string[] = [];
  isHeld: (path: string) => boolean = () => false;
  #held: (() => void)[] = [];
  readonly #server: Server = createServer(({ url = '' }, response) => {
    this.asked.push(url);
    if (this.isHeld(url)) this.#held.push(() => this.#answer(url, response));
    else this.#answer(url, response);
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }
  url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }
  release(): void {
    this.isHeld = () => false;
    for (const answer of this.#held.splice(0)) answer();
  }
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
  #answer(url: string, response: ServerResponse): void {
    if (url.includes('/logs')) {
      response.write(`${JSON.stringify({ timestamp: 1, message: 'of its device', serviceId: null })}\n`);
      return;
    }
    const device = {
      uuid,
      device_name: 'its device',
      is_online: true,
      is_of__device_type: [{ slug: 'generic-amd64' }],
      belongs_to__application: [{ app_name: 'Fleet', slug: 'ada/fleet' }],
      is_running__release: [],
      is_pinned_on__release: [],
      image_install: [],
      gateway_download: [],
    };
    const body = url.includes('whoami')
      ? { id: 1, actorType: 'user', actorTypeId: 1, username: 'ada', email: null }
      : { d: url.includes('/device') ? [device] : [] };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  }
}

describe('the lab, when another environment is chosen', () => {
  let folder: string;
  let clouds: Record<'a' | 'b', FakeCloud>;
  let lab: LiveLab;
  let told: LabView[];
  let choose: (id: 'a' | 'b', state?: EnvironmentView['state']) => void;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetlab-lab-'));
    clouds = { a: new FakeCloud(), b: new FakeCloud() };
    const running: Partial<Record<string, RunningEnvironment>> = {};
    for (const id of ['a', 'b'] as const) {
      await clouds[id].listen();
      await mkdir(join(folder, id));
      await writeFile(join(folder, id, 'token'), `token-of-${id}`);
      const url = clouds[id].url();
      running[id] = {
        id,
        kind: 'open-balena',
        name: id,
        cloud: { apiUrl: url, builderUrl: url, dashboardUrl: url },
        dataDirectory: join(folder, id),
        variables: {},
        chosenDevice: () => uuid,
      };
    }
    let view: EnvironmentView = { id: 'a', kind: 'open-balena', name: 'a', state: 'ready' };
    const listeners = new Set<(view: EnvironmentView) => void>();
    const environment: EnvironmentService = {
      view: () => view,
      current: () => (view.state === 'ready' ? running[view.id] : undefined),
      ready: () => Promise.reject(new Error('nobody waits here')),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      restart: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    choose = (id, state = 'ready') => {
      view = { id, kind: 'open-balena', name: id, state, ...(state === 'failed' ? { problem: 'It does not answer.' } : {}) };
      for (const listener of listeners) listener(view);
    };
    lab = createLiveLab({ environment, hostKeys: createHostKeys({ practice: join(folder, 'known_hosts') }) });
    told = [];
    lab.onChange((made) => told.push(made));
  });
  afterEach(async () => {
    await lab.close();
    for (const cloud of Object.values(clouds)) cloud.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('tells at once that nothing is known of it, and reads it while the one before has not answered', async () => {
    await expect.poll(() => lab.view().logs, { timeout: 10_000 }).toHaveLength(1);
    expect(lab.view()).toMatchObject({ account: { username: 'ada' }, device: { name: 'its device' } });
    clouds.a.isHeld = () => true;
    const before = clouds.a.asked.length;
    const waiting = lab.refresh();
    await expect.poll(() => clouds.a.asked.length).toBeGreaterThan(before);
    clouds.b.isHeld = () => true;
    choose('b');
    expect(told.at(-1)).toEqual({ fleets: [], logs: [], readAt: 0 });
    await expect.poll(() => clouds.b.asked.length).toBeGreaterThan(0);
    clouds.b.release();
    expect(await waiting).toMatchObject({ account: { username: 'ada' } });
  });

  it('follows no log of the one before, though that answers late and this one does not', async () => {
    clouds.a.isHeld = (path) => path.includes('/device');
    await expect.poll(() => clouds.a.asked.some((path) => path.includes('/device')), { timeout: 10_000 }).toBe(true);
    choose('b', 'failed');
    clouds.a.release();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(clouds.a.asked.filter((path) => path.includes('/logs'))).toEqual([]);
    expect(lab.view()).toEqual({ fleets: [], logs: [], readAt: 0, problem: 'It does not answer.' });
  });
});
