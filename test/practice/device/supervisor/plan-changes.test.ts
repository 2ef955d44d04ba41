import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NetworkInfo } from '../../../../src/practice/engine/engine.ts';
import type { TargetState } from '../../../../src/practice/device/device-link.ts';
import { identityOf } from '../../../../src/practice/device/identity.ts';
import { appOfNetwork, isNetworkAsDesired } from '../../../../src/practice/device/supervisor/desired-networks.ts';
import { appOfVolume, desiredState } from '../../../../src/practice/device/supervisor/desired-state.ts';
import type { DesiredService, DesiredState } from '../../../../src/practice/device/supervisor/desired-state.ts';
import { planChanges } from '../../../../src/practice/device/supervisor/plan-changes.ts';
import type { CurrentContainer, CurrentState, Step } from '../../../../src/practice/device/supervisor/plan-changes.ts';
import { isAsDesired } from '../../../../src/practice/device/supervisor/settings-equal.ts';
import { singleService, uuid } from '../fake-cloud.ts';

const identity = identityOf(uuid);
const nothing: CurrentState = { images: [], volumes: [], networks: [], containers: [] };

/** By the cloud's number of the image. */
const locations = new Map<number, string>();

/** Carries one step out on a state, refusing what an engine would refuse. */
function apply(state: CurrentState, step: Step, counter: { value: number }): CurrentState {
  counter.value += 1;
  switch (step.kind) {
    case 'kill': {
      const containers = without(state, step.container);
      const images = step.deletesImage
        ? state.images.filter((location) => location !== locations.get(step.container.imageId))
        : state.images;
      return { ...state, containers, images };
    }
    case 'stop':
      return { ...state, containers: state.containers.map((c) => (c.id === step.container.id ? { ...c, isRunning: false } : c)) };
    case 'rename': {
      const { name } = step.service.spec;
      expect(state.containers.map((c) => c.spec.name)).not.toContain(name);
      return {
        ...state,
        containers: state.containers.map((c) => (c.id === step.container.id ? { ...c, spec: { ...c.spec, name } } : c)),
      };
    }
    case 'create-volume':
      expect(state.volumes).not.toContain(step.volume);
      return { ...state, volumes: [...state.volumes, step.volume] };
    case 'remove-volume':
      expect(state.containers.flatMap((c) => c.spec.mounts.map((mount) => mount.volume))).not.toContain(step.volume);
      return { ...state, volumes: state.volumes.filter((name) => name !== step.volume) };
    case 'create-network': {
      expect(state.networks.map(({ name }) => name)).not.toContain(step.network.name);
      const { name, subnet = '172.30.0.0/16', gateway = '172.30.0.1', internal = false, labels = {} } = step.network;
      const made: NetworkInfo = { id: name, name, createdAt: counter.value, driver: 'bridge', subnet, gateway, internal, labels };
      return { ...state, networks: [...state.networks, made] };
    }
    case 'remove-network':
      expect(state.containers.flatMap((c) => (c.spec.networks ?? []).map(({ network }) => network))).not.toContain(step.network);
      return { ...state, networks: state.networks.filter(({ name }) => name !== step.network) };
    case 'download':
      locations.set(step.image.imageId, step.image.location);
      return { ...state, images: [...state.images, step.image.location] };
    case 'delete-image':
      return { ...state, images: state.images.filter((location) => location !== step.location) };
    case 'start':
      return startOn(state, step.service, counter);
    case 'hand-over':
      return startOn({ ...state, containers: without(state, step.container) }, step.service, counter);
  }
}

function without(state: CurrentState, container: CurrentContainer): CurrentContainer[] {
  return state.containers.filter(({ id }) => id !== container.id);
}

