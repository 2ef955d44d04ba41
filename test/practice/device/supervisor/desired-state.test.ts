import { describe, expect, test } from 'vitest';
import type { TargetState } from '../../../../src/practice/device/device-link.ts';
import { identityOf } from '../../../../src/practice/device/identity.ts';
import { desiredState } from '../../../../src/practice/device/supervisor/desired-state.ts';
import { singleService, uuid } from '../fake-cloud.ts';

const identity = identityOf(uuid);

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

describe('a composition', () => {
  function composed(composition: Record<string, unknown>, volumes: string[] = ['cache']): TargetState {
    const target = singleService(1);
    const service = target.app?.release?.services[0];
    if (target.app?.release === undefined || service === undefined) throw new Error('no service');
    return {
      ...target,
      app: { ...target.app, release: { ...target.app.release, isSingleService: false, volumes, services: [{ ...service, composition }] } },
    };
  }

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

  test.each([
    [{ ports: ['80:80'] }, 'ports: not supported on the practice device'],
    [{ cap_add: ['SYS_ADMIN'], tmpfs: ['/run'] }, 'cap_add, tmpfs: not supported on the practice device'],
    [{ network_mode: 'service:other' }, 'network_mode: not supported on the practice device'],
    [{ restart: 'sometimes' }, "invalid restart policy 'sometimes'"],
    [{ stop_signal: 'SIGNOPE' }, 'invalid signal: SIGNOPE'],
    [{ volumes: ['/etc:/etc'] }, "volume '/etc' is not declared; host paths cannot be bound"],
    [{ volumes: ['other:/x'] }, "volume 'other' is not declared; host paths cannot be bound"],
  ])('is refused in words where it does not: %j', (composition, reason) => {
    const state = desiredState(composed(composition), identity);
    expect(state.services).toEqual([]);
    expect(state.refused).toEqual([{ name: 'main', contentHash: 'sha256:1', reason }]);
  });
});
