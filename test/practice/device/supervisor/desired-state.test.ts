import { describe, expect, test } from 'vitest';
import type { ContainerSpec } from '../../../../src/practice/engine/engine.ts';
import type { TargetState } from '../../../../src/practice/device/device-link.ts';
import { identityOf } from '../../../../src/practice/device/identity.ts';
import { desiredState } from '../../../../src/practice/device/supervisor/desired-state.ts';
import { singleService, uuid } from '../fake-cloud.ts';

const identity = identityOf(uuid);
/** In every container, so that a service finds the folder of its update lock. */
const lockFolders = [{ target: '/tmp/balena' }, { target: '/tmp/resin' }];

test('a single service is privileged, on host networking, with /data, restarted always', () => {
  const [service] = desiredState(singleService(1), identity).services;
  expect(service?.spec).toMatchObject({
    name: `main_501_901_${'1'.repeat(32)}`,
    image: 'sha256:1',
    networkMode: 'host',
    privileged: true,
    restartPolicy: { name: 'always' },
    mounts: [{ volume: '41_resin-data', target: '/data' }],
    labels: { 'io.balena.app-id': '41', 'io.balena.service-name': 'main', 'io.balena.supervised': 'true' },
  });
  expect(service?.spec.environment).toMatchObject({
    BALENA: '1',
    RESIN: '1',
    BALENA_APP_ID: '41',
    BALENA_APP_NAME: 'SingleService',
    BALENA_DEVICE_UUID: uuid,
    RESIN_DEVICE_UUID: uuid,
    BALENA_DEVICE_TYPE: 'generic-amd64',
    BALENA_DEVICE_NAME_AT_INIT: 'restless-bush',
    BALENA_SERVICE_NAME: 'main',
    BALENA_HOST_OS_VERSION: 'balenaOS 6.5.24+rev1',
    BALENA_SUPERVISOR_ADDRESS: 'http://127.0.0.1:48484',
    USER: 'root',
  });
});

test('the learner’s variables win over the device’s own', () => {
  const [service] = desiredState(singleService(1, { environment: { USER: 'pi', GREETING: 'hi' } }), identity).services;
  expect(service?.spec.environment).toMatchObject({ USER: 'pi', GREETING: 'hi' });
});

function composed(
  composition: Record<string, unknown>,
  around: { volumes?: string[]; networks?: Record<string, unknown> } = {},
): TargetState {
  const target = singleService(1);
  const service = target.app?.release?.services[0];
  if (target.app?.release === undefined || service === undefined) throw new Error('no service');
  const release = { ...target.app.release, isSingleService: false, volumes: around.volumes ?? ['cache'], networks: around.networks ?? {} };
  return { ...target, app: { ...target.app, release: { ...release, services: [{ ...service, composition }] } } };
}

function specOf(composition: Record<string, unknown>, networks: Record<string, unknown> = {}): ContainerSpec {
  const state = desiredState(composed(composition, { networks }), identity);
  expect(state.refused).toEqual([]);
  const [service] = state.services;
  if (service === undefined) throw new Error('no service');
  return service.spec;
}