function startOn(state: CurrentState, service: DesiredService, counter: { value: number }): CurrentState {
  const known = state.containers.find((c) => c.spec.name === service.spec.name);
  if (known === undefined) expect(state.images).toContain(service.image.location);
  for (const mount of service.spec.mounts) expect(state.volumes).toContain(mount.volume);
  for (const { network } of service.spec.networks ?? []) expect(state.networks.map(({ name }) => name)).toContain(network);
  expect(state.containers.filter((c) => c.serviceName === service.name && c !== known)).toEqual([]);
  for (const name of service.dependsOn) expect(state.containers.some((c) => c.serviceName === name)).toBe(true);
  const owner = state.containers.find((c) => c.serviceName === service.sharesNetworkOf);
  if (service.sharesNetworkOf !== undefined) expect(owner).toBeDefined();
  const container = known ?? {
    id: `c${counter.value}`,
    appId: Number(service.spec.labels['io.balena.app-id']),
    serviceName: service.name,
    spec: owner === undefined ? service.spec : { ...service.spec, networkMode: `container:${owner.id}` as const },
    imageId: service.image.imageId,
    createdAt: counter.value,
  };
  const started: CurrentContainer = { ...container, isRunning: service.isRunning, wasStarted: service.isRunning };
  return { ...state, containers: [...state.containers.filter((c) => c !== known), started] };
}

/** Applies one of the possible steps, plans anew, and so on. */
function converge(
  from: CurrentState,
  desired: DesiredState,
  choose: (possible: number) => number = () => 0,
): { state: CurrentState; steps: Step[] } {
  const counter = { value: Math.max(0, ...from.containers.map((c) => c.createdAt)) };
  const steps: Step[] = [];
  let state = from;
  for (;;) {
    const possible = planChanges(state, desired);
    const step = possible[choose(possible.length)];
    if (step === undefined) return { state, steps };
    expect(steps.length).toBeLessThan(200);
    steps.push(step);
    state = apply(state, step, counter);
  }
}

const serviceNames = ['alpha', 'beta', 'gamma'];
const strategies = ['download-then-kill', 'kill-then-download', 'delete-then-download', 'hand-over', 'nonsense'];

/** Later services may depend on earlier ones, or share their interfaces. */
const composition = (index: number, volumes: string[], networks: string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      mode: fc.constantFrom('networks', 'host', 'default', ...(index > 0 ? ['shared'] : [])),
      on: fc.subarray(networks, { minLength: Math.min(1, networks.length) }),
      alias: fc.constantFrom('web', 'api'),
      ports: fc.subarray(['80:80', '8000-8001:8000-8001/udp']),
      dependsOn: fc.subarray(serviceNames.slice(0, index)),
      strategy: fc.constantFrom(...strategies),
      init: fc.boolean(),
    })
    .map(({ mode, on, alias, ports, dependsOn, strategy, init }) => ({
      volumes: volumes.map((volume) => `${volume}:/${volume}`),
      ports,
      depends_on: dependsOn,
      labels: { 'io.balena.update.strategy': strategy },
      ...(init ? { init } : {}),
      ...(mode === 'networks' && on.length > 0 ? { networks: Object.fromEntries(on.map((name) => [name, { aliases: [alias] }])) } : {}),
      ...(mode === 'host' ? { network_mode: 'host' } : {}),
      ...(mode === 'shared' ? { network_mode: `service:${serviceNames[0] ?? ''}` } : {}),
    }));

const target: fc.Arbitrary<TargetState> = fc
  .record({
    appId: fc.constantFrom(1, 2),
    release: fc.integer({ min: 1, max: 4 }),
    /** The images' content: the same in several releases where nothing changed. */
    content: fc.integer({ min: 1, max: 3 }),
    hasApp: fc.boolean(),
    hasRelease: fc.boolean(),
    volumes: fc.subarray(['one', 'two']),
    networks: fc.subarray(['inner', 'outer']),
    isInternal: fc.boolean(),
    subnet: fc.constantFrom('172.20.0.0/16', '172.21.0.0/16'),
    value: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('restless-bush', 'quiet-lake'),
  })
  .chain((about) =>
    fc
      .tuple(fc.subarray(serviceNames), ...serviceNames.map((_name, index) => composition(index, about.volumes, about.networks)))
      .map(([names, ...compositions]) => ({ ...about, names, compositions })),
  )
  .map(({ appId, release, content, hasApp, hasRelease, names, compositions, volumes, networks, isInternal, subnet, value, name }) => ({
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
                    networks: Object.fromEntries(networks.map((one) => [one, { internal: isInternal, ipam: { config: [{ subnet }] } }])),
                    services: names.map((service) => {
                      const index = serviceNames.indexOf(service);
                      return {
                        serviceId: appId * 10 + index,
                        imageId: release * 100 + appId * 10 + index,
                        name: service,
                        imageLocation: `registry2/v2/${appId}-${release}-${service}`,
                        contentHash: `sha256:${content}${index}`,
                        environment: { VALUE: value },
                        composition: compositions[index] ?? {},
                      };
                    }),
                  },
                }
              : {}),
          },
        }
      : {}),
  }));

