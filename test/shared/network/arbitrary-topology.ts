import fc from 'fast-check';
import type { ComposeProject, ComposeService } from '../../../src/shared/compose/project.ts';
import { topologyFromCompose } from '../../../src/shared/network/from-compose.ts';
import type { NetworkRequest, Origin } from '../../../src/shared/network/request.ts';
import type { Topology } from '../../../src/shared/network/topology.ts';

export const deviceAddress = '10.42.0.7';
export const ports = [80, 1234, 5000, 7000];
const port = fc.constantFrom(...ports);
const networkNames = ['front', 'back', 'other', 'inner'];
const serviceNames = ['frontend', 'backend', 'printer', 'worker', 'store', 'watcher'];

const network = fc.record({ internal: fc.boolean(), hasSubnet: fc.boolean(), hasGateway: fc.boolean() });

const publishing = fc.record({
  host: fc.constantFrom(undefined, undefined, '0.0.0.0', '127.0.0.1', deviceAddress, '127.0.0.2', '192.0.2.9'),
  published: port,
  target: port,
  protocol: fc.constantFrom('tcp', 'tcp', 'tcp', 'udp'),
});

const service = fc.record({
  mode: fc.constantFrom('networks', 'networks', 'networks', 'networks', 'host', 'none', 'bridge', 'service'),
  on: fc.array(
    fc.record({ network: fc.nat(3), alias: fc.constantFrom(undefined, 'data', 'Api.internal', 'backend'), isFixed: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  publishing: fc.array(publishing, { maxLength: 3 }),
  expose: fc.uniqueArray(port, { maxLength: 2 }),
  listens: fc.uniqueArray(port, { maxLength: 3 }),
  /** At one address alone: loopback, or the first or last of its own. */
  listensAt: fc.array(fc.record({ place: fc.constantFrom('loopback', 'first', 'last'), port }), { maxLength: 2 }),
  names: fc.constantFrom(undefined, undefined, ['one-more'], []),
});

const plan = fc.record({
  networks: fc.array(network, { minLength: 1, maxLength: 4 }),
  services: fc.array(service, { minLength: 1, maxLength: 6 }),
  hostListens: fc.array(fc.record({ address: fc.constantFrom('0.0.0.0', '127.0.0.1', deviceAddress), port }), { maxLength: 2 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer Value> ? Value : never;

/** Projects in normal form that the engine takes: up to four networks and six services of every kind. */
export const arbitraryProject: fc.Arbitrary<ComposeProject> = plan.map(toProject);

/** Their topologies, on which each service listens on ports of its own choice, whatever its `ports` and `expose` say. */
export const arbitraryTopology: fc.Arbitrary<Topology> = plan.map(toTopology);

/** A project, and a topology of it with listeners to start. */
export const arbitraryDevice = plan.map((made) => ({ project: toProject(made), topology: toTopology(made) }));

function toTopology(made: Plan): Topology {
  const topology = topologyFromCompose(toProject(made), deviceAddress);
  return {
    ...topology,
    hostListens: made.hostListens,
    services: topology.services.map((node, index) => {
      const { listens = [], listensAt = [], names } = made.services[index] ?? {};
      const owner = topology.services.find(({ name }) => name === node.sharesNetworkOf) ?? node;
      const own = owner.mode === 'host' ? [deviceAddress] : owner.attachments.map(({ address }) => address);
      const addressOf = { loopback: '127.0.0.1', first: own[0] ?? '127.0.0.2', last: own.at(-1) ?? '127.0.0.2' };
      return {
        ...node,
        listens,
        listensAt: listensAt.map(({ place, port }) => ({ address: addressOf[place], port })),
        ...(names === undefined ? {} : { names }),
      };
    }),
  };
}

/** Any origin to any destination that a topology has, and to some that it has not. */
export function arbitraryRequest(topology: Topology): fc.Arbitrary<NetworkRequest> {
  const origins: Origin[] = [
    { kind: 'laptop' },
    { kind: 'host' },
    ...topology.services.map(({ name }): Origin => ({ kind: 'service', name })),
    { kind: 'service', name: 'nobody' },
  ];
  const names = [
    ...topology.services.flatMap(({ name, container, attachments }) => [
      name,
      container,
      name.toUpperCase(),
      ...attachments.flatMap(({ network, address, aliases }) => [address, address, ...aliases, `${container}.${network}`]),
    ]),
    ...topology.networks.map(({ gateway }) => gateway),
    ...['localhost', '127.0.0.1', '127.0.0.2', 'nobody', 'one-more', '192.0.2.1', '172.17.200.200', deviceAddress],
  ];
  return fc.record({
    from: fc.constantFrom(...origins),
    to: fc.oneof(
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('device' as const), port }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('name' as const), name: fc.constantFrom(...names), port }) },
    ),
  });
}

function toProject({ networks, services }: Plan): ComposeProject {
  const names = networkNames.slice(0, networks.length);
  const entries = services.map((made, index): [string, ComposeService] => {
    const name = serviceNames[index] ?? '';
    const target = serviceNames[index === 0 ? services.length - 1 : index - 1] ?? '';
    const sharesWith = services[serviceNames.indexOf(target)]?.mode === 'service' || target === name ? undefined : target;
    const mode = made.mode === 'service' ? (sharesWith === undefined ? 'none' : `service:${sharesWith}`) : made.mode;
    const attachments = made.on.map((one) => {
      const at = one.network % names.length;
      return [
        names[at] ?? '',
        {
          ...(one.alias === undefined ? {} : { aliases: [one.alias] }),
          ...(one.isFixed && networks[at]?.hasSubnet === true ? { ipv4_address: `10.${String(at)}.0.${String(100 + index)}` } : {}),
        },
      ] as const;
    });
    return [
      name,
      {
        command: null,
        entrypoint: null,
        image: 'x',
        ...(mode === 'networks' ? { networks: Object.fromEntries(attachments) } : { network_mode: mode }),
        ports: made.publishing.map(({ host, published, target: inside, protocol }) => ({
          mode: 'ingress',
          target: inside,
          published: String(published),
          protocol,
          ...(host === undefined ? {} : { host_ip: host }),
        })),
        expose: made.expose.map(String),
      },
    ];
  });
  return {
    name: 'demo',
    services: Object.fromEntries(entries),
    networks: Object.fromEntries(
      networks.map(({ internal, hasSubnet, hasGateway }, index) => [
        names[index] ?? '',
        {
          name: `demo_${names[index] ?? ''}`,
          ...(internal ? { internal } : {}),
          ipam: hasSubnet
            ? { config: [{ subnet: `10.${String(index)}.0.0/24`, ...(hasGateway ? { gateway: `10.${String(index)}.0.254` } : {}) }] }
            : {},
        },
      ]),
    ),
  };
}
