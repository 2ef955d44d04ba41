import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDockerEngine } from '../../src/practice/engine/docker/engine.ts';
import type { DeviceEngine } from '../../src/practice/engine/engine.ts';
import { createVirtualNetwork } from '../../src/practice/engine/network/create-virtual-network.ts';
import { createSimulatedEngine } from '../../src/practice/engine/simulated/engine.ts';
import { createRegistry } from '../../src/practice/process/program-registry.ts';
import { programs } from '../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../src/practice/shell/shell.ts';
import { askFromMachine, askFromNetwork } from './attempts.ts';
import type { Target } from './attempts.ts';
import { deviceAddress } from './real-engine.ts';
import type { RealEngine } from './real-engine.ts';

/** One of the two engines, with the machine around it. */
export interface Side {
  name: 'simulated' | 'real';
  engine: DeviceEngine;
  /** Attempts of the device's host OS. */
  askFromHost(targets: readonly Target[]): Promise<Record<Target, string>>;
  /** Attempts of another machine on the device's network. */
  askFromLaptop(targets: readonly Target[]): Promise<Record<Target, string>>;
  close(): Promise<void>;
}

export async function simulatedSide(): Promise<Side> {
  const directory = mkdtempSync(join(tmpdir(), 'fleetlab-differential-'));
  const hostname = 'device1';
  const network = createVirtualNetwork({
    hostname,
    hostInterfaces: [
      { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' },
      { name: 'eth0', address: deviceAddress, prefix: 16, hardwareAddress: '02:42:0a:2a:00:07' },
    ],
    now: Date.now,
  });
  const engine = await createSimulatedEngine({
    dataDirectory: directory,
    network,
    programs: createRegistry([programs, shellPrograms]),
    architecture: 'amd64',
    hostname,
  });
  return {
    name: 'simulated',
    engine,
    askFromHost: (targets) => askFromNetwork((target) => network.host.connect(target), targets),
    askFromLaptop: (targets) => askFromNetwork((target) => network.connectFromLaptop(target), targets),
    async close() {
      await engine.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function realSide(real: RealEngine): Promise<Side> {
  const engine = await createDockerEngine({ address: real.address, device: 'differential', deviceAddress });
  return {
    name: 'real',
    engine,
    askFromHost: (targets) => askFromMachine(real.hostCommand, targets),
    askFromLaptop: (targets) => askFromMachine(real.laptopCommand ?? real.hostCommand, targets),
    close: () => engine.close(),
  };
}
