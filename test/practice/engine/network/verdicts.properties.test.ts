import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ComposeProject } from '../../../../src/shared/compose/project.ts';
import { decide } from '../../../../src/shared/network/decide.ts';
import type { NetworkRequest, Verdict } from '../../../../src/shared/network/request.ts';
import type { ServiceNode, Topology } from '../../../../src/shared/network/topology.ts';
import { EngineError } from '../../../../src/practice/engine/engine.ts';
import type { Attachment, VirtualNetwork } from '../../../../src/practice/engine/network/virtual-network.ts';
import { ConnectError, ListenError, NameError } from '../../../../src/practice/process/network-namespace.ts';
import type { NetworkNamespace } from '../../../../src/practice/process/network-namespace.ts';
import { arbitraryDevice, arbitraryRequest } from '../../../shared/network/arbitrary-topology.ts';
import { buildReferenceModel } from '../../../shared/network/reference-model.ts';
import { idOf, makeNetwork, read } from './network-fixture.ts';

const [topologies, requestsOfOne] = [400, 8];

/** A host OS's own process has no service's name. */
const hostOs = '(host OS)';

it('a real connection ends as the shared rules and the reference model say, on hundreds of running topologies', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(arbitraryDevice, fc.integer(), async ({ project, topology: wanted }, seed) => {
      const { network, namespaces } = run(project, wanted);
      const running = network.topology();
      const model = buildReferenceModel(running);
      let told: Verdict | undefined;
      network.onConnection(({ verdict }) => (told = verdict));
      for (const request of fc.sample(arbitraryRequest(wanted), { numRuns: requestsOfOne, seed })) {
        const from = request.from.kind === 'service' ? namespaces.get(request.from.name) : network.host;
        // A name means nothing to a connection of the laptop, and who does not run cannot connect.
        if (from === undefined || (request.from.kind === 'laptop' && isName(request))) continue;
        told = undefined;
        const seenEnd = await attempt(network, from, request, running.deviceAddress);
        const { verdict, reached } = decide(running, request);
        expect(seenEnd, JSON.stringify(request)).toEqual({ verdict, ...(verdict === 'delivered' ? { reached: reached ?? hostOs } : {}) });
        expect(told).toMatchObject({ verdict });
        expect(model.answer(request)).toMatchObject({ verdict });
        seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      }
    }),
    { numRuns: topologies },
  );
  expect([...seen.keys()].toSorted()).toEqual(['delivered', 'refused', 'timeout', 'unresolved']);
  expect(Math.min(...seen.values())).toBeGreaterThan(20);
}, 300_000);

it('a running project has the networks and addresses that its compose file foretells', () => {
  fc.assert(
    fc.property(arbitraryDevice, ({ project, topology: wanted }) => {
      const { network, refused } = run(project, wanted);
      fc.pre(refused === 0);
      const running = network.topology();
      const made = running.networks.filter(({ name }) => name !== 'balena0');
      // Who chose a subnet is the file's word; a running network has one.
      const foretold = wanted.networks.filter(({ name }) => name !== 'balena0').map((one) => ({ ...one, isChosen: undefined }));
      expect(made.toSorted(byName)).toEqual(foretold.toSorted(byName));
      const places = ({ services }: Topology) =>
        services
          .map(({ name, container, mode, sharesNetworkOf, attachments }) => ({
            ...{ name, container, mode, sharesNetworkOf },
            // A running service's own name is an alias on each bridge.
            attachments: attachments.map(({ aliases, ...place }) => ({
              ...place,
              isChosen: undefined,
              aliases: aliases.filter((alias) => alias !== name),
            })),
          }))
          .toSorted(byName);
      expect(places(running)).toEqual(places(wanted));
    }),
    { numRuns: 200 },
  );
});

/** Starts what the topology says, owners of interfaces first; leaves out what an engine refuses. */
function run(
  project: ComposeProject,
  topology: Topology,
): { network: VirtualNetwork; namespaces: Map<string, NetworkNamespace>; refused: number } {
  const network = makeNetwork({ connectTimeout: 1 });
  for (const [name, { internal, ipam }] of Object.entries(project.networks ?? {})) {
    const { subnet, gateway } = ipam.config?.[0] ?? {};
    network.createNetwork({
      name,
      internal: internal === true,
      ...(subnet === undefined ? {} : { subnet }),
      ...(gateway === undefined ? {} : { gateway }),
    });
  }
  const namespaces = new Map<string, NetworkNamespace>();
  let refused = 0;
  for (const { address, port } of topology.hostListens ?? []) listen(network.host, hostOs, address, port);
  const order = topology.services.toSorted(
    (one, other) => Number(one.sharesNetworkOf !== undefined) - Number(other.sharesNetworkOf !== undefined),
  );
  for (const node of order) {
    const attachment = start(network, project, node, topology);
    if (attachment === undefined) {
      refused += 1;
      continue;
    }
    namespaces.set(node.name, attachment.namespace);
    for (const port of node.listens) listen(attachment.namespace, node.name, '0.0.0.0', port);
    for (const { address, port } of node.listensAt ?? []) listen(attachment.namespace, node.name, address, port);
  }
  return { network, namespaces, refused };
}

function start(network: VirtualNetwork, project: ComposeProject, node: ServiceNode, { services }: Topology): Attachment | undefined {
  const owner = services.find(({ name }) => name === node.sharesNetworkOf);
  const settings = project.services[node.name]?.networks ?? {};
  try {
    return network.attach({
      id: idOf(node.name),
      name: node.container,
      hostname: idOf(node.name).slice(0, 12),
      service: node.name,
      exposedPorts: [],
      spec: {
        networkMode: owner !== undefined ? `container:${owner.container}` : node.mode,
        publishedPorts: owner === undefined ? [...node.published] : [],
        networks: Object.entries(settings).map(([name, attachment]) => ({
          network: name,
          aliases: [node.name, ...(attachment?.aliases ?? [])],
          ...(attachment?.ipv4_address === undefined ? {} : { address: attachment.ipv4_address }),
        })),
      },
    });
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function listen(namespace: NetworkNamespace, name: string, address: string, port: number): void {
  try {
    namespace.listen?.({ address, port }, (connection) => void connection.end(name));
  } catch (error) {
    // Taken, or no address of this container after all.
    if (!(error instanceof ListenError)) throw error;
  }
}

function isName({ to }: NetworkRequest): boolean {
  return to.kind === 'name' && !/^[\d.]+$/.test(to.name);
}

async function attempt(
  network: VirtualNetwork,
  from: NetworkNamespace,
  { from: origin, to }: NetworkRequest,
  deviceAddress: string,
): Promise<{ verdict: Verdict['verdict']; reached?: string }> {
  try {
    const typed = to.kind === 'device' ? deviceAddress : to.name;
    const [address = ''] = origin.kind === 'laptop' ? [typed] : await from.resolve(typed);
    const target = { address, port: to.port };
    const reached = await read(await (origin.kind === 'laptop' ? network.connectFromLaptop(target) : from.connect(target)));
    // The engine's proxy lets in first, and closes where nobody listens behind it.
    return reached === '' ? { verdict: 'refused' } : { verdict: 'delivered', reached };
  } catch (error) {
    if (error instanceof NameError) return { verdict: 'unresolved' };
    if (error instanceof ConnectError) return { verdict: error.code === 'ECONNREFUSED' ? 'refused' : 'timeout' };
    throw error;
  }
}

function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : 1;
}
