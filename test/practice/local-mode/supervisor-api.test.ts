import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { build, eventually, openPractice } from './support.ts';
import type { StartedPractice } from './support.ts';

let started: StartedPractice;

beforeEach(async () => void (started = await openPractice()));
afterEach(() => started.close());

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`http://127.0.0.1:${started.ports.supervisor}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

/** As `balena push <address>` does it: build, then the target state with what was built. */
async function push(command: string[], more: Record<string, unknown> = {}): Promise<void> {
  await build(
    started.docker,
    { Dockerfile: `FROM debian:trixie-slim\nCMD ${JSON.stringify(command)}\n` },
    { t: 'local_image_main:latest' },
  );
  const { body } = await call('GET', '/v2/local/target-state');
  const { state } = body as { state: { local: Record<string, unknown> } };
  const service = {
    imageId: 1,
    serviceId: 1,
    serviceName: 'main',
    image: 'local_image_main:latest',
    running: true,
    environment: {},
    labels: {},
    network_mode: 'host',
    volumes: ['resin-data:/data'],
    ...more,
  };
  const app = {
    name: 'localapp',
    commit: '10ca12e1ea5e',
    releaseId: '1',
    services: { 1: service },
    volumes: { 'resin-data': {} },
    networks: {},
  };
  expect(await call('POST', '/v2/local/target-state', { ...state, local: { ...state.local, apps: { 1: app } } })).toEqual({
    status: 200,
    body: { status: 'success', message: 'OK' },
  });
}

interface Status {
  appState: string;
  containers: { serviceName: string; containerId: string; status: string }[];
}

const applied = (): Promise<Status> =>
  eventually('the applied state', async () => {
    const status = (await call('GET', '/v2/state/status')).body as Status;
    return status.appState === 'applied' && status.containers.length > 0 ? status : undefined;
  });

/** Lines of the log from now on. */
async function followLog(): Promise<{ lines: () => Record<string, unknown>[]; end: () => void }> {
  const abort = new AbortController();
  const response = await fetch(`http://127.0.0.1:${started.ports.supervisor}/v2/local/logs`, { signal: abort.signal });
  let text = '';
  void (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  const lines = (): Record<string, unknown>[] =>
    text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));
  return { lines, end: () => abort.abort() };
}

describe('a device that belongs to no fleet', () => {
  it('is in local mode, and says who it is', async () => {
    expect(await call('GET', '/ping')).toEqual({ status: 200, body: 'OK' });
    expect((await call('GET', '/v1/healthy')).status).toBe(200);
    expect((await call('GET', '/v2/version')).body).toEqual({ status: 'success', version: '17.0.3' });
    expect((await call('GET', '/v2/local/device-info')).body).toEqual({
      status: 'success',
      info: { arch: 'amd64', deviceType: 'generic-amd64' },
    });
    expect((await call('GET', '/v1/device')).body).toMatchObject({ ip_address: '10.42.0.7', api_port: 48484, commit: null });
    const status = await eventually('a device at rest', async () => {
      const { body } = await call('GET', '/v2/state/status');
      return (body as Status).appState === 'applied' ? body : undefined;
    });
    expect(status).toMatchObject({ containers: [], images: [] });
  });

  it('runs what it is given, and tells what it runs', async () => {
    const log = await followLog();
    await eventually('the first line', () => (log.lines().length > 0 ? true : undefined));
    expect(log.lines()[0]).toEqual({ message: 'Streaming logs', isSystem: true });
    await push(['sh', '-c', 'echo here I am; echo oh >&2; sleep infinity']);
    const { containers } = await applied();
    expect(containers).toMatchObject([{ serviceName: 'main', status: 'Running' }]);
    expect((await call('GET', '/v2/containerId?service=main')).body).toEqual({
      status: 'success',
      containerId: containers[0]?.containerId,
    });
    expect((await call('GET', '/v2/containerId?service=other')).status).toBe(503);
    expect((await call('GET', '/v2/applications/state')).body).toEqual({
      localapp: { appId: 1, commit: '10ca12e1ea5e', services: { main: { status: 'Running', releaseId: 1, downloadProgress: null } } },
    });
    const { Name, HostConfig, Mounts } = await started.docker.getContainer(containers[0]?.containerId ?? '').inspect();
    expect([Name, HostConfig.NetworkMode, Mounts[0]?.Name]).toEqual(['/main_1_1_10ca12e1ea5e', 'host', '1_resin-data']);
    await eventually('both lines', () => (log.lines().filter(({ serviceName }) => serviceName === 'main').length >= 2 ? true : undefined));
    expect(log.lines()).toContainEqual(expect.objectContaining({ message: 'here I am', serviceName: 'main', serviceId: 1 }));
    expect(log.lines()).toContainEqual(expect.objectContaining({ message: 'oh', isStdErr: true }));
    expect(log.lines()).toContainEqual(
      expect.objectContaining({ message: expect.stringMatching(/^Started service 'main sha256:/) as string, isSystem: true }),
    );
    expect(log.lines().filter(({ message }) => /ownload/.test(String(message)))).toEqual([]);
    log.end();
  });

  it('makes the container anew when its image or its variables change, and leaves it else', async () => {
    await push(['sleep', '1000']);
    const [first] = (await applied()).containers;
    await push(['sleep', '1000']);
    expect((await applied()).containers[0]?.containerId).toBe(first?.containerId);
    await push(['sleep', '1000'], { environment: { GREETING: 'hi' }, stop_grace_period: '0s' });
    const second = await eventually('another container', async () => {
      const [now] = (await applied()).containers;
      return now?.containerId === first?.containerId ? undefined : now;
    });
    expect((await started.docker.getContainer(second.containerId).inspect()).Config.Env).toContain('GREETING=hi');
  });

  it('acts on the app and its services', async () => {
    await push(['sh', '-c', 'trap "exit 0" TERM; date +%s%N >> /data/starts; while :; do sleep 0.1; done']);
    const [container] = (await applied()).containers;
    expect(await call('POST', '/v2/applications/1/stop-service', { serviceName: 'main' })).toEqual({ status: 200, body: 'OK' });
    expect((await applied()).containers[0]?.status).toBe('exited');
    expect(await call('POST', '/v2/applications/1/start-service', { imageId: 1 })).toEqual({ status: 200, body: 'OK' });
    expect((await applied()).containers).toMatchObject([{ status: 'Running', containerId: container?.containerId }]);
    expect((await call('POST', '/v1/restart', { appId: 1 })).status).toBe(200);
    expect(await call('POST', '/v2/applications/1/restart-service', { serviceName: 'other' })).toMatchObject({ status: 404 });
    expect(await call('POST', '/v2/applications/77/restart')).toMatchObject({ status: 404 });
    expect((await call('POST', '/v1/restart', {})).status).toBe(400);
    expect(await call('POST', '/v1/purge', { appId: '1' })).toEqual({ status: 200, body: { Data: 'OK', Error: '' } });
    expect((await call('POST', '/v1/blink')).status).toBe(200);
  });

  it.each([
    ['no target state', { hello: 1 }, /Invalid target state/],
    [
      'an image that is not there',
      {
        local: {
          apps: {
            1: {
              name: 'localapp',
              commit: 'c',
              releaseId: 1,
              services: { 1: { imageId: 1, serviceId: 1, serviceName: 'main', image: 'nowhere' } },
            },
          },
        },
      },
      /No such image: nowhere/,
    ],
    [
      'two apps',
      {
        local: {
          apps: { 1: { name: 'a', commit: 'c', releaseId: 1, services: {} }, 2: { name: 'b', commit: 'c', releaseId: 1, services: {} } },
        },
      },
      /More than one app/,
    ],
    ['configuration', { local: { config: { RESIN_HOST_CONFIG_gpu_mem: '16' }, apps: {} } }, /not supported on the practice device/],
  ])('refuses %s', async (_what, state, reason) => {
    const { status, body } = await call('POST', '/v2/local/target-state', state);
    expect([status, (body as { message: string }).message]).toEqual([400, expect.stringMatching(reason)]);
  });

  it('names what it does not have', async () => {
    expect(await call('GET', '/v2/journal-logs')).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('not supported on the practice device') as string },
    });
    expect((await call('GET', '/v1/reboot')).status).toBe(405);
  });
});

