import type Docker from 'dockerode';
import type { BridgeNetwork, ServiceNode, Topology } from '../../../shared/network/topology.ts';
import type { ContainerInfo, NetworkInfo } from '../engine.ts';
import { stoppedService } from '../stopped-service.ts';
import { inEngineWords } from './connection.ts';
import { listeningPorts } from './listening-ports.ts';

export interface TopologySources {
  docker: Docker;
  deviceAddress: string;
  containers: () => Promise<ContainerInfo[]>;
  networks: () => Promise<NetworkInfo[]>;
}

/** The device's networks and running services as the engine has them now. */
export async function readTopology({ docker, deviceAddress, containers, networks }: TopologySources): Promise<Topology> {
  const all = await containers();
  const running = all.filter(({ state }) => state.status === 'running');
  const names = new Map(running.flatMap((info) => [info.id, info.name].map((reference) => [reference, serviceName(info)])));
  const services = await Promise.all(
    running.map(async (info) => {
      const listens = await inEngineWords(() => listeningPorts(docker.getContainer(info.id), info.spec.networkMode === 'host'));
      return serviceNode(info, listens, names);
    }),
  );
  const joined = new Set(services.flatMap(({ attachments }) => attachments.map(({ network }) => network)));
  const bridges = (await networks()).flatMap((network) => bridgeNetwork(network, joined));
  const stopped = all
    .filter((info) => info.state.status !== 'running' && services.every(({ name }) => name !== serviceName(info)))
    .map((info) => stoppedService(serviceName(info), info));
  return { deviceAddress, networks: bridges, services, stopped };
}

/** The engine's own bridge is part of the picture only where a container is on it. */
function bridgeNetwork(info: NetworkInfo, joined: ReadonlySet<string>): BridgeNetwork[] {
  const { name, subnet, gateway, internal } = info;
  if (info.driver !== 'bridge' || subnet === undefined || gateway === undefined) return [];
  if (name !== 'bridge') return [{ name, subnet, gateway, internal }];
  return joined.has(name) ? [{ name, subnet, gateway, internal, nameless: true }] : [];
}

function serviceNode(info: ContainerInfo, listens: number[], names: ReadonlyMap<string, string>): ServiceNode {
  const { networkMode } = info.spec;
  const sharedWith = networkMode.startsWith('container:') ? networkMode.slice('container:'.length) : undefined;
  const owner = sharedWith === undefined ? undefined : names.get(sharedWith);
  return {
    name: serviceName(info),
    container: info.name,
    // The engine's resolver answers the short id beside the name, and a label of ours not at all.
    names: [info.name, info.id.slice(0, 12)],
    mode: networkMode === 'host' || networkMode === 'none' ? networkMode : 'bridge',
    attachments: (info.addresses ?? []).map(({ network, address, aliases }) => ({ network, address, aliases })),
    published: info.openPorts ?? [],
    exposed: exposedPorts(info),
    listens,
    ...(owner === undefined ? {} : { sharesNetworkOf: owner }),
  };
}

function serviceName({ spec, name }: ContainerInfo): string {
  return spec.labels['io.balena.service-name'] ?? spec.labels['com.docker.compose.service'] ?? name;
}

function exposedPorts({ spec }: ContainerInfo): number[] {
  return (spec.exposedPorts ?? []).map((port) => Number.parseInt(port, 10));
}
