import type { EngineKind } from '../../shared/domain/environment.ts';
import type { DeviceIdentity } from '../device/device-link.ts';
import type { DeviceEngine } from '../engine/engine.ts';
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
}
