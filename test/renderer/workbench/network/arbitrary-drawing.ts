import fc from 'fast-check';
import type { Drawing, Mark, ServiceState } from '../../../../src/renderer/workbench/network/picture.ts';
import { legKey, networkKey, serviceKey } from '../../../../src/renderer/workbench/network/picture.ts';
import type { Attachment, ServiceNode, Topology } from '../../../../src/shared/network/topology.ts';

export const deviceAddress = '10.42.0.7';

const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('frontend', 'backend', 'db', 'a', 'printer', 'W') },
  { weight: 1, arbitrary: fc.constantFrom('a-service-with-quite-a-long-name-indeed', 'MMMMMMMMMMMMMMMMMMMMMMMM', 'поиск', '服務') },
);
const port = fc.constantFrom(22, 80, 443, 1234, 8080, 65535);
const published = fc.record({
  hostAddress: fc.constantFrom('0.0.0.0', '0.0.0.0', '127.0.0.1', deviceAddress),
  hostPort: port,
  containerPort: port,
  protocol: fc.constantFrom('tcp' as const, 'tcp' as const, 'udp' as const),
});

const service = fc.record({
  name,
  mode: fc.constantFrom('bridge', 'bridge', 'bridge', 'bridge', 'host', 'none', 'shared'),
  on: fc.oneof(
    { weight: 3, arbitrary: fc.array(fc.nat(7), { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.nat(7), { minLength: 2, maxLength: 8 }) },
  ),
  published: fc.array(published, { maxLength: 3 }),
  exposed: fc.uniqueArray(port, { maxLength: 3 }),
  listens: fc.uniqueArray(port, { maxLength: 5 }),
  state: fc.constantFrom<ServiceState>('running', 'starting', 'restarting', 'updating', 'stopped', 'planned', 'unknown'),
  mark: fc.constantFrom<Mark>('same', 'same', 'added', 'removed', 'changed'),
  alias: fc.constantFrom(undefined, 'data', 'api.internal'),
});
type Made = typeof service extends fc.Arbitrary<infer Value> ? Value : never;

const network = fc.record({
  internal: fc.boolean(),
  isNameless: fc.constantFrom(false, false, false, true),
  name: fc.constantFrom('default', 'front', 'a-network-with-a-name-that-is-far-too-long-for-its-lane'),
  mark: fc.constantFrom<Mark>('same', 'same', 'added', 'removed', 'changed'),
});

/** What a device may hold and a push may change: 1 to 25 services, 0 to 8 bridges. */
export const arbitraryDrawing: fc.Arbitrary<Drawing> = fc
  .record({
    networks: fc.array(network, { maxLength: 8 }),
    services: fc.array(service, { minLength: 1, maxLength: 25 }),
    hostListens: fc.array(port, { maxLength: 4 }),
  })
  .map(({ networks, services, hostListens }) => {
    const bridges = networks.map((made, index) => ({
      name: `${made.name}${index}`,
      subnet: `172.${17 + index}.0.0/16`,
      gateway: `172.${17 + index}.0.1`,
      internal: made.internal,
      ...(made.isNameless ? { nameless: true } : {}),
    }));
    const nodes = services.map((made, index) => toNode(made, index, bridges, services));
    const topology: Topology = {
      deviceAddress,
      networks: bridges,
      services: nodes,
      hostListens: hostListens.map((one) => ({ address: '0.0.0.0', port: one })),
    };
    const marks = new Map<string, Mark>();
    bridges.forEach((bridge, index) => marks.set(networkKey(bridge.name), networks[index]?.mark ?? 'same'));
    nodes.forEach((node, index) => {
      const mark = services[index]?.mark ?? 'same';
      marks.set(serviceKey(node.name), mark);
      for (const attachment of node.attachments) marks.set(legKey(node.name, attachment.network), mark);
    });
    const states = new Map(
      nodes.map((node, index) => [node.name, { state: services[index]?.state ?? 'unknown', words: 'stopped, exit code 137' }]),
    );
    return { topology, marks, states };
  });

function toNode(made: Made, index: number, bridges: readonly { name: string }[], all: readonly Made[]): ServiceNode {
  const shared =
    made.mode === 'shared' && index > 0 && all[index - 1]?.mode !== 'shared' ? `${all[index - 1]?.name ?? ''}${index - 1}` : undefined;
  const mode = made.mode === 'shared' ? 'bridge' : made.mode;
  const attachments =
    mode === 'bridge' && shared === undefined
      ? [...new Set(made.on.map((one) => (bridges.length === 0 ? undefined : bridges[one % bridges.length])))].flatMap(
          (bridge, order): Attachment[] =>
            bridge === undefined
              ? []
              : [
                  {
                    network: bridge.name,
                    address: `172.${17 + bridges.indexOf(bridge)}.${order}.${2 + index}`,
                    aliases: made.alias === undefined ? [] : [made.alias],
                  },
                ],
        )
      : [];
  return {
    name: `${made.name}${index}`,
    container: `demo_${made.name}${index}_1`,
    mode,
    attachments,
    published: made.published,
    exposed: made.exposed,
    listens: made.listens,
    ...(shared === undefined ? {} : { sharesNetworkOf: shared }),
  };
}
