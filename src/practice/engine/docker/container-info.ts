import type Docker from 'dockerode';
import { EngineError } from '../engine.ts';
import type { ContainerAddress, ContainerInfo, ContainerState, PortMapping } from '../engine.ts';
import { specOf } from './own-objects.ts';

/** What the engine says of one of the device's containers. Throws EngineError for a container that is not the device's. */
export function containerInfo(told: Docker.ContainerInspectInfo & { SizeRw?: number }): ContainerInfo {
  const spec = specOf(told.Config.Labels);
  if (spec === undefined) throw new EngineError('not-found', `No such container: ${told.Name.slice(1)}`);
  const isRunning = told.State.Running && !told.State.Restarting;
  const addresses = isRunning ? addressesOf(told) : [];
  const health = told.State.Health?.Status;
  return {
    id: told.Id,
    name: told.Name.slice(1),
    imageId: told.Image,
    spec: { ...spec, name: told.Name.slice(1) },
    command: [told.Path, ...told.Args],
    state: stateOf(told.State),
    createdAt: Date.parse(told.Created),
    restartCount: told.RestartCount,
    writableSize: told.SizeRw ?? 0,
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(isRunning ? { openPorts: openPorts(told.NetworkSettings.Ports) } : {}),
    ...(isRunning && (health === 'starting' || health === 'healthy' || health === 'unhealthy') ? { health } : {}),
  };
}

function stateOf(state: Docker.ContainerInspectInfo['State']): ContainerState {
  const { Status: status, ExitCode: exitCode, Error: error } = state;
  if (status === 'created') return error === '' ? { status: 'created' } : { status: 'created', error, exitCode };
  const [startedAt, finishedAt] = [Date.parse(state.StartedAt), Date.parse(state.FinishedAt)];
  if (status === 'restarting') return { status: 'restarting', exitCode, startedAt, finishedAt };
  // The year 1 stands for never.
  if (state.Running) return { status: 'running', startedAt, ...(finishedAt > 0 ? { finishedAt } : {}) };
  return { status: 'exited', exitCode, ...(startedAt > 0 ? { startedAt } : {}), finishedAt, ...(error === '' ? {} : { error }) };
}

function addressesOf(told: Docker.ContainerInspectInfo): ContainerAddress[] {
  return Object.entries(told.NetworkSettings.Networks).flatMap(([network, settings]) => {
    // The host's network and `none` have no address of the container's own.
    if (settings.IPAddress === '') return [];
    const aliases = (settings.Aliases as string[] | null | undefined) ?? [];
    return [
      {
        network,
        address: settings.IPAddress,
        prefix: settings.IPPrefixLen,
        gateway: settings.Gateway,
        hardwareAddress: settings.MacAddress,
        // Engines before 25 add the container's short id.
        aliases: aliases.filter((alias) => alias !== told.Id.slice(0, 12)),
      },
    ];
  });
}

function openPorts(ports: Docker.ContainerInspectInfo['NetworkSettings']['Ports'] | null): Required<PortMapping>[] {
  return Object.entries(ports ?? {}).flatMap(([name, bindings]) => {
    const [port, protocol] = name.split('/');
    // The API says null for a port that is only exposed.
    const open = (bindings as typeof bindings | null) ?? [];
    return open
      .filter(({ HostIp: address }) => !address.includes(':'))
      .map(({ HostIp: address, HostPort: hostPort }) => ({
        hostAddress: address === '' ? '0.0.0.0' : address,
        hostPort: Number(hostPort),
        containerPort: Number(port),
        protocol: protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
      }));
  });
}
