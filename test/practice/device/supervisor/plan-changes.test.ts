import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TargetState } from '../../../../src/practice/device/device-link.ts';
import { identityOf } from '../../../../src/practice/device/identity.ts';
import { appOfVolume, desiredState } from '../../../../src/practice/device/supervisor/desired-state.ts';
import type { DesiredState } from '../../../../src/practice/device/supervisor/desired-state.ts';
import { planChanges } from '../../../../src/practice/device/supervisor/plan-changes.ts';
import type { CurrentContainer, CurrentState, Step } from '../../../../src/practice/device/supervisor/plan-changes.ts';
import { singleService, uuid } from '../fake-cloud.ts';

const identity = identityOf(uuid);
const nothing: CurrentState = { images: [], volumes: [], containers: [] };

/** Carries one step out on a state, refusing what an engine would refuse. */
function apply(state: CurrentState, step: Step, counter: { value: number }): CurrentState {
  switch (step.kind) {
    case 'kill':
      return { ...state, containers: state.containers.filter(({ id }) => id !== step.container.id) };
    case 'stop':
      return { ...state, containers: state.containers.map((c) => (c.id === step.container.id ? { ...c, isRunning: false } : c)) };
    case 'create-volume':
      expect(state.volumes).not.toContain(step.volume);
      return { ...state, volumes: [...state.volumes, step.volume] };
    case 'remove-volume':
      expect(state.containers.flatMap((c) => c.spec.mounts.map((mount) => mount.volume))).not.toContain(step.volume);
      return { ...state, volumes: state.volumes.filter((name) => name !== step.volume) };
    case 'download':
      return { ...state, images: [...state.images, step.image.location] };
    case 'delete-image':
      return { ...state, images: state.images.filter((location) => location !== step.location) };
    case 'install': {
      const { service } = step;
      expect(state.images).toContain(service.image.location);
      for (const mount of service.spec.mounts) expect(state.volumes).toContain(mount.volume);
      expect(state.containers.map((c) => c.spec.name)).not.toContain(service.spec.name);
      counter.value += 1;
      return {
        ...state,
        containers: [
          ...state.containers,
          {
            id: `c${counter.value}`,
            appId: Number(service.spec.labels['io.balena.app-id']),
            serviceName: service.name,
            spec: service.spec,
            createdAt: counter.value,
            isRunning: false,
            wasStarted: false,
          },
        ],
      };
    }
    case 'start': {
      const container = state.containers.find((c) => c.spec.name === step.service.spec.name);
      expect(container).toBeDefined();
      const twins = state.containers.filter((c) => c.serviceName === step.service.name && c !== container && c.isRunning);
      expect(twins).toEqual([]);
      return {
        ...state,
        containers: state.containers.map((c) => (c === container ? { ...c, isRunning: true, wasStarted: true } : c)),
      };
    }
  }
}

/** Applies one step, plans anew, and so on, as the supervisor does. */
function converge(from: CurrentState, desired: DesiredState): { state: CurrentState; steps: Step[] } {
  const counter = { value: Math.max(0, ...from.containers.map((c) => c.createdAt)) };
  const steps: Step[] = [];
  let state = from;
  for (let step = planChanges(state, desired)[0]; step !== undefined; step = planChanges(state, desired)[0]) {
    expect(steps.length).toBeLessThan(100);
    steps.push(step);
    state = apply(state, step, counter);
  }
  return { state, steps };
}

const serviceNames = ['alpha', 'beta', 'gamma'];

const target: fc.Arbitrary<TargetState> = fc
  .record({
    appId: fc.constantFrom(1, 2),
    release: fc.integer({ min: 1, max: 4 }),
    hasApp: fc.boolean(),
    hasRelease: fc.boolean(),
    names: fc.subarray(serviceNames),
    volumes: fc.subarray(['one', 'two']),
    value: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('restless-bush', 'quiet-lake'),
  })
  .map(({ appId, release, hasApp, hasRelease, names, volumes, value, name }) => ({
    deviceName: name,
    ...(hasApp
      ? {
          app: {
            id: appId,
            slug: `practice/app${appId}`,
            name: `app${appId}`,
            uuid: String(appId).repeat(32),
            ...(hasRelease
              ? {
                  release: {
                    id: 900 + release,
                    commit: `${release}`.repeat(32),
                    isSingleService: false,
                    volumes,
                    services: names.map((service, index) => ({
                      serviceId: appId * 10 + index,
                      imageId: release * 100 + appId * 10 + index,
                      name: service,
                      imageLocation: `registry2/v2/${appId}-${release}-${service}`,
                      contentHash: `sha256:${release}${index}`,
                      environment: { VALUE: value },
                      composition: { volumes: volumes.map((volume) => `${volume}:/${volume}`) },
                    })),
                  },
                }
              : {}),
          },
        }
      : {}),
  }));

