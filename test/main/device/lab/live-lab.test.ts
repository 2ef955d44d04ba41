import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import balenaSdk from 'balena-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EnvironmentService } from '../../../../src/main/environments/environment.ts';
import { practiceCommand } from '../../../../src/main/environments/practice/practice-command.ts';
import { createPracticeEnvironment } from '../../../../src/main/environments/practice/practice-environment.ts';
import { createHostKeys } from '../../../../src/main/device/ssh/host-key.ts';

import { createLiveLab, type LiveLab } from '../../../../src/main/device/lab/live-lab.ts';
import { nodeExecutable } from '../../../../src/main/paths.ts';
import { labView } from '../../../../src/shared/domain/device-view.ts';

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
