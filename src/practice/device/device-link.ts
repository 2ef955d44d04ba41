import type { Duplex, Readable, Writable } from 'node:stream';
import type { ImageInfo } from '../engine/engine.ts';
import type { ExitStatus } from '../process/process.ts';
import type { Terminal } from '../process/terminal.ts';

/**
 * What the practice cloud and the practice device ask of each other: the cloud's side of a device connection. The same
 * facts travel between balenaCloud and a Supervisor as `GET /device/v3/<uuid>/state`, `PATCH /device/v3/state`,
 * `POST /device/v2/<uuid>/log-stream` and over the VPN.
 */

/** The state the cloud wants; absent `app` means that the device belongs to no fleet. */
export interface TargetState {
  deviceName: string;
  /** The fleet's and the device's configuration variables (`RESIN_…`, `BALENA_…`); absent without a fleet. */
  config?: Readonly<Record<string, string>>;
  /** What local mode wants instead of the cloud: images and volumes that it does not use stay for the time after it. */
  isLocal?: boolean;
  app?: {
    id: number;
    slug: string;
    name: string;
    uuid: string;
    /** Absent while the fleet has no successful release. */
    release?: {
      id: number;
      commit: string;
      services: TargetService[];
      volumes: string[];
      /** The composition's networks by name: driver, internal, ipam, labels as compose writes them. */
      networks: Readonly<Record<string, unknown>>;
      /** A fleet without a compose file: one privileged service `main` on host networking with `/data`. */
      isSingleService: boolean;
    };
  };
}

export interface TargetService {
  serviceId: number;
  imageId: number;
  name: string;
  /** `registry2.<domain>/v2/<32 digits>`, the location the log lines name. */
  imageLocation: string;
  /** The built image's id in the registry. */
  contentHash: string;
  /** Fleet, device and service variables, merged. */
  environment: Record<string, string>;
  /** The compose file's service, as the release's composition holds it; empty for a single service. */
  composition: Record<string, unknown>;
  /** The image was built on the device (local mode): it is neither downloaded nor deleted. */
  isBuiltOnDevice?: boolean;
}

/** What the device says it is doing. */
export interface DeviceReport {
  status: 'Idle' | 'Updating';
  runningCommit: string | undefined;
  services: {
    serviceId: number;
    imageId: number;
    releaseId: number;
    /** The Supervisor's words: `Downloading`, `Downloaded`, `Installing`, `Installed`, `Running`, `Stopping`, `exited`, `Dead`. */
    status: string;
    /** 0 to 100 while it downloads. */
    downloadProgress?: number;
  }[];
  /** Bytes, percent, degrees Celsius: what `balena device UUID` shows. */
  metrics: {
    memoryUsage: number;
    memoryTotal: number;
    storageUsage: number;
    storageTotal: number;
    cpuUsage: number;
    cpuTemperature: number;
  };
}

export interface DeviceLogEntry {
  timestamp: number;
  message: string;
  isSystem: boolean;
  isError: boolean;
  serviceId?: number;
}

/** The cloud, as the device sees it. */
export interface CloudForDevice {
  targetState(uuid: string): TargetState;
  report(uuid: string, report: DeviceReport): void;
  log(uuid: string, entry: DeviceLogEntry): void;
  /** The VPN came up (boot) or went down (reboot, shutdown): what `is_online` and `is_connected_to_vpn` say. A device is connected from `connectDevice` on. */
  setConnected?(uuid: string, isConnected: boolean): void;
  /** Image of the registry by content hash, for download. */
  image(contentHash: string): Promise<ImageInfo>;
}

/** The device, as the cloud sees it (supervisor proxy and SSH). */
export interface DeviceForCloud {
  readonly uuid: string;
  readonly identity: DeviceIdentity;
  /** Read the target state now (`POST /supervisor/v1/update` and every change in the cloud). */
  update(): void;
  /** `POST /supervisor/v1/restart`: all services of the app are restarted. */
  restartApp(): Promise<void>;
  /** `POST /supervisor/v2/applications/<id>/restart-service`: this one recreates the container. */
  restartService(serviceName: string): Promise<void>;
  startService(serviceName: string): Promise<void>;
  stopService(serviceName: string): Promise<void>;
  /** Empties the app's volumes; its services stop before and start after. */
  purge(): Promise<void>;
  reboot(): Promise<void>;
  shutdown(): Promise<void>;
  /** A shell or one command on the host OS, or in a container. */
  openShell(request: ShellRequest): Promise<ShellSession>;
}

export interface DeviceIdentity {
  uuid: string;
  deviceType: string;
  architecture: string;
  osVersion: string;
  osVariant: string;
  supervisorVersion: string;
  address: string;
  macAddress: string;
  cpuId: string;
}

export interface ShellRequest {
  /** Absent: the host OS. */
  container?: string;
  /** Absent: an interactive shell. */
  command?: string;
  terminal?: Terminal;
  /**
   * The processes' ends of `terminal` (line-discipline.ts): a process knows a terminal by these very streams. A session
   * that uses them says so, and its `stream` then carries nothing.
   */
  terminalStreams?: { stdin: Readable; stdout: Writable };
  environment?: Record<string, string>;
}

/** `stream` carries stdin and stdout; `stderr` is apart where there is no terminal. */
export interface ShellSession {
  stream: Duplex;
  stderr: Readable;
  /** The session took `terminalStreams`: nothing goes through `stream` and `stderr`. */
  usesTerminalStreams?: boolean;
  exited: Promise<ExitStatus>;
  end(): void;
}
