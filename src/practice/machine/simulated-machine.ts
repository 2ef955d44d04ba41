import { hostInterfaces, kernelRelease } from '../device/host-os/root-files.ts';
import { createVirtualNetwork } from '../engine/network/create-virtual-network.ts';
import { createSimulatedEngine } from '../engine/simulated/engine.ts';
import type { Machine, MachineOptions } from './machine.ts';

/** A machine in memory: nothing to install, and the same on every system. */
export async function createSimulatedMachine(options: MachineOptions): Promise<Machine> {
  const { identity, hostname, directory, programs, onNotice } = options;
  const network = createVirtualNetwork({ hostname, hostInterfaces: hostInterfaces(identity), now: Date.now });
  const engine = await createSimulatedEngine({
    dataDirectory: directory,
    network,
    programs,
    architecture: identity.architecture,
    hostname,
    kernelRelease,
    onNotice,
  });
  return {
    kind: 'simulated',
    engine,
    hostNetwork: network.host,
    laptop: network,
    inside: {
      topology: () => network.topology(),
      onConnection: (listener) => network.onConnection(listener),
      tellOfLaptop: (to) => network.tellOfLaptop(to),
      volumeFiles: (name) => engine.volumeFiles(name),
    },
    about: { kind: 'simulated' },
    close: () => engine.close(),
  };
}
