import type { AddressInfo, Server } from 'node:net';
import { FleetlabError } from '../../shared/errors.ts';
import type { Device } from '../device/device.ts';
import type { DesiredImage } from '../device/supervisor/desired-state.ts';
import type { ContainerArchives, ContainerEngine } from '../engine/engine.ts';
import { loadHostKey } from '../ssh/host-key.ts';
import { createDeviceSsh } from './device-ssh.ts';
import { createExecStore } from './engine-api/exec-store.ts';
import { createEngineApi } from './engine-api/server.ts';
import type { LocalMode } from './local-mode.ts';
import { createSupervisorApi } from './supervisor-api/server.ts';

export interface LocalServicesOptions {
  /** Where the device's SSH host key is kept. */
  directory: string;
  engine: ContainerEngine & ContainerArchives;
  device: Device;
  localMode: LocalMode;
  /** The images that the Supervisor fetched. */
  downloadedImages: () => readonly DesiredImage[];
  hostname: string;
  kernelRelease: string;
  /** Its name on the local network. */
  name: string;
  /** 0: any free one. */
  ports: LocalPorts;
}

/** Ports of 127.0.0.1 that answer for the device's 48484, 2375 and 22222. */
export interface LocalPorts {
  supervisor: number;
  engine: number;
  ssh: number;
}

export interface LocalServices {
  ports: LocalPorts;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * What a device answers to the machines of its own network: the Supervisor's API, the engine's, and SSH; on loopback ports, for the
 * CLI's process maps the device's address to them. Rejects with FleetlabError (`port-taken`).
 */
export async function openLocalServices(options: LocalServicesOptions): Promise<LocalServices> {
  const { engine, device, localMode, hostname, kernelRelease, ports } = options;
  const { identity } = device;
  const hosts = [loopback, 'localhost', identity.address, options.name];
  const hostKey = await loadHostKey(options.directory);
  const supervisorApi = createSupervisorApi({ hosts, engine, device, localMode });
  const images = { downloaded: options.downloadedImages, own: () => localMode.images(), addOwn: (id: string) => localMode.addImage(id) };
  const execs = createExecStore();
  const engineApi = createEngineApi({ engine, identity, hostname, kernelRelease, images, execs }, hosts);
  const ssh = createDeviceSsh({ hostKey, device });
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((end) => end()));
  };
  const open = async (
    server: Pick<Server, 'once' | 'off' | 'listen' | 'address' | 'close'>,
    port: number,
    what: string,
    cut: () => void,
  ): Promise<number> => {
    const taken = await listen(server, port, what);
    opened.push(
      () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          cut();
        }),
    );
    return taken;
  };
  try {
    return {
      ports: {
        supervisor: await open(supervisorApi, ports.supervisor, 'Supervisor', () => supervisorApi.closeAllConnections()),
        engine: await open(engineApi, ports.engine, 'engine', () => engineApi.closeAllConnections()),
        ssh: await open(ssh.server, ports.ssh, 'SSH', () => ssh.cut()),
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function listen(server: Pick<Server, 'once' | 'off' | 'listen' | 'address'>, port: number, what: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      const message = `The practice device's ${what} port cannot be opened: port ${port} is ${error.code === 'EACCES' ? 'not allowed' : 'used by another program'}.`;
      reject(
        isTaken
          ? new FleetlabError('port-taken', message, 'Start the practice environment again: it takes another port then.', { cause: error })
          : error,
      );
    };
    server.once('error', fail);
    server.listen(port, loopback, () => {
      server.off('error', fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
