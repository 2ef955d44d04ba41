import type Docker from 'dockerode';
import { EngineError } from '../engine.ts';
import type { ContainerEngine, ContainerInfo } from '../engine.ts';
import { inEngineWords, unlessDone } from './connection.ts';
import { containerInfo } from './container-info.ts';
import { containerOptions, endpoint, furtherNetworks } from './container-options.ts';
import { createLogReader } from './output-frames.ts';
import { containerLabels, isOwn, ownFilter } from './own-objects.ts';
import type { Ownership } from './own-objects.ts';

export type ContainerCalls = Pick<
  ContainerEngine,
  | 'containers'
  | 'inspectContainer'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'killContainer'
  | 'restartContainer'
  | 'renameContainer'
  | 'removeContainer'
  | 'containerLog'
>;

export interface ContainerTools {
  docker: Docker;
  ownership: Ownership;
  givesTerminals: boolean;
  /** Makes a volume as the device's own before a container's mount would make it without a label. */
  createVolume: (name: string) => Promise<unknown>;
}

export function containerCalls({ docker, ownership, givesTerminals, createVolume }: ContainerTools): ContainerCalls {
  const own = (reference: string): Promise<Docker.Container> => ownContainer(docker, ownership, reference);
  return {
    containers: () =>
      inEngineWords(async () => {
        const listed = await docker.listContainers({ all: true, filters: ownFilter(ownership) });
        const infos = await Promise.all(listed.map(({ Id: id }) => inspectIfThere(docker, id)));
        return infos.filter((info) => info !== undefined);
      }),
    inspectContainer: (reference) => inEngineWords(async () => inspect(await own(reference))),
    createContainer: (spec) =>
      inEngineWords(async () => {
        for (const { volume } of spec.mounts) await createVolume(volume);
        const container = await docker.createContainer({
          ...containerOptions(spec, containerLabels(ownership, spec)),
          ...(givesTerminals ? { Tty: true } : {}),
        });
        try {
          for (const attachment of furtherNetworks(spec))
            await docker.getNetwork(attachment.network).connect({ Container: container.id, EndpointConfig: endpoint(attachment) });
        } catch (error) {
          await container.remove({ v: true });
          throw error;
        }
        return inspect(container);
      }),
    startContainer: (reference) => unlessDone(async () => (await own(reference)).start()),
    stopContainer: (reference, { graceSeconds } = {}) =>
      unlessDone(async () => (await own(reference)).stop(graceSeconds === undefined ? {} : { t: graceSeconds })),
    killContainer: (reference, signal) =>
      inEngineWords(async () => {
        await (await own(reference)).kill({ signal });
      }),
    restartContainer: (reference) =>
      inEngineWords(async () => {
        await (await own(reference)).restart();
      }),
    renameContainer: (reference, name) =>
      inEngineWords(async () => {
        await (await own(reference)).rename({ name });
      }),
    removeContainer: (reference, { force = false } = {}) =>
      // Volumes without a name go with their container; named ones stay.
      inEngineWords(async () => {
        await (await own(reference)).remove({ force, v: true });
      }),
    containerLog: (reference) =>
      inEngineWords(async () => {
        const container = await own(reference);
        const content = await container.logs({ follow: false, stdout: true, stderr: true, timestamps: true });
        const reader = createLogReader({ isTerminal: givesTerminals });
        return [...reader.read(content), ...reader.end()].map(({ timestamp, stream, message }) => ({ timestamp, stream, message }));
      }),
  };
}

/** The container of the device's that a name or id stands for. Rejects with EngineError (`not-found`). */
export async function ownContainer(docker: Docker, ownership: Ownership, reference: string): Promise<Docker.Container> {
  const container = docker.getContainer(reference);
  const told = await container.inspect();
  if (!isOwn(ownership, told.Config.Labels)) throw new EngineError('not-found', `No such container: ${reference}`);
  return docker.getContainer(told.Id);
}

async function inspect(container: Docker.Container): Promise<ContainerInfo> {
  // The client's types do not know of `size`, which the API has had from the beginning.
  const withSize: Docker.ContainerInspectOptions & { size: boolean } = { size: true };
  return containerInfo(await container.inspect(withSize));
}

/** Undefined where the container was removed between the list and the look. */
export async function inspectIfThere(docker: Docker, id: string): Promise<ContainerInfo | undefined> {
  try {
    return await inEngineWords(() => inspect(docker.getContainer(id)));
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return undefined;
    throw error;
  }
}
