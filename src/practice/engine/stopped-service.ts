import type { StoppedService } from '../../shared/network/topology.ts';
import type { ContainerInfo } from './engine.ts';
import { tcpPorts } from './network/tcp-ports.ts';

/** A container that does not run, as the topology tells of it; `service` is what it calls it while it runs. */
export function stoppedService(service: string, { name, spec }: ContainerInfo): StoppedService {
  const { networkMode, networks = [], publishedPorts = [], exposedPorts = [] } = spec;
  return {
    name: service,
    names: [service, name, ...networks.flatMap(({ aliases }) => aliases)],
    usesHost: networkMode === 'host',
    exposed: exposedPorts.flatMap(tcpPorts),
    published: publishedPorts.flatMap(({ hostPort, ...mapping }) => (hostPort === undefined ? [] : [{ ...mapping, hostPort }])),
  };
}
