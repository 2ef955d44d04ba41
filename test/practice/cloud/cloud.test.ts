import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCloud } from '../../../src/practice/cloud/cloud.ts';
import { createFakeEngine } from './support/fake-engine.ts';
import { archive, push, readPush, sendPush } from './support/push.ts';
import { eventually, startCloud } from './support/start-cloud.ts';
import type { StartedCloud } from './support/start-cloud.ts';

let started: StartedCloud;

beforeEach(async () => {
  started = await startCloud();
  await started.register(await started.createFleet());
});
afterEach(() => started.close());

const say = (message: string) =>
  started.cloud.asSeenByDevice.log(started.device.uuid, { timestamp: 1, message, isSystem: true, isError: false });

describe('the practice cloud', () => {
  it('is the same after a restart: token, rows and logs', async () => {
    await push(started, { Dockerfile: 'FROM a\n' });
    say('hello');
    const before = started.cloud;
    await before.close();
    const again = await startCloud({ dataDirectory: started.dataDirectory });
    expect(again.cloud.token).toBe(before.token);
    expect(again.cloud.fleets()).toEqual(before.fleets());
    expect(
      (await again.get('/release?$filter=belongs_to__application/is_host eq false&$select=status')).map((row) => row['status']),
    ).toEqual(['success']);
    const lines = (await (await again.request(`/device/v2/${started.device.uuid}/logs`)).json()) as { message: string }[];
    expect(lines.map(({ message }) => message)).toEqual(['hello']);
    await again.close();
  });

  it('goes on with the backup when its state was cut off, and says so', async () => {
    await started.cloud.flush();
    await started.createFleet('Second');
    await started.cloud.close();
    const path = join(started.dataDirectory, 'cloud', 'database.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, text.length / 2));
    const notices: string[] = [];
    const again = await startCloud({ dataDirectory: started.dataDirectory, onNotice: (notice) => notices.push(notice) });
    expect(notices.join()).toMatch(/database\.json could not be read.*kept as database\.json\.damaged-1/);
    expect(again.cloud.token).toBe(started.cloud.token);
    expect(again.cloud.fleets().map(({ name }) => name)).toContain('SingleService');
    await again.close();
  });

  it('goes back to a snapshot as a whole, and tells the device', async () => {
    await push(started, { Dockerfile: 'FROM a\n' });
    say('before');
    const snapshot = JSON.parse(JSON.stringify(started.cloud.snapshot())) as unknown;
    const release = started.cloud.asSeenByDevice.targetState(started.device.uuid).app?.release;
    await push(started, { Dockerfile: 'FROM b\n' });
    say('after');
    await started.createFleet('Second');
    started.device.calls.length = 0;
    await started.cloud.restore(snapshot);
    expect(started.cloud.asSeenByDevice.targetState(started.device.uuid).app?.release).toEqual(release);
    expect(started.cloud.fleets().map(({ name }) => name)).toEqual(['SingleService']);
    expect((started.cloud.snapshot() as { logs: Record<string, unknown[]> }).logs[started.device.uuid]).toHaveLength(1);
    await eventually('update', () => (started.device.calls.includes('update') ? true : undefined));
    expect(await started.get('/device?$select=is_online')).toEqual([{ is_online: true }]);
    await expect(started.cloud.restore({ database: 1 })).rejects.toMatchObject({ code: 'invalid-snapshot' });
    expect(started.cloud.fleets()).toHaveLength(1);
  });

  it('sets a build that the end of the process cut off to cancelled', async () => {
    started.engine.gate = new Promise(() => undefined);
    const sent = sendPush(started, await archive({ Dockerfile: 'FROM a\n' })).catch(() => undefined);
    await eventually('a build', async () => (await started.get("/release?$filter=status eq 'running'"))[0]);
    await started.cloud.close();
    await sent;
    const again = await startCloud({ dataDirectory: started.dataDirectory });
    expect(await again.get('/release?$filter=belongs_to__application/is_host eq false&$select=status')).toEqual([{ status: 'cancelled' }]);
    await again.close();
  });

  it('ends the builds that run when it goes back', async () => {
    const snapshot = started.cloud.snapshot();
    started.engine.gate = new Promise(() => undefined);
    const sent = sendPush(started, await archive({ Dockerfile: 'FROM a\n' }));
    await eventually('a build', async () => (await started.get("/release?$filter=status eq 'running'"))[0]);
    await started.cloud.restore(snapshot);
    expect((await readPush(await sent)).isSuccess).toBe(false);
    expect(await started.get('/release/$count?$filter=belongs_to__application/is_host eq false')).toBe(0);
  });

  it('forgets the images of a deleted release, and only those', async () => {
    await push(started, { Dockerfile: 'FROM a\n' });
    await push(started, { Dockerfile: 'FROM b\n' });
    expect(await started.engine.images()).toHaveLength(2);
    const [first] = await started.get('/release?$filter=belongs_to__application/is_host eq false&$orderby=id asc');
    await started.request(`/v7/release(${String(first?.['id'])})`, { method: 'DELETE' });
    await eventually('one image', async () => ((await started.engine.images()).length === 1 ? true : undefined));
    const { contentHash = '' } = started.cloud.asSeenByDevice.targetState(started.device.uuid).app?.release?.services[0] ?? {};
    await expect(started.cloud.asSeenByDevice.image(contentHash)).resolves.toMatchObject({ id: contentHash });
  });

  it('says that a port is taken, and leaves nothing behind', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const options = { dataDirectory: started.dataDirectory, engine: createFakeEngine() };
    await expect(createCloud({ ...options, ports: { api: port } })).rejects.toMatchObject({
      code: 'port-taken',
      message: `The practice API cannot use port ${port}: another program uses it.`,
    });
    await expect(createCloud({ ...options, ports: { ssh: port } })).rejects.toMatchObject({ code: 'port-taken' });
    await new Promise((resolve) => other.close(resolve));
  });
});
