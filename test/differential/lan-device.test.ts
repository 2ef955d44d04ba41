import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { createFleetlab, type Fleetlab } from '../../src/main/app.ts';
import type { EventName, EventPayload, ProcedureName, procedures } from '../../src/shared/contract.ts';
import type { LabView } from '../../src/shared/domain/device-view.ts';
import type { HostKeyQuestion } from '../../src/shared/domain/host-key.ts';
import { startLanDevice, type LanDevice } from './lan-device.ts';

const root = resolve(import.meta.dirname, '../..');
const found = existsSync(join(root, 'out', 'courses', 'hello-device.json'))
  ? await startLanDevice()
  : { reason: 'the courses are not built' };
if ('reason' in found) console.log(`A device on the LAN skipped: ${found.reason}.`);

describe.skipIf('reason' in found)('a device on the LAN, without a cloud', () => {
  const device = found as LanDevice;
  let folder: string;
  let fleetlab: Fleetlab;
  let events: { name: EventName; payload: unknown }[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetlab-lan-app-'));
    // The keys of whoever runs the tests are theirs.
    vi.stubEnv('HOME', folder);
    vi.stubEnv('SSH_AUTH_SOCK', '');
    await cp(join(root, 'test', 'fixtures', 'class', 'multicontainer-backend'), join(folder, 'project'), { recursive: true });
    fleetlab = await createFleetlab({ dataDirectory: join(folder, 'data'), root, openExternal: () => Promise.resolve() });
    fleetlab.subscribe((name, payload) => events.push({ name, payload }));
  });
  afterAll(async () => {
    await fleetlab.close();
    await device.close();
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function call<Name extends ProcedureName>(name: Name, input?: z.input<(typeof procedures)[Name]['input']>) {
    const reply = await fleetlab.call(name, input);
    if (!reply.ok) throw Object.assign(new Error(reply.error.message), reply.error);
    return reply.value as z.output<(typeof procedures)[Name]['output']>;
  }

  function last<Name extends EventName>(name: Name): EventPayload<Name> | undefined {
    return events.findLast((event) => event.name === name)?.payload as EventPayload<Name> | undefined;
  }

  function eventually<T>(what: () => T, seconds = 60) {
    return expect.poll(what, { timeout: seconds * 1000, interval: 200 });
  }

  async function choose(name: string, address: string): Promise<void> {
    events = [];
    await call('environment.choose', await call('environment.add', { setting: { kind: 'device', name, address } }));
  }

  /** What a terminal has shown so far. */
  const shown = (id: string): string =>
    events
      .flatMap(({ name, payload }) => (name === 'terminal.output' ? [payload as EventPayload<'terminal.output'>] : []))
      .filter((output) => output.id === id)
      .map(({ bytes }) => Buffer.from(bytes).toString())
      .join('')
      .replace(/\u001b(\][^\u0007\u001b]*(\u0007|\u001b\\)|\[[0-9;?]*[A-Za-z]|.)/g, '');

  async function type(id: string, line: string): Promise<void> {
    await call('terminal.input', { id, data: `${line}\r` });
  }

  const question = (): HostKeyQuestion | undefined => last('hostKey.asked')?.question;
  const lab = (): LabView | undefined => last('lab.changed');

  it('is told with what answers there', async () => {
    expect(await call('device.probe', { address: device.address })).toMatchObject({
      ports: { ssh: 'open', supervisor: 'open', engine: 'open' },
      localMode: 'on',
      remarks: [],
    });
  });

  it('shows its SSH key first, which a person trusts, and then wants one of theirs', async () => {
    await choose('The Pi', device.address);
    await eventually(() => lab()?.device?.name).toBeTruthy();
    expect(lab()).toMatchObject({ isWithoutCloud: true, device: { isOnline: true, address: device.address } });
    await eventually(() => question()?.shown.fingerprint).toBe(device.fingerprint());
    expect(question()).toMatchObject({ host: `${device.address}:22222`, former: [] });
    await call('hostKey.answer', { id: question()?.id ?? '', isTrusted: true });
    await eventually(() => last('engine.changed')?.problem).toMatch(/lets nobody in without an SSH key/);
    const { keys } = await call('sshKey.create');
    expect(keys).toHaveLength(1);
    await device.allow(keys[0]?.publicKey ?? '');
    await eventually(() => last('engine.changed')?.networks.length).toBeGreaterThan(0);
    expect(last('engine.changed')?.problem).toBeUndefined();
  });

  it('takes a push in local mode, with live changes, and tells its log', async () => {
    const { id } = await call('terminal.open', { target: { kind: 'laptop' } });
    await type(id, `balena push ${device.address} --source ${join(folder, 'project')}`);
    await eventually(() => shown(id), 150).toMatch(/\[frontend\] .*The frontend listens on port 80/);
    await eventually(() => lab()?.device?.services.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'backend Running',
      'frontend Running',
    ]);
    await eventually(() => lab()?.logs.map(({ service }) => service)).toContain('frontend');
    await eventually(() => last('engine.changed')?.containers.map(({ service }) => service)).toContain('backend');
    const file = join(folder, 'project', 'frontend', 'index.js');
    await eventually(() => shown(id)).toMatch(/Device state settled/);
    const source = await readFile(file, 'utf8');
    await vi.waitFor(
      async () => {
        await writeFile(file, source.replace(/The frontend says \w+\.\\n/, `The frontend says again.\\n`));
        await new Promise((settle) => setTimeout(settle, 3000));
        expect(shown(id)).toMatch(/\[frontend\] Restarting service/);
      },
      { timeout: 60_000 },
    );
    await call('terminal.close', { id });
  });

  it('says which commands need a cloud, and asks nobody', async () => {
    const { id } = await call('terminal.open', { target: { kind: 'laptop' } });
    await type(id, 'balena fleet list; balena push Workshop');
    await eventually(() => shown(id)).toMatch(/“balena fleet list” needs a cloud[^]*There is no fleet Workshop here/);
    await call('terminal.close', { id });
  });

  it('lets the system’s ssh in, to the host OS and into a service', async () => {
    const host = await call('terminal.open', { target: { kind: 'host-os' } });
    await type(host.id, 'balena ps --format "name={{.Names}}"');
    await eventually(() => shown(host.id)).toMatch(/name=backend_\d+_\d+/);
    const service = await call('terminal.open', { target: { kind: 'service', service: 'backend' } });
    await type(service.id, 'echo in-$BALENA_SERVICE_NAME');
    await eventually(() => shown(service.id)).toMatch(/in-backend/);
    for (const { id } of [host, service]) await call('terminal.close', { id });
  });

  it('is what the lessons are about, and they say what only a cloud has', async () => {
    await call('course.choose', { courseId: 'hello-device' });
    await expect(call('block.run', { stepId: 'get-ready', blockId: 'create-fleet' })).rejects.toMatchObject({
      code: 'needs-cloud',
      message: expect.stringContaining('“balena fleet create” needs a cloud') as string,
    });
    const verdicts = async (stepId: string) => (await call('course.check', { stepId })).map(({ id, verdict }) => `${id} ${verdict}`);
    expect(await verdicts('get-ready')).toEqual(['fleet-exists unknown', 'device-in-fleet unknown']);
    const { terminalId } = await call('block.run', { stepId: 'a-page', blockId: 'push' });
    await eventually(() => shown(terminalId), 120).toContain(`balena push ${device.address} --detached`);
    await call('block.applyEdit', { stepId: 'a-page', blockId: 'change' });
    await call('block.run', { stepId: 'a-page', blockId: 'push-again', whenBusy: 'wait' });
    await expect.poll(() => verdicts('a-page'), { timeout: 120_000, interval: 1000 }).toEqual(['running passed', 'changed passed']);
  });

  it('is refused with another key, until the person says that it was set up anew', async () => {
    const before = device.fingerprint();
    await device.changeHostKey();
    const refused = call('terminal.open', { target: { kind: 'host-os' } });
    await eventually(() => question()?.shown.fingerprint).toBe(device.fingerprint());
    expect(question()?.former).toEqual([{ type: 'ssh-ed25519', fingerprint: before }]);
    await call('hostKey.answer', { id: question()?.id ?? '', isTrusted: false });
    await expect(refused).rejects.toMatchObject({ code: 'host-key-changed' });
    const allowed = call('terminal.open', { target: { kind: 'host-os' } });
    await eventually(() => question()).toBeDefined();
    await call('hostKey.answer', { id: question()?.id ?? '', isTrusted: true });
    const { id } = await allowed;
    await type(id, 'echo in-$((1+1))');
    await eventually(() => shown(id)).toMatch(/in-2/);
    await call('terminal.close', { id });
  });

  it('that disappears in mid-push is unknown since then, and known again when it is back', async () => {
    const { id } = await call('terminal.open', { target: { kind: 'laptop' } });
    await type(id, `balena push ${device.address} --source ${join(folder, 'project')} --nocache --nolive --detached`);
    await eventually(() => shown(id)).toMatch(/Step 1\//);
    device.setCable(false);
    await eventually(() => lab()?.problem).toMatch(/The Pi does not answer \(.+\)\. What it does is unknown since \d\d:\d\d/);
    expect(lab()?.device).toMatchObject({ isOnline: false, status: 'unknown' });
    device.setCable(true);
    await eventually(() => lab()?.problem).toBeUndefined();
    expect(lab()?.device?.isOnline).toBe(true);
    await call('terminal.close', { id });
  });

  it('that is not there is told as such, and does not hold up the others', async () => {
    await choose('Nobody', '127.0.0.99');
    await eventually(() => last('environment.changed')).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/nothing on it answers as a balena device does/) as string,
    });
    await expect(call('terminal.open', { target: { kind: 'host-os' } })).rejects.toMatchObject({ code: 'environment-failed' });
  });
});