describe('a device of a fleet', () => {
  async function cloud(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const { api, token } = started.practice.ready;
    const response = await fetch(`${api}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>;
  }
  const rows = async (path: string): Promise<Record<string, unknown>[]> =>
    (await cloud('GET', `/v7/${path}`))['d'] as Record<string, unknown>[];

  async function join(): Promise<{ device: number }> {
    const { uuid, deviceType } = started.practice.ready.device;
    const [type] = await rows(`device_type?$select=id&$filter=slug eq '${deviceType}'`);
    const [organization] = await rows(`organization(handle='practice')?$select=id`);
    const fleet = await cloud('POST', '/v7/application', {
      app_name: 'Fleet',
      is_for__device_type: type?.['id'],
      organization: organization?.['id'],
      is_of__class: 'fleet',
    });
    const user = (await cloud('GET', '/actor/v1/whoami'))['actorTypeId'];
    const device = await cloud('POST', '/device/register', { user, application: fleet['id'], uuid, device_type: deviceType });
    return { device: Number(device['id']) };
  }
  const isReachable = (): Promise<boolean> =>
    call('GET', '/ping').then(
      ({ status }) => status === 200,
      () => false,
    );
  const setLocalMode = (device: number, value: string): Promise<unknown> =>
    cloud('POST', '/v7/device_config_variable', { device, name: 'RESIN_SUPERVISOR_LOCAL_MODE', value });

  it('does not answer outside of local mode', async () => {
    expect(await isReachable()).toBe(true);
    await join();
    expect(await isReachable()).toBe(false);
  });

  it('runs the pushed project while local mode is on, and its fleet’s after that, whose volume stays', async () => {
    const { device } = await join();
    await setLocalMode(device, '1');
    expect(await isReachable()).toBe(true);
    await started.docker.createVolume({ Name: '4711_of-the-fleet' });
    await push(['sleep', '1000'], { stop_signal: 'SIGKILL' });
    await applied();
    const [installs] = await rows(`device(${device})?$select=id&$expand=image_install($select=id;$filter=status ne 'deleted')`);
    expect(installs).toMatchObject({ image_install: [] });
    const [variable] = await rows(`device_config_variable?$select=id&$filter=device eq ${device}`);
    await cloud('PATCH', `/v7/device_config_variable(${String(variable?.['id'])})`, { value: '0' });
    await eventually('no container', async () => ((await started.docker.listContainers({ all: true })).length === 0 ? true : undefined));
    await eventually('no image', async () => ((await started.docker.listImages()).length === 0 ? true : undefined));
    expect(await isReachable()).toBe(false);
    // The next time local mode begins with nothing.
    await cloud('PATCH', `/v7/device_config_variable(${String(variable?.['id'])})`, { value: '1' });
    expect((await call('GET', '/v2/local/target-state')).body).toMatchObject({
      state: { local: { apps: {}, config: { RESIN_SUPERVISOR_LOCAL_MODE: '1' } } },
    });
  });
});