describe('any sequence of target states', () => {
  test('is reached, with one container a service, stopped ones apart, and the volumes of the fleet', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(target, fc.subarray([110, 111, 112, 210, 211])), { minLength: 1, maxLength: 5 }), (sequence) => {
        let state = nothing;
        for (const [next, stopped] of sequence) {
          const desired = desiredState(next, identity, new Set(stopped));
          const before = state.volumes;
          state = converge(state, desired).state;
          expect(state.containers.map((c) => c.serviceName).sort()).toEqual(desired.services.map((service) => service.name).sort());
          for (const service of desired.services) {
            const container = state.containers.find((c) => c.serviceName === service.name);
            expect(container?.isRunning).toBe(service.isRunning);
            expect(container?.spec.environment['VALUE']).toBe(service.spec.environment['VALUE']);
            expect(container?.spec.image).toBe(service.image.contentHash);
          }
          expect([...state.images].sort()).toEqual(desired.images.map((image) => image.location).sort());
          // No volume of the fleet is ever lost; none of another fleet stays.
          const kept = before.filter((name) => appOfVolume(name) === desired.appId);
          expect(state.volumes).toEqual(expect.arrayContaining([...kept, ...desired.volumes]));
          expect(state.volumes.filter((name) => appOfVolume(name) !== desired.appId)).toEqual([]);
        }
      }),
    );
  });

  test('has every image on the device before a container is replaced', () => {
    fc.assert(
      fc.property(target, target, (first, second) => {
        const { state } = converge(nothing, desiredState(first, identity));
        const desired = desiredState(second, identity);
        const { steps } = converge(state, desired);
        const wanted = new Set(desired.services.map((service) => service.name));
        const lastDownload = steps.findLastIndex((step) => step.kind === 'download');
        const firstReplacement = steps.findIndex(
          (step) => step.kind === 'kill' && step.container.appId === desired.appId && wanted.has(step.container.serviceName),
        );
        if (lastDownload >= 0 && firstReplacement >= 0) expect(firstReplacement).toBeGreaterThan(lastDownload);
      }),
    );
  });
});

describe('one service', () => {
  const kinds = (steps: Step[]) => steps.map((step) => step.kind);

  test('the first release', () => {
    expect(kinds(planChanges(nothing, desiredState(singleService(1), identity)))).toEqual([
      'create-volume',
      'download',
      'install',
      'start',
    ]);
  });

  test('a new release: downloads, replaces, then deletes the old image; the volume stays', () => {
    const { state } = converge(nothing, desiredState(singleService(1), identity));
    expect(kinds(planChanges(state, desiredState(singleService(2), identity)))).toEqual([
      'download',
      'kill',
      'install',
      'start',
      'delete-image',
    ]);
  });

  test('a changed variable recreates the container, a new device name does not', () => {
    const { state } = converge(nothing, desiredState(singleService(1), identity));
    const changed = singleService(1, { environment: { GREETING: 'hi' } });
    expect(kinds(planChanges(state, desiredState(changed, identity)))).toEqual(['kill', 'install', 'start']);
    expect(planChanges(state, desiredState({ ...singleService(1), deviceName: 'other' }, identity))).toEqual([]);
  });

  test('a container that ended under its policy is not started again; after a boot it is', () => {
    const { state } = converge(nothing, desiredState(singleService(1), identity));
    const ended = (wasStarted: boolean): CurrentState => ({
      ...state,
      containers: state.containers.map((container): CurrentContainer => ({ ...container, isRunning: false, wasStarted })),
    });
    expect(planChanges(ended(true), desiredState(singleService(1), identity))).toEqual([]);
    expect(kinds(planChanges(ended(false), desiredState(singleService(1), identity)))).toEqual(['start']);
  });

  test('leaving the fleet removes container, volume and image', () => {
    const { state } = converge(nothing, desiredState(singleService(1), identity));
    expect(kinds(planChanges(state, desiredState({ deviceName: 'x' }, identity)))).toEqual(['kill', 'remove-volume', 'delete-image']);
  });
});
