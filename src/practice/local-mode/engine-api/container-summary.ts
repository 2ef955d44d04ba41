import { containerData, networkNamesOf } from '../../device/host-os/engine-cli/container-data.ts';
import { portsOf } from '../../device/host-os/engine-cli/ports.ts';
import { humanDuration } from '../../device/host-os/engine-cli/words.ts';
import type { ContainerInfo, NetworkInfo } from '../../engine/engine.ts';
import type { NamedImage } from './find.ts';

/** A container as the engine's API lists it. */
export function containerSummary(
  container: ContainerInfo,
  facts: { images: readonly NamedImage[]; networks: readonly NetworkInfo[]; now: number },
): Record<string, unknown> {
  const { spec } = container;
  const image = facts.images.find((one) => one.image.id === container.imageId);
  const whole = containerData(container, { networks: facts.networks, image: image?.image });
  const settings = whole['NetworkSettings'] as { Networks: unknown };
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: image?.names[0] ?? container.imageId,
    ImageID: container.imageId,
    Command: container.command.join(' '),
    Created: Math.floor(container.createdAt / 1000),
    Ports: portsOf(container, image?.image.config.exposedPorts ?? []).map(({ containerPort, protocol, host }) => ({
      ...(host === undefined ? {} : { IP: host.address, PublicPort: host.port }),
      PrivatePort: containerPort,
      Type: protocol,
    })),
    Labels: spec.labels,
    State: container.state.status,
    Status: statusText(container, facts.now),
    HostConfig: { NetworkMode: networkNamesOf(container)[0] ?? 'default' },
    NetworkSettings: { Networks: settings.Networks },
    Mounts: whole['Mounts'],
  };
}

/** `Up 3 minutes (healthy)`, `Exited (1) 2 seconds ago` */
function statusText({ state, health }: ContainerInfo, now: number): string {
  switch (state.status) {
    case 'created':
      return 'Created';
    case 'running': {
      const healthText = health === undefined ? '' : ` (${health === 'starting' ? 'health: starting' : health})`;
      return `Up ${humanDuration(now - state.startedAt)}${healthText}`;
    }
    case 'restarting':
      return `Restarting (${state.exitCode}) ${humanDuration(now - state.finishedAt)} ago`;
    case 'exited':
      return `Exited (${state.exitCode}) ${humanDuration(now - state.finishedAt)} ago`;
  }
}
