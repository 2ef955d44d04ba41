import type Docker from 'dockerode';
import { formatAddress, parseSubnet } from '../../../shared/network/ipv4.ts';
import { EngineError } from '../engine.ts';
import type { ContainerEngine, NetworkInfo } from '../engine.ts';
import { inEngineWords } from './connection.ts';
import { isOwn, withOwnLabel, withoutOwnLabels } from './own-objects.ts';
import type { Ownership } from './own-objects.ts';

export type NetworkCalls = Pick<ContainerEngine, 'networks' | 'createNetwork' | 'removeNetwork'>;

/** The engine's own networks, which every device has. */
const builtIn: ReadonlySet<string> = new Set(['bridge', 'host', 'none']);

/** `announce` is told a name before the engine has it, so that its event is known as the device's own. */
export function networkCalls(docker: Docker, ownership: Ownership, announce: (name: string) => void): NetworkCalls {
  return {
    networks: () =>
      inEngineWords(async () => {
        const all = await docker.listNetworks();
        return all.filter((told) => builtIn.has(told.Name) || isOwn(ownership, told.Labels)).map(networkInfo);
      }),
    createNetwork: (spec) =>
      inEngineWords(async () => {
        announce(spec.name);
        const { subnet, gateway, ipRange } = spec;
        const config = {
          ...(subnet === undefined ? {} : { Subnet: subnet }),
          ...(gateway === undefined ? {} : { Gateway: gateway }),
          ...(ipRange === undefined ? {} : { IPRange: ipRange }),
        };
        const network = await docker.createNetwork({
          Name: spec.name,
          // Without it engines before 25 make a second network of the same name.
          CheckDuplicate: true,
          Driver: 'bridge',
          Internal: spec.internal === true,
          Labels: withOwnLabel(ownership, spec.labels),
          ...(Object.keys(config).length === 0 ? {} : { IPAM: { Config: [config] } }),
        });
        return networkInfo(await network.inspect());
      }),
    removeNetwork: (name) =>
      inEngineWords(async () => {
        const network = docker.getNetwork(name);
        const told = await network.inspect();
        if (!builtIn.has(told.Name) && !isOwn(ownership, told.Labels))
          throw new EngineError('conflict', `network ${name} on this container engine belongs to something else: choose another name`);
        await network.remove();
      }),
  };
}

function networkInfo(told: Docker.NetworkInspectInfo): NetworkInfo {
  const [config] = told.IPAM?.Config ?? [];
  const gateway = config?.Gateway ?? firstAddress(config?.Subnet);
  const driver = told.Driver === 'host' || told.Driver === 'null' ? told.Driver : 'bridge';
  const bridge = told.Options?.['com.docker.network.bridge.name'] ?? `br-${told.Id.slice(0, 12)}`;
  return {
    id: told.Id,
    name: told.Name,
    createdAt: Date.parse(told.Created),
    driver,
    ...(config?.Subnet === undefined ? {} : { subnet: config.Subnet }),
    ...(gateway === undefined ? {} : { gateway }),
    ...(config?.IPRange === undefined || config.IPRange === '' ? {} : { ipRange: config.IPRange }),
    internal: told.Internal,
    labels: withoutOwnLabels(told.Labels),
    ...(driver === 'bridge' ? { bridge } : {}),
  };
}

/** What an engine uses, and does not always tell, where the subnet was given without a gateway. */
function firstAddress(subnet: string | undefined): string | undefined {
  const network = parseSubnet(subnet ?? '');
  return network === undefined ? undefined : formatAddress(network.base + 1);
}
