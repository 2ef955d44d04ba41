import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/shared/network/decide.ts';
import type { NetworkRequest } from '../../../src/shared/network/request.ts';
import { resolveNames } from '../../../src/shared/network/resolve-names.ts';
import { findService, type ServiceNode, type Topology } from '../../../src/shared/network/topology.ts';
import { arbitraryRequest, arbitraryTopology, deviceAddress, ports } from './arbitrary-topology.ts';
import { buildReferenceModel } from './reference-model.ts';

const requestsOfOne = 8;

const world = arbitraryTopology.chain((topology) =>
  fc.record({
    topology: fc.constant(topology),
    requests: fc.array(arbitraryRequest(topology), { minLength: requestsOfOne, maxLength: requestsOfOne }),
  }),
);

describe('every verdict', () => {
  it('is that of the reference model, for 10,000 topologies; every kind of verdict and rule comes up', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(world, ({ topology, requests }) => {
        const model = buildReferenceModel(topology);
        for (const request of requests) {
          const { verdict, rule, reached, reason } = decide(topology, request);
          expect({ verdict, ...(reached === undefined ? {} : { reached }) }).toEqual(model.answer(request));
          expectToName(topology, request, reason, reached);
          for (const key of [verdict, rule]) seen.set(key, (seen.get(key) ?? 0) + 1);
        }
      }),
      { numRuns: 10_000 },
    );
    expect([...seen.keys()].toSorted()).toEqual(allVerdictsAndRules.toSorted());
    // The rarest one, a service that is not ready yet, comes up some 140 times, 25 more or less.
    expect(Math.min(...seen.values())).toBeGreaterThan(20);
  }, 120_000);
});

const allVerdictsAndRules = [
  ...['delivered', 'refused', 'unresolved', 'timeout'],
  ...['published-port', 'host-listener', 'same-bridge', 'own-loopback', 'host-to-container', 'nothing-listens-on-host'],
  ...[
    'nothing-listens-in-service',
    'service-not-ready',
    'name-not-on-shared-bridge',
    'host-mode-has-no-names',
    'outside-has-no-names',
    'host-os-has-no-names',
  ],
  ...['no-network', 'isolated-bridges', 'internal-network', 'container-address-from-outside', 'no-such-address'],
];