describe('a composition', () => {
  test('is translated where the device has the setting', () => {
    const state = desiredState(
      composed({
        build: { context: '.' },
        command: ['sleep', '5'],
        environment: { A: '1', B: null },
        restart: 'on-failure:2',
        network_mode: 'host',
        volumes: ['cache:/var/cache:ro'],
        stop_signal: 'SIGINT',
      }),
      identity,
    );
    expect(state.refused).toEqual([]);
    expect(state.volumes).toEqual(['41_cache']);
    expect(state.networks).toEqual([]);
    expect(state.services[0]?.spec).toMatchObject({
      command: ['sleep', '5'],
      privileged: false,
      networkMode: 'host',
      restartPolicy: { name: 'on-failure', maximumRetryCount: 2 },
      mounts: [{ volume: '41_cache', target: '/var/cache', readOnly: true }],
      stopSignal: 'SIGINT',
      environment: expect.objectContaining({ A: '1', B: '' }) as object,
    });
  });

  test('without network keys is on the default network under its own name, unprivileged, restarted always', () => {
    const state = desiredState(composed({}), identity);
    expect(state.networks).toEqual([
      { name: '41_default', internal: false, labels: { 'io.balena.supervised': 'true', 'io.balena.app-id': '41' } },
    ]);
    expect(state.services[0]?.spec).toMatchObject({
      networkMode: 'bridge',
      networks: [{ network: '41_default', aliases: ['main'] }],
      privileged: false,
      restartPolicy: { name: 'always' },
    });
  });

  test.each<[Record<string, unknown>, Partial<ContainerSpec>]>([
    [
      { ports: ['80:8080', '127.0.0.1:53:53/udp', '1234'] },
      {
        publishedPorts: [
          { hostAddress: '0.0.0.0', hostPort: 80, containerPort: 8080, protocol: 'tcp' },
          { hostAddress: '127.0.0.1', hostPort: 53, containerPort: 53, protocol: 'udp' },
          { hostAddress: '0.0.0.0', hostPort: 1234, containerPort: 1234, protocol: 'tcp' },
        ],
      },
    ],
    [
      { ports: ['3000-3001:4000-4001'] },
      {
        publishedPorts: [
          { hostAddress: '0.0.0.0', hostPort: 3000, containerPort: 4000, protocol: 'tcp' },
          { hostAddress: '0.0.0.0', hostPort: 3001, containerPort: 4001, protocol: 'tcp' },
        ],
      },
    ],
    [{ expose: ['1234', '53/udp'] }, { exposedPorts: ['1234/tcp', '53/udp'] }],
    [{ network_mode: 'bridge' }, { networkMode: 'bridge' }],
    [{ network_mode: 'none' }, { networkMode: 'none' }],
    [
      { tmpfs: ['/run', '/tmp:size=64m,mode=755'] },
      { tmpfs: [{ target: '/run' }, { target: '/tmp', options: 'size=64m,mode=755' }, ...lockFolders] },
    ],
    [{ shm_size: '128m' }, { tmpfs: [{ target: '/dev/shm', options: 'size=134217728' }, ...lockFolders] }],
    [{ privileged: true }, { privileged: true }],
    [
      { cap_add: ['SYS_ADMIN', 'CAP_NET_ADMIN'], cap_drop: ['all'] },
      {
        capabilitiesAdded: ['SYS_ADMIN', 'NET_ADMIN'],
        capabilitiesDropped: ['ALL'],
      },
    ],
    [{ security_opt: ['apparmor=unconfined'] }, { securityOptions: ['apparmor=unconfined'] }],
    [{ devices: ['/dev/i2c-1', '/dev/a:/dev/b:r'] }, { devices: ['/dev/i2c-1:/dev/i2c-1:rwm', '/dev/a:/dev/b:r'] }],
    [
      { stop_signal: '37', stop_grace_period: '1m30s' },
      { stopSignal: 'SIGRTMIN+3', stopGraceSeconds: 90 },
    ],
    [
      { hostname: 'box', user: 1000, working_dir: '/srv' },
      { hostname: 'box', user: '1000', workingDirectory: '/srv' },
    ],
    [
      { init: true, read_only: true, mem_limit: '64m' },
      { init: true, isRootReadOnly: true, memoryLimit: 67_108_864 },
    ],
    [
      { ulimits: { nofile: 1024, nproc: { soft: 10, hard: 20 } } },
      {
        ulimits: { nofile: { soft: 1024, hard: 1024 }, nproc: { soft: 10, hard: 20 } },
      },
    ],
    [
      { healthcheck: { test: 'curl localhost', interval: '30s', timeout: '500ms', start_period: '1m', retries: 3 } },
      {
        healthcheck: { test: ['CMD-SHELL', 'curl localhost'], interval: 30_000, timeout: 500, startPeriod: 60_000, retries: 3 },
      },
    ],
    [{ healthcheck: { disable: true } }, { healthcheck: { test: ['NONE'] } }],
    [{ extra_hosts: ['gate:10.0.0.1'] }, { extraHosts: ['gate:10.0.0.1'] }],
    [{ entrypoint: '/entry.sh "two words"' }, { entrypoint: ['/entry.sh', 'two words'] }],
    [
      { labels: { 'com.example.a': '1', 'io.resin.update.strategy': 'hand-over' } },
      {
        labels: expect.objectContaining({ 'com.example.a': '1', 'io.balena.update.strategy': 'hand-over' }) as Record<string, string>,
      },
    ],
  ])('%j', (composition, expected) => {
    expect(specOf(composition)).toMatchObject(expected);
  });

  test('is on its networks with aliases and fixed addresses; its service name is an alias on each', () => {
    const networks = {
      front: { internal: true, labels: { tier: 'web' } },
      back: { ipam: { config: [{ subnet: '172.28.0.0/16', gateway: '172.28.0.1', ip_range: '172.28.5.0/24' }] } },
    };
    const attachments = { front: { aliases: ['web', 'main'] }, back: { ipv4_address: '172.28.5.9' }, default: null };
    const state = desiredState(composed({ networks: attachments }, { networks }), identity);
    expect(state.services[0]?.spec.networks).toEqual([
      { network: '41_front', aliases: ['web', 'main'] },
      { network: '41_back', aliases: ['main'], address: '172.28.5.9' },
      { network: '41_default', aliases: ['main'] },
    ]);
    expect(state.networks).toMatchObject([
      { name: '41_default', internal: false },
      { name: '41_front', internal: true, labels: { tier: 'web', 'io.balena.supervised': 'true' } },
      { name: '41_back', subnet: '172.28.0.0/16', gateway: '172.28.0.1', ipRange: '172.28.5.0/24' },
    ]);
  });

  test('asks for the Supervisor’s API by label: address, key, and a bridge to it', () => {
    const labels = { 'io.balena.features.supervisor-api': '1' };
    const state = desiredState(composed({ labels }), identity);
    const [service] = state.services;
    expect(service?.spec.environment).toMatchObject({
      BALENA_SUPERVISOR_ADDRESS: 'http://10.114.104.1:48484',
      RESIN_SUPERVISOR_API_KEY: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    expect(service?.spec.networks?.map(({ network }) => network)).toEqual(['41_default', 'supervisor0']);
    expect(state.networks.at(-1)).toMatchObject({ name: 'supervisor0', subnet: '10.114.104.0/25', gateway: '10.114.104.1' });
    expect(specOf({ labels, network_mode: 'host' }).environment).toMatchObject({ BALENA_SUPERVISOR_HOST: '127.0.0.1' });
    expect(specOf({}).environment['BALENA_SUPERVISOR_ADDRESS']).toBeUndefined();
  });

  test('names what has no effect', () => {
    const labels = { 'io.balena.features.dbus': '1', 'io.balena.features.sysfs': '0', 'io.balena.features.requires.sw.supervisor': '>1' };
    expect(desiredState(composed({ labels, tty: true }), identity).services[0]?.withoutEffect).toEqual(['io.balena.features.dbus', 'tty']);
  });

  test.each([
    [{ dns: ['9.9.9.9'], sysctls: { a: '1' } }, 'dns, sysctls: not supported on the practice device'],
    [{ network_mode: 'container:x' }, 'network_mode container:x is not supported on the practice device'],
    [{ network_mode: 'service:other' }, "it depends on service 'other', which cannot run"],
    [{ networks: ['nowhere'] }, "network 'nowhere' is not declared"],
    [{ networks: { default: { ipv6_address: '::1' } } }, 'networks.default.ipv6_address: not supported on the practice device'],
    [{ ports: ['80/sctp'] }, 'port 80/sctp: sctp is not supported on the practice device'],
    [{ ports: ['8000-8010:80'] }, 'Range for internal and external ports does not match: 8000-8010:80'],
    [{ ports: ['x'] }, 'invalid port "x": write [[IP:]PUBLISHED:]TARGET[/PROTOCOL], for example "80:80"'],
    [{ restart: 'sometimes' }, "invalid restart policy 'sometimes'"],
    [{ stop_signal: 'SIGNOPE' }, 'invalid signal: SIGNOPE'],
    [{ mem_limit: 'much' }, 'invalid size: much'],
    [{ volumes: ['/etc:/etc'] }, "volume '/etc' is not declared; host paths cannot be bound"],
    [{ volumes: ['other:/x'] }, "volume 'other' is not declared; host paths cannot be bound"],
  ])('is refused in words where it does not: %j', (composition, reason) => {
    const state = desiredState(composed(composition), identity);
    expect(state.services).toEqual([]);
    expect(state.refused).toEqual([{ name: 'main', contentHash: 'sha256:1', reason }]);
  });

  test('is refused with its network where the device cannot make that', () => {
    const networks = { odd: { driver_opts: { mtu: '1400' } } };
    expect(desiredState(composed({ networks: ['odd'] }, { networks }), identity).refused).toMatchObject([
      { reason: "network 'odd': driver_opts.mtu: not supported on the practice device" },
    ]);
    expect(desiredState(composed({}, { networks }), identity).refused).toEqual([]);
  });
});
