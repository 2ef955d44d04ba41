import type Docker from 'dockerode';
import { EngineError } from '../engine.ts';
import type { ContainerEngine, VolumeInfo } from '../engine.ts';
import { inEngineWords } from './connection.ts';
import { isOwn, ownFilter, withOwnLabel, withoutOwnLabels } from './own-objects.ts';
import type { Ownership } from './own-objects.ts';

export type VolumeCalls = Pick<ContainerEngine, 'volumes' | 'createVolume' | 'removeVolume'>;

/** `announce` is told a name before the engine has it, so that its event is known as the device's own. */
export function volumeCalls(docker: Docker, ownership: Ownership, announce: (name: string) => void): VolumeCalls {
  async function inspectOwn(name: string): Promise<VolumeInfo> {
    const told = await docker.getVolume(name).inspect();
    if (!isOwn(ownership, told.Labels)) throw notOurs(name);
    return volumeInfo(told);
  }
  return {
    volumes: () =>
      inEngineWords(async () => {
        const { Volumes: own } = await docker.listVolumes({ filters: JSON.stringify(ownFilter(ownership)) });
        return own.map(volumeInfo).sort((one, other) => (one.name < other.name ? -1 : 1));
      }),
    createVolume: (name) =>
      inEngineWords(async () => {
        announce(name);
        await docker.createVolume({ Name: name, Labels: withOwnLabel(ownership) });
        // An engine answers with the volume that is there already, whoever made it.
        return inspectOwn(name);
      }),
    removeVolume: (name) =>
      inEngineWords(async () => {
        await inspectOwn(name);
        await docker.getVolume(name).remove();
      }),
  };
}

function volumeInfo(told: Docker.VolumeInspectInfo & { CreatedAt?: string }): VolumeInfo {
  return { name: told.Name, createdAt: Date.parse(told.CreatedAt ?? ''), labels: withoutOwnLabels(told.Labels) };
}

function notOurs(name: string): EngineError {
  return new EngineError('conflict', `volume ${name} on this container engine belongs to something else: rename it or choose another name`);
}
