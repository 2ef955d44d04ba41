import type { ServerResponse } from 'node:http';
import { engineVersion } from '../../device/host-os/engine-cli/about.ts';
import { HttpError, route } from '../loopback-server.ts';
import type { LoopbackRoute } from '../loopback-server.ts';
import type { EngineApiContext } from './context.ts';
import { imagesOnDevice } from './find.ts';

/** The API of balenaEngine 20.10. */
export const apiVersion = '1.41';
const lowestApiVersion = '1.12';

export function aboutRoutes(context: EngineApiContext): LoopbackRoute[] {
  const { identity, kernelRelease } = context;
  return [
    route('GET', /^\/_ping$/, ({ outgoing }) => {
      describe(outgoing);
      return { status: 200, text: 'OK' };
    }),
    route('GET', /^\/version$/, () => ({
      status: 200,
      json: {
        Platform: { Name: '' },
        Components: [
          {
            Name: 'Engine',
            Version: engineVersion,
            Details: {
              ApiVersion: apiVersion,
              Arch: identity.architecture,
              KernelVersion: kernelRelease,
              MinAPIVersion: lowestApiVersion,
              Os: 'linux',
            },
          },
        ],
        Version: engineVersion,
        ApiVersion: apiVersion,
        MinAPIVersion: lowestApiVersion,
        Os: 'linux',
        Arch: identity.architecture,
        KernelVersion: kernelRelease,
      },
    })),
    route('GET', /^\/info$/, async () => ({ status: 200, json: await info(context) })),
    route('POST', /^\/auth$/, () => {
      throw new HttpError(501, 'Registries: not supported on the practice device, which has no network.');
    }),
    route('GET', /^\/distribution\/(.+)\/json$/, ({ parameters: [name = ''] }) => {
      throw new HttpError(404, `${name}: the practice device reaches no registry.`);
    }),
  ];
}

/** What a client reads from the answer to a ping: the API to speak, and that images are built by the classic builder. */
function describe(outgoing: ServerResponse): void {
  outgoing.setHeader('Api-Version', apiVersion);
  outgoing.setHeader('Builder-Version', '1');
  outgoing.setHeader('Docker-Experimental', 'false');
  outgoing.setHeader('OSType', 'linux');
}

async function info(context: EngineApiContext): Promise<Record<string, unknown>> {
  const { engine, identity, hostname, kernelRelease } = context;
  const containers = await engine.containers();
  const running = containers.filter(({ state: { status } }) => status === 'running' || status === 'restarting').length;
  return {
    ID: identity.uuid,
    Name: hostname,
    Containers: containers.length,
    ContainersRunning: running,
    ContainersPaused: 0,
    ContainersStopped: containers.length - running,
    Images: (await imagesOnDevice(context)).length,
    Driver: 'overlay2',
    ServerVersion: engineVersion,
    OperatingSystem: identity.osVersion,
    OSType: 'linux',
    Architecture: identity.architecture === 'aarch64' ? 'aarch64' : 'x86_64',
    KernelVersion: kernelRelease,
    DockerRootDir: '/var/lib/docker',
    NCPU: 2,
    MemTotal: 3932 * 1024 * 1024,
    Labels: [],
    SecurityOptions: [],
    Warnings: null,
    Plugins: { Volume: ['local'], Network: ['bridge', 'host', 'null'], Authorization: null, Log: ['json-file'] },
    Swarm: { LocalNodeState: 'inactive' },
  };
}
