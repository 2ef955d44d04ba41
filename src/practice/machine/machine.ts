import type { EngineKind } from '../../shared/domain/environment.ts';
import type { ConnectionEvent } from '../../shared/network/connection.ts';
import type { Destination } from '../../shared/network/request.ts';
import type { Topology } from '../../shared/network/topology.ts';
import type { DeviceIdentity } from '../device/device-link.ts';
import type { DeviceEngine } from '../engine/engine.ts';
import type { FileSystem } from '../filesystem/filesystem.ts';
import type { LaptopRoutes } from '../laptop/laptop-gateway.ts';
import type { NetworkNamespace } from '../process/network-namespace.ts';
import type { ProgramRegistry } from '../process/process.ts';

/** What the practice device is made of: an engine, and the network around it. */
export interface Machine {
  readonly kind: EngineKind;
  readonly engine: DeviceEngine;
  /** The device's own interfaces, as its host OS uses them. */
  readonly hostNetwork: NetworkNamespace;
  /** How the learner's laptop reaches the device. */
  readonly laptop: LaptopRoutes;
  /** What only a machine in memory shows: where every process listens, each connection, and volumes from outside of containers. */
  readonly inside?: {
    topology(): Topology;
    onConnection(listener: (event: ConnectionEvent) => void): () => void;
    tellOfLaptop(to: Destination): void;
    volumeFiles(name: string): Promise<FileSystem>;
  };
  /** What the ready line tells of the engine. */
  readonly about: EngineFacts;
  close(): Promise<void>;
}

export interface EngineFacts {
  kind: EngineKind;
  /** Of a real engine. */
  version?: string;
  /** Images that the class needs and a real engine would have to fetch. */
  missingImages?: string[];
}

export interface MachineOptions {
  identity: DeviceIdentity;
  hostname: string;
  /** Where the engine's own state is kept. */
  directory: string;
  programs: ProgramRegistry;
  /** Told sentences for the person while it runs. */
  onNotice: (text: string) => void;
}