function expectReached(state: CurrentState, desired: DesiredState): void {
  const kept = new Set([...desired.services, ...desired.refused].map((service) => service.name));
  expect(state.containers.every((c) => kept.has(c.serviceName))).toBe(true);
  for (const service of desired.services) {
    const [container, ...others] = state.containers.filter((c) => c.serviceName === service.name);
    expect(others).toEqual([]);
    expect(container?.isRunning).toBe(service.isRunning);
    expect(container?.spec.name).toBe(service.spec.name);
    if (container === undefined) continue;
    const owner = state.containers.find((c) => c.serviceName === service.sharesNetworkOf);
    const networkMode = owner === undefined ? service.spec.networkMode : (`container:${owner.id}` as const);
    expect(isAsDesired(container.spec, { ...service.spec, networkMode })).toBe(true);
  }
  for (const wanted of desired.networks) {
    const made = state.networks.find(({ name }) => name === wanted.name);
    // What runs for a refused service keeps its network as it was.
    const refused = new Set(desired.refused.map((service) => service.name));
    const isHeld = state.containers.some(
      (c) => refused.has(c.serviceName) && c.spec.networks?.some(({ network }) => network === wanted.name),
    );
    expect(made !== undefined && (isHeld || isNetworkAsDesired(made, wanted))).toBe(true);
  }
}