describe('what holds for every topology', () => {
  const runs = { numRuns: 1000 };

  it('expose changes no verdict', () => {
    fc.assert(
      fc.property(world, fc.array(fc.constantFrom(...ports)), ({ topology, requests }, exposed) => {
        const other = { ...topology, services: topology.services.map((service) => ({ ...service, exposed })) };
        for (const request of requests) {
          expect({ ...decide(other, request), reason: '' }).toEqual({ ...decide(topology, request), reason: '' });
        }
      }),
      runs,
    );
  });

  it('a service that is stopped changes no verdict, only the reason', () => {
    const port = fc.constantFrom(...ports);
    const stopped = fc.record({ usesHost: fc.boolean(), listened: fc.array(port), exposed: fc.array(port), hostPort: port });
    fc.assert(
      fc.property(world, fc.array(stopped, { maxLength: 3 }), ({ topology, requests }, made) => {
        const ends = made.map(({ usesHost, listened, exposed, hostPort }, index) => ({
          name: `stopped${String(index)}`,
          names: [],
          usesHost,
          exposed,
          published: [{ hostAddress: '0.0.0.0', hostPort, containerPort: hostPort, protocol: 'tcp' as const }],
          ...(listened.length === 0 ? {} : { listened }),
        }));
        for (const request of requests) {
          const { verdict, reached, awaited, reason, rule } = decide({ ...topology, stopped: ends }, request);
          const without = decide(topology, request);
          expect({ verdict, reached }).toEqual({ verdict: without.verdict, reached: without.reached });
          if (awaited !== undefined) expect(reason).toContain(awaited);
          if (rule !== without.rule)
            expect([rule, without.rule]).toEqual(expect.arrayContaining([expect.stringMatching('service-not-ready')]));
        }
      }),
      runs,
    );
  });

  it('a service resolves exactly the names of those it shares a bridge with', () => {
    fc.assert(
      fc.property(arbitraryTopology, (made) => {
        const topology = { ...made, services: made.services.map((service) => ({ ...service, names: [service.name, service.container] })) };
        for (const from of topology.services.filter(({ sharesNetworkOf }) => sharesNetworkOf === undefined)) {
          for (const to of topology.services) {
            const shared = bridgesOf(topology, from).filter((name) => bridgesOf(topology, to).includes(name));
            // Another service may carry this name as an alias.
            const isOnlyOne = !topology.services.some(({ attachments }) =>
              attachments.some(({ aliases }) => aliases.some((alias) => alias.toLowerCase() === to.name)),
            );
            if (isOnlyOne) expect(resolveNames(topology, from, to.name)[0]?.service.name).toBe(shared.length > 0 ? to.name : undefined);
          }
        }
      }),
      runs,
    );
  });

  it('the laptop gets through a published port exactly where somebody listens behind it and nobody holds the port', () => {
    fc.assert(
      fc.property(arbitraryTopology, fc.constantFrom(...ports), (topology, port) => {
        const isHeld =
          topology.services.some((service) => ownerOf(topology, service).mode === 'host' && listens(service, deviceAddress, port)) ||
          (topology.hostListens ?? []).some((one) => one.port === port && ['0.0.0.0', deviceAddress].includes(one.address));
        const doors = topology.services.flatMap((service) =>
          service.attachments.some(({ network }) => topology.networks.some(({ name, internal }) => name === network && !internal))
            ? service.published
                .filter(
                  (door) => door.protocol === 'tcp' && door.hostPort === port && ['0.0.0.0', deviceAddress].includes(door.hostAddress),
                )
                .map((door) => ({ service, door }))
            : [],
        );
        const first = doors[0];
        const isOpen =
          first !== undefined &&
          topology.services.some(
            (service) =>
              ownerOf(topology, service) === first.service &&
              listens(service, entranceOf(topology, first.service), first.door.containerPort),
          );
        const { verdict } = decide(topology, { from: { kind: 'laptop' }, to: { kind: 'device', port } });
        expect(verdict).toBe(isHeld || isOpen ? 'delivered' : 'refused');
      }),
      runs,
    );
  });

  it('two services on one bridge reach each other by address both ways, on every port that is listened on', () => {
    fc.assert(
      fc.property(arbitraryTopology, (topology) => {
        for (const { from, to, address } of neighbours(topology)) {
          for (const port of ports) {
            const { verdict } = decide(topology, { from: { kind: 'service', name: from.name }, to: { kind: 'name', name: address, port } });
            const isOpen = topology.services.some((service) => ownerOf(topology, service) === to && listens(service, address, port));
            expect(verdict).toBe(isOpen ? 'delivered' : 'refused');
          }
        }
      }),
      runs,
    );
  });

  it('nothing but its own bridges reaches a service on internal networks alone', () => {
    fc.assert(
      fc.property(arbitraryTopology, fc.constantFrom(...ports), (topology, port) => {
        const sealed = topology.services.filter(
          ({ attachments }) =>
            attachments.length > 0 &&
            attachments.every(({ network }) => topology.networks.some(({ name, internal }) => name === network && internal)),
        );
        const reached = decide(topology, { from: { kind: 'laptop' }, to: { kind: 'device', port } }).reached;
        expect(sealed.map(({ name }) => name)).not.toContain(reached);
      }),
      runs,
    );
  });
});

/** A reason is for people: a sentence with the name, address or port it is about, and with the service that was reached. */
function expectToName(topology: Topology, { from, to }: NetworkRequest, reason: string, reached: string | undefined): void {
  expect(reason).toMatch(/^[A-Za-z0-9].*\.$/);
  const about = [
    ...(from.kind === 'service' ? [from.name, findService(topology, from.name)?.sharesNetworkOf] : []),
    ...(to.kind === 'name'
      ? [to.name, to.name.toLowerCase(), to.name === 'localhost' ? '127.0.0.1' : undefined]
      : [topology.deviceAddress]),
    ...topology.services.map(({ name }) => name),
    String(to.port),
  ];
  expect(
    about.some((word) => word !== undefined && reason.includes(word)),
    reason,
  ).toBe(true);
  if (reached !== undefined) expect(reason.includes(reached) || reason.startsWith('localhost is'), reason).toBe(true);
}

function ownerOf(topology: Topology, service: ServiceNode): ServiceNode {
  return topology.services.find(({ name }) => name === service.sharesNetworkOf) ?? service;
}

function listens({ listens: everywhere, listensAt = [] }: ServiceNode, address: string, port: number): boolean {
  return everywhere.includes(port) || listensAt.some((one) => one.port === port && one.address === address);
}

/** The address on the first bridge by name that is not internal. */
function entranceOf(topology: Topology, { attachments }: ServiceNode): string {
  const open = attachments.filter(({ network }) => topology.networks.some(({ name, internal }) => name === network && !internal));
  return open.toSorted((one, other) => one.network.localeCompare(other.network))[0]?.address ?? '';
}

function bridgesOf(topology: Topology, service: ServiceNode): string[] {
  return service.attachments
    .map(({ network }) => network)
    .filter((name) => !topology.networks.some((one) => one.name === name && one.nameless));
}

function neighbours(topology: Topology): { from: ServiceNode; to: ServiceNode; address: string }[] {
  return topology.services.flatMap((from) =>
    topology.services.flatMap((to) =>
      to.attachments
        .filter(({ network }) => from.attachments.some((own) => own.network === network))
        .map(({ address }) => ({ from, to, address })),
    ),
  );
}
