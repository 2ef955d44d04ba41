import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloud } from '../../../../src/practice/cloud/cloud.ts';
import type { Cloud, CloudOptions } from '../../../../src/practice/cloud/cloud.ts';
import { createFakeDevice } from './fake-device.ts';
import type { FakeDevice } from './fake-device.ts';
import { createFakeEngine } from './fake-engine.ts';
import type { FakeEngine } from './fake-engine.ts';

export interface StartedCloud {
  cloud: Cloud;
  engine: FakeEngine;
  device: FakeDevice;
  dataDirectory: string;
  /** A request with the learner's token, unless the headers say otherwise. */
  request(path: string, options?: RequestInit): Promise<Response>;
  /** `d` of a GET below `/v7`. */
  get(query: string): Promise<Record<string, unknown>[]>;
  post(path: string, body: unknown): Promise<Response>;
  /** Makes a fleet for the practice device. Returns its id. */
  createFleet(name?: string): Promise<number>;
  /** Registers the practice device, which then is online. */
  register(fleet: number): Promise<void>;
  close(): Promise<void>;
}

export async function startCloud(options: Partial<CloudOptions> = {}): Promise<StartedCloud> {
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'fleetlab-cloud-')));
  const engine = createFakeEngine();
  const cloud = await createCloud({ dataDirectory, engine, ...options });
  const device = createFakeDevice();
  cloud.connectDevice(device);
  const request: StartedCloud['request'] = (path, init = {}) =>
    fetch(cloud.apiUrl + path, {
      ...init,
      headers: { authorization: `Bearer ${cloud.token}`, ...(init.headers as Record<string, string> | undefined) },
    });
  const post: StartedCloud['post'] = (path, body) =>
    request(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const get: StartedCloud['get'] = async (query) => {
    const response = await request(`/v7${query}`);
    if (!response.ok) throw new Error(`${query}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as { d: Record<string, unknown>[] }).d;
  };
  return {
    cloud,
    engine,
    device,
    dataDirectory,
    request,
    get,
    post,
    async createFleet(name = 'SingleService') {
      const [type] = await get("/device_type(slug='generic-amd64')?$select=id");
      const [organization] = await get("/organization(handle='practice')?$select=id");
      const response = await post('/v7/application', {
        app_name: name,
        is_for__device_type: type?.['id'],
        organization: organization?.['id'],
      });
      if (response.status !== 201) throw new Error(await response.text());
      return ((await response.json()) as { id: number }).id;
    },
    async register(fleet) {
      const response = await post('/device/register', { application: fleet, uuid: device.uuid, device_type: 'generic-amd64' });
      if (response.status !== 201) throw new Error(await response.text());
    },
    async close() {
      await cloud.close();
      if (options.dataDirectory === undefined) await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Tries until the work gives something, for at most five seconds. */
export async function eventually<T>(what: string, work: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 5_000;
  for (;;) {
    const value = await work();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`${what} did not happen.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
