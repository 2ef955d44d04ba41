import type { LabView } from '../../../shared/domain/device-view.ts';
import type { EngineView } from '../../../shared/domain/engine-view.ts';

/** What fleets and device are doing, kept fresh: read again when a log line arrives and at least every two seconds. */
export interface Lab {
  view(): LabView;
  /** Reads now; never rejects: a failure is the view's `problem`. */
  refresh(): Promise<LabView>;
  /** The device's container engine, as it was read last. */
  engine(): EngineView;
  onChange(listener: (view: LabView) => void): () => void;
  /** One command in a service's container, over SSH. Rejects with FleetlabError (`no-device`, `no-container`, `unreachable`, `timeout`). */
  runInService(service: string, command: string, options?: { signal?: AbortSignal }): Promise<CommandResult>;
  /** One command on the device's host OS, over SSH. Rejects as `runInService` does. */
  runOnHost(command: string, options?: { signal?: AbortSignal }): Promise<CommandResult>;
  /** Registers the environment's waiting device with the fleet. */
  join(fleet: string): Promise<void>;
  close(): Promise<void>;
}

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}
