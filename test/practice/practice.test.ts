import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPractice } from '../../src/practice/practice.ts';
import type { Practice } from '../../src/practice/practice.ts';

/** Cloud, engine and device together, over the API as the CLI and the app use it. */

let directory: string;
let practice: Practice;
let notices: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fleetlab-whole-'));
  notices = [];
  practice = await startPractice({ dataDirectory: directory, onNotice: (text) => notices.push(text) });
});

afterEach(async () => {
  await practice.close();
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${practice.ready.api}${path}`, {
    method,
    headers: { authorization: `Bearer ${practice.ready.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' || text === 'OK' ? undefined : JSON.parse(text);
}

async function rows(path: string): Promise<Record<string, unknown>[]> {
  return ((await request('GET', `/v7/${path}`)) as { d: Record<string, unknown>[] }).d;
}

async function joinFleet(): Promise<{ fleet: number; device: number }> {
  const { uuid, deviceType } = practice.ready.device;
  const [type] = await rows(`device_type?$select=id&$filter=slug eq '${deviceType}'`);
  const [organization] = await rows(`organization(handle='practice')?$select=id`);
  const created = await request('POST', '/v7/application', {
    app_name: 'SingleService',
    is_for__device_type: type?.['id'],
    organization: organization?.['id'],
    is_of__class: 'fleet',
  });
  const fleet = (created as { id: number }).id;
  const user = ((await request('GET', '/actor/v1/whoami')) as { actorTypeId: number }).actorTypeId;
  const registered = await request('POST', '/device/register', { user, application: fleet, uuid, device_type: deviceType });
  return { fleet, device: (registered as { id: number }).id };
}

async function push(command: string): Promise<void> {
  const pack = tar.pack();
  pack.entry({ name: 'Dockerfile.template' }, `FROM debian:trixie-slim\nCMD ${JSON.stringify(['bash', '-c', command])}\n`);
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack as AsyncIterable<Buffer>) chunks.push(chunk);
  const response = await fetch(
    `${practice.ready.env['BALENARC_BUILDER_URL'] ?? ''}/v3/build?slug=practice/singleservice&nocache=false&headless=false&isdraft=false`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${practice.ready.token}`, 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(Buffer.concat(chunks))),
    },
  );
  expect(await response.text()).toContain('"isSuccess":true');
}

async function log(): Promise<string[]> {
  const entries = await request('GET', `/device/v2/${practice.ready.device.uuid}/logs`);
  return (entries as { message: string }[]).map((entry) =>
    entry.message.replace(/sha256:[0-9a-f]+/, 'sha256').replace(/'registry2.*'/, "'image'"),
  );
}

async function logged(line: string, count = 1): Promise<void> {
  await expect
    .poll(async () => (await log()).filter((message) => message === line).length, { timeout: 15_000 })
    .toBeGreaterThanOrEqual(count);
}

const countRuns = 'date >> /data/runs; echo "runs: $(wc -l < /data/runs)"; trap "exit 0" TERM; sleep infinity & wait';

test('a checkpoint brings fleet, release, log and volumes back, and the device runs them', async () => {
  const { device, fleet } = await joinFleet();
  await push(countRuns);
  await logged('runs: 1');
  await request('PUT', '/practice/v1/checkpoints/start-2.3');
  await push(`echo second; ${countRuns}`);
  await logged('runs: 2');
  await request('POST', '/supervisor/v1/purge', { deviceId: device, data: {} });
  await logged('Purged data');
  await request('POST', '/practice/v1/checkpoints/start-2.3/restore');
  await logged('runs: 2');
  const messages = await log();
  expect(messages).not.toContain('second');
  expect(messages).not.toContain('Purged data');
  const releases = await rows(`release?$select=commit&$filter=belongs_to__application eq ${fleet}`);
  expect(releases).toHaveLength(1);
  await expect
    .poll(async () => (await rows(`device?$select=status&$expand=is_running__release($select=commit)`))[0], { timeout: 15_000 })
    .toMatchObject({ status: 'Idle', is_running__release: releases });
  expect(notices).toEqual([]);
});

test('after a reboot the service runs again, in the container that it had', async () => {
  const { device } = await joinFleet();
  await push(`touch /layer-$RANDOM; ls / | grep -c layer; sleep infinity`);
  await logged('1');
  await request('POST', '/supervisor/v1/reboot', { deviceId: device, data: {} });
  await logged('2');
  const messages = await log();
  expect(messages.slice(messages.indexOf('Rebooting')).filter((message) => !message.startsWith('Service exited'))).toEqual([
    'Rebooting',
    'Supervisor starting',
    "Starting service 'main sha256'",
    "Started service 'main sha256'",
    '2',
  ]);
  expect((await rows('device?$select=is_online'))[0]).toEqual({ is_online: true });
});

test('a device that leaves its fleet removes what it ran, as the log says; the practice goes on after a restart of the process', async () => {
  const { device } = await joinFleet();
  await push('echo here; sleep 1000');
  await logged('here');
  await request('POST', '/v7/application', {
    app_name: 'Other',
    is_for__device_type: (await rows(`device_type?$select=id&$filter=slug eq '${practice.ready.device.deviceType}'`))[0]?.['id'],
    organization: (await rows(`organization(handle='practice')?$select=id`))[0]?.['id'],
    is_of__class: 'fleet',
  });
  const [other] = await rows(`application?$select=id&$filter=app_name eq 'Other'`);
  await request('PATCH', `/v7/device(${device})`, { belongs_to__application: other?.['id'] });
  await logged("Deleted image 'image'");
  const messages = await log();
  expect(messages.slice(messages.lastIndexOf("Killing service 'main sha256'"))).toEqual([
    "Killing service 'main sha256'",
    "Service exited 'main sha256'",
    "Killed service 'main sha256'",
    "Removing volume 'resin-data'",
    "Deleting image 'image'",
    "Deleted image 'image'",
  ]);
  await practice.close();
  practice = await startPractice({ dataDirectory: directory, onNotice: (text) => notices.push(text) });
  expect(practice.ready.fleets.map((fleet) => fleet.name)).toEqual(['SingleService', 'Other']);
  await logged('Supervisor starting', 1);
  expect(notices).toEqual([]);
});