describe('any sequence of target states', () => {
  test('is reached, whichever step is done first, with one container a service and the networks and volumes of the fleet', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(target, fc.subarray([110, 111, 112, 210, 211])), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat(99)),
        (sequence, choices) => {
          let state = nothing;
          for (const [next, stopped] of sequence) {
            const desired = desiredState(next, identity, new Set(stopped));
            const before = state.volumes;
            state = converge(state, desired, (count) => (choices.next().value ?? 0) % Math.max(1, count)).state;
            expectReached(state, desired);
            if (desired.refused.length === 0) {
              expect([...state.images].sort()).toEqual(desired.images.map((image) => image.location).sort());
              const own = state.networks.filter((network) => appOfNetwork(network) !== undefined);
              expect(own.map(({ name }) => name).sort()).toEqual(desired.networks.map(({ name }) => name).sort());
            }
            // No volume of the fleet is ever lost; none of another fleet stays.
            const kept = before.filter((name) => appOfVolume(name) === desired.appId);
            expect(state.volumes).toEqual(expect.arrayContaining([...kept, ...desired.volumes]));
            expect(state.volumes.filter((name) => appOfVolume(name) !== desired.appId)).toEqual([]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('has every image on the device before a container is replaced, unless its strategy kills first', () => {
    fc.assert(
      fc.property(target, target, (first, second) => {
        const { state } = converge(nothing, desiredState(first, identity));
        const desired = desiredState(second, identity);
        const { steps } = converge(state, desired);
        const lastDownload = steps.findLastIndex((step) => step.kind === 'download');
        const patient = new Set(desired.services.filter(({ strategy }) => !strategy.includes('then-download')).map(({ name }) => name));
        const firstReplacement = steps.findIndex(
          (step) => step.kind === 'kill' && step.container.appId === desired.appId && patient.has(step.container.serviceName),
        );
        if (firstReplacement >= 0) expect(lastDownload).toBeLessThan(firstReplacement);
      }),
    );
  });

  test('is left alone when it is reached', () => {
    fc.assert(
      fc.property(target, (next) => {
        const desired = desiredState(next, identity);
        expect(planChanges(converge(nothing, desired).state, desired)).toEqual([]);
      }),
    );
  });
});

function kinds(steps: readonly Step[]): string[] {
  return steps.map((step) => {
    if (step.kind === 'kill') return `kill ${step.container.serviceName}`;
    if (step.kind === 'start' || step.kind === 'hand-over' || step.kind === 'rename') return `${step.kind} ${step.service.name}`;
    if (step.kind === 'create-network') return `${step.kind} ${step.network.name}`;
    return step.kind === 'remove-network' ? `${step.kind} ${step.network}` : step.kind;
  });
}

/** A release of frontend and backend on app 41, built from `content`. */
function pair(
  n: number,
  services: Record<string, Record<string, unknown>>,
  networks: Record<string, unknown> = {},
  content = n,
): TargetState {
  const single = singleService(n);
  const release = single.app?.release;
  if (single.app === undefined || release === undefined) throw new Error('no release');
  return {
    ...single,
    app: {
      ...single.app,
      release: {
        ...release,
        isSingleService: false,
        networks,
        services: Object.entries(services).map(([name, composition], index) => ({
          serviceId: 10 + index,
          imageId: 100 * n + index,
          name,
          imageLocation: `registry2/v2/${n}-${name}`,
          contentHash: `sha256:${content}${index}`,
          environment: {},
          composition,
        })),
      },
    },
  };
}

const after = (...targets: TargetState[]): CurrentState =>
  targets.reduce((state, next) => converge(state, desiredState(next, identity)).state, nothing);
const steps = (state: CurrentState, next: TargetState): string[] => kinds(converge(state, desiredState(next, identity)).steps);

describe('the Supervisor’s order', () => {
  test('a first release: volume, download, start', () => {
    expect(steps(nothing, singleService(1))).toEqual(['create-volume', 'download', 'start main']);
  });

  test('a new release: downloads, replaces, then deletes the old image; the volume stays', () => {
    expect(steps(after(singleService(1)), singleService(2))).toEqual(['download', 'kill main', 'start main', 'delete-image']);
  });

  test('a new release of the same image and settings only renames the container', () => {
    const services = { backend: {}, frontend: { ports: ['80:80'] } };
    const state = after(pair(1, services));
    const { state: later, steps: done } = converge(state, desiredState(pair(2, services, {}, 1), identity));
    expect(kinds(done)).toEqual(['download', 'rename backend', 'download', 'rename frontend', 'delete-image', 'delete-image']);
    expect(later.containers.map(({ id }) => id).sort()).toEqual(state.containers.map(({ id }) => id).sort());
  });

  test('a fleet without a compose file gets a new container with each release, whatever it holds', () => {
    const target = singleService(2);
    const [service] = target.app?.release?.services ?? [];
    const same = singleService(1).app?.release?.services[0]?.contentHash;
    if (service !== undefined && same !== undefined) service.contentHash = same;
    expect(steps(after(singleService(1)), target)).toEqual(['download', 'kill main', 'start main', 'delete-image']);
  });

  test('two services: all that needs nothing else at once, the dependent after what it depends on', () => {
    const next = pair(1, { frontend: { depends_on: ['backend'] }, backend: {} });
    expect(kinds(planChanges(nothing, desiredState(next, identity)))).toEqual(['create-network 41_default', 'download', 'download']);
    expect(steps(nothing, next)).toEqual(['create-network 41_default', 'download', 'download', 'start backend', 'start frontend']);
  });

  test('no network is made where every service is on the host’s', () => {
    expect(steps(nothing, pair(1, { frontend: { network_mode: 'host' } }))).toEqual(['download', 'start frontend']);
  });

  test('from host networking to a bridge: the network is made, the container anew', () => {
    const state = after(pair(1, { frontend: { network_mode: 'host' } }));
    expect(steps(state, pair(2, { frontend: { ports: ['80:80'] } }))).toEqual([
      'create-network 41_default',
      'download',
      'kill frontend',
      'start frontend',
      'delete-image',
    ]);
  });

  test('a changed network is made anew after its services were killed, others stay', () => {
    const services = { inside: { networks: ['private'] }, outside: {} };
    const state = after(pair(1, services, { private: {} }));
    expect(steps(state, pair(2, services, { private: { internal: true } }, 1))).toEqual([
      'download',
      'download',
      'kill inside',
      'remove-network 41_private',
      'create-network 41_private',
      'start inside',
      'rename outside',
      'delete-image',
      'delete-image',
    ]);
  });

  test('a network that nothing names any more goes', () => {
    const state = after(pair(1, { one: { networks: ['private'] } }, { private: {} }));
    expect(steps(state, pair(2, { one: {} }))).toEqual([
      'create-network 41_default',
      'download',
      'kill one',
      'remove-network 41_private',
      'start one',
      'delete-image',
    ]);
  });

  test('a service on another’s interfaces is made anew with it', () => {
    const services = { backend: {}, probe: { network_mode: 'service:backend' } };
    const state = after(pair(1, services));
    const changed = { ...services, backend: { environment: { A: '1' } } };
    expect(steps(state, pair(2, changed, {}, 1))).toEqual([
      'download',
      'download',
      'kill backend',
      'start backend',
      'kill probe',
      'start probe',
      'delete-image',
      'delete-image',
    ]);
  });

  test.each([
    ['kill-then-download', ['kill main', 'download', 'start main', 'delete-image']],
    ['delete-then-download', ['kill main', 'download', 'start main']],
    ['hand-over', ['download', 'hand-over main', 'delete-image']],
  ])('the strategy %s', (strategy, expected) => {
    const labels = { 'io.balena.update.strategy': strategy };
    const state = after(pair(1, { main: { network_mode: 'host', labels } }));
    expect(steps(state, pair(2, { main: { network_mode: 'host', labels } }))).toEqual(expected);
  });

  test('the strategy is the new release’s, whatever the old one had', () => {
    const asking = (strategy: string) => ({ main: { network_mode: 'host', labels: { 'io.balena.update.strategy': strategy } } });
    const state = after(pair(1, asking('delete-then-download')));
    expect(steps(state, pair(2, asking('download-then-kill')))).toEqual(['download', 'kill main', 'start main', 'delete-image']);
  });

  test('a changed variable recreates the container, a new device name does not', () => {
    const state = after(singleService(1));
    const changed = singleService(1, { environment: { GREETING: 'hi' } });
    expect(steps(state, changed)).toEqual(['kill main', 'start main']);
    expect(planChanges(state, desiredState({ ...singleService(1), deviceName: 'other' }, identity))).toEqual([]);
  });

  test('a setting that is gone from the file recreates the container', () => {
    const state = after(pair(1, { web: { network_mode: 'host', cap_add: ['NET_ADMIN'] } }));
    expect(steps(state, pair(1, { web: { network_mode: 'host' } }))).toEqual(['kill web', 'start web']);
  });

  test('a container that ended under its policy is not started again; after a boot it is', () => {
    const state = after(singleService(1));
    const ended = (wasStarted: boolean): CurrentState => ({
      ...state,
      containers: state.containers.map((container): CurrentContainer => ({ ...container, isRunning: false, wasStarted })),
    });
    expect(planChanges(ended(true), desiredState(singleService(1), identity))).toEqual([]);
    expect(kinds(planChanges(ended(false), desiredState(singleService(1), identity)))).toEqual(['start main']);
  });

  test('leaving the fleet removes container, network, volume and image', () => {
    expect(steps(after(singleService(1)), { deviceName: 'x' })).toEqual(['kill main', 'remove-volume', 'delete-image']);
    expect(steps(after(pair(1, { main: {} })), { deviceName: 'x' })).toEqual(['kill main', 'remove-network 41_default', 'delete-image']);
  });
});
