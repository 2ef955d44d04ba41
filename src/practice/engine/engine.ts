import type { Readable } from 'node:stream';
import type { ConnectionEvent } from '../../shared/network/connection.ts';
import type { Topology } from '../../shared/network/topology.ts';
import type { ExitStatus, Process } from '../process/process.ts';
import type { Signal } from '../process/signals.ts';
import type { Terminal } from '../process/terminal.ts';

/**
 * A container engine as the builder, the supervisor and the host OS use it; words and shapes follow the Docker Engine
 * API, so that a second implementation over dockerode answers the same calls. Sizes are bytes, times milliseconds
 * since 1970. Rejections are EngineError with the engine's own wording.
 */
export interface ContainerEngine {
  /** Builds one image; `log` gets the lines `docker build` prints (`Step 1/2 : FROM …`). Rejects with BuildError. */
  build(request: BuildRequest): Promise<ImageInfo>;
  images(): Promise<ImageInfo[]>;
  /** By id (whole or 12 characters), or tag. */
  inspectImage(reference: string): Promise<ImageInfo>;
  tagImage(reference: string, tag: string): Promise<void>;
  removeImage(reference: string, options?: { force?: boolean }): Promise<void>;

  volumes(): Promise<VolumeInfo[]>;
  createVolume(name: string): Promise<VolumeInfo>;
  removeVolume(name: string): Promise<void>;

  networks(): Promise<NetworkInfo[]>;
  /** A bridge; its subnet is the next free one unless told. Rejects `conflict` for a taken name or an overlapping subnet. */
  createNetwork(spec: NetworkSpec): Promise<NetworkInfo>;
  /** Rejects `conflict` while a container is on it. */
  removeNetwork(name: string): Promise<void>;
  /** Networks and services as they run now, with the ports on which their processes listen. */
  topology(): Promise<Topology>;

  containers(): Promise<ContainerInfo[]>;
  inspectContainer(reference: string): Promise<ContainerInfo>;
  createContainer(spec: ContainerSpec): Promise<ContainerInfo>;
  startContainer(reference: string): Promise<void>;
  /** Sends the container's stop signal; SIGKILL after `graceSeconds` (10 unless the container says otherwise). */
  stopContainer(reference: string, options?: { graceSeconds?: number }): Promise<void>;
  killContainer(reference: string, signal: Signal): Promise<void>;
  restartContainer(reference: string): Promise<void>;
  /** Gives a container another name, whether it runs or not. Rejects `conflict` for a taken one. Absent: the container must be made anew. */
  renameContainer?(reference: string, name: string): Promise<void>;
  removeContainer(reference: string, options?: { force?: boolean }): Promise<void>;
  /** Output since the container's creation, oldest first. */
  containerLog(reference: string): Promise<OutputLine[]>;
  exec(reference: string, request: ExecRequest): Promise<Execution>;

  /** Told in the order things happen; returns the function that ends the subscription. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** Stops every container and frees what the engine holds; its data stays. */
  close(): Promise<void>;
}

/** What the practice device needs of its engine beside running containers. */
export interface DeviceEngine extends ContainerEngine, ContainerArchives, EngineCheckpoints {
  /** Sentences for the person: state files that were damaged, and what is different on this engine. */
  readonly notices: readonly string[];
}

/** A container's files as its processes see them, volumes included, whether it runs or not; paths are absolute. */
export interface ContainerArchives {
  /** Of the path itself: a link is not followed. Rejects `not-found`. */
  pathStatus(reference: string, path: string): Promise<PathStatus>;
  /** A tar of what is there; names in it begin with the path's last part. Rejects `not-found`. */
  readArchive(reference: string, path: string): Promise<Readable>;
  /**
   * Unpacks a tar into a directory. `keepsKinds`: a directory is not put in the place of a file, nor a file in that of a directory.
   * Rejects `not-found`, or `invalid` where the path is no directory or the archive cannot be used.
   */
  writeArchive(reference: string, path: string, archive: Readable, options?: { keepsKinds?: boolean }): Promise<void>;
}

export interface PathStatus {
  /** The path's last part. */
  name: string;
  size: number;
  /** As Go's os.FileMode: the kind stands in the highest bits. */
  mode: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  /** Where a link leads; else empty. */
  linkTarget: string;
}

/** The engine's state at one moment, below a directory that it is given. */
export interface EngineCheckpoints {
  /** Keeps images, networks and the volumes' content; the directory is made. */
  checkpoint(directory: string): Promise<void>;
  /** Removes every container, and brings images, networks and volumes back as they were. Rejects `not-found` before anything is changed. */
  restoreCheckpoint(directory: string): Promise<void>;
  /** Lets go of what is kept outside the directories for checkpoints other than these. Absent: nothing is. */
  keepCheckpoints?(directories: readonly string[]): Promise<void>;
}

export interface BuildRequest {
  /** Files of the context by path, `.dockerignore` already applied. */
  context: BuildContext;
  /** Path of the Dockerfile in the context; template variables already filled. */
  dockerfile: string;
  arguments?: Readonly<Record<string, string>>;
  labels?: Readonly<Record<string, string>>;
  tag?: string;
  target?: string;
  noCache?: boolean;
  log(line: string): void;
  abort?: AbortSignal;
}

export interface BuildContext {
  /** Posix paths relative to the context's root. */
  files: ReadonlyMap<string, { content: Buffer; mode: number }>;
}

export interface ImageInfo {
  /** `sha256:…`, 64 digits. */
  id: string;
  tags: string[];
  createdAt: number;
  size: number;
  architecture: string;
  config: ImageConfig;
  /** Oldest first. */
  layers: LayerInfo[];
}

export interface LayerInfo {
  /** The instruction, as `docker history` shows it. */
  createdBy: string;
  size: number;
  /** Metadata only (ENV, CMD, …). */
  isEmpty: boolean;
  /** `sha256:…` of what it changed; absent where nothing was. */
  id?: string;
}

export interface ImageConfig {
  environment: Record<string, string>;
  entrypoint?: string[];
  command?: string[];
  workingDirectory: string;
  user: string;
  exposedPorts: string[];
  labels: Record<string, string>;
  volumes: string[];
  stopSignal: Signal;
  /** For the shell form of RUN, CMD and ENTRYPOINT. */
  shell: string[];
  healthcheck?: Healthcheck;
  /** Instructions that ONBUILD kept for the build of an image on top. */
  onBuild?: string[];
}

export interface VolumeInfo {
  name: string;
  createdAt: number;
  labels: Record<string, string>;
}

export interface RestartPolicy {
  name: 'no' | 'always' | 'unless-stopped' | 'on-failure';
  /** Only for `on-failure`; 0 means without end. */
  maximumRetryCount?: number;
}

export interface ContainerSpec {
  name: string;
  /** Image id or tag. */
  image: string;
  command?: string[];
  entrypoint?: string[];
  environment: Record<string, string>;
  labels: Record<string, string>;
  workingDirectory?: string;
  user?: string;
  hostname?: string;
  /** `container:NAME` has the interfaces of another container. */
  networkMode: 'host' | 'none' | 'bridge' | `container:${string}`;
  /** Bridges it is on where `networkMode` is `bridge`; without one it is on the engine's own, which answers no names. */
  networks?: NetworkAttachment[];
  publishedPorts?: PortMapping[];
  /** `1234/tcp`: documentation, beside the image's. */
  exposedPorts?: string[];
  privileged: boolean;
  /** Without the prefix CAP_, as `cap_add` and `cap_drop` name them; `ALL` for all. */
  capabilitiesAdded?: string[];
  capabilitiesDropped?: string[];
  /** `apparmor:unconfined`, `seccomp=unconfined`, … */
  securityOptions?: string[];
  /** `/dev/i2c-1:/dev/i2c-1:rwm` */
  devices?: string[];
  /** Mounts in memory, empty at each start; `options` as in `size=64m,mode=755`. */
  tmpfs?: { target: string; options?: string }[];
  /** A small init is PID 1 and the command its child. */
  init?: boolean;
  ulimits?: Record<string, { soft: number; hard: number }>;
  healthcheck?: Healthcheck;
  /** Names that /etc/hosts answers beside its own: `name:address`. */
  extraHosts?: string[];
  isRootReadOnly?: boolean;
  /** Bytes; what the container's processes may use together. */
  memoryLimit?: number;
  mounts: { volume: string; target: string; readOnly?: boolean }[];
  restartPolicy: RestartPolicy;
  stopSignal?: Signal;
  stopGraceSeconds?: number;
}

export interface NetworkAttachment {
  network: string;
  /** Names beside the container's own that the network's DNS answers. */
  aliases: string[];
  /** A fixed IPv4 address of the subnet. */
  address?: string;
}

export interface PortMapping {
  /** `0.0.0.0` for all of the host's. */
  hostAddress: string;
  /** Absent: the engine takes a free one. */
  hostPort?: number;
  containerPort: number;
  protocol: 'tcp' | 'udp';
}

/** Times in milliseconds. */
export interface Healthcheck {
  /** `NONE` turns the image's off; else `CMD` with words, or `CMD-SHELL` with one line. */
  test: string[];
  interval?: number;
  timeout?: number;
  retries?: number;
  startPeriod?: number;
}

export interface NetworkSpec {
  name: string;
  /** `172.18.0.0/16` */
  subnet?: string;
  gateway?: string;
  /** The part of the subnet that addresses are given from. */
  ipRange?: string;
  /** No way out, no way in. */
  internal?: boolean;
  labels?: Record<string, string>;
}

export interface NetworkInfo {
  id: string;
  name: string;
  createdAt: number;
  driver: 'bridge' | 'host' | 'null';
  /** Absent for `host` and `none`. */
  subnet?: string;
  gateway?: string;
  ipRange?: string;
  /** False: the engine chose the subnet, and nobody can ask for a fixed address of it. */
  isSubnetChosen?: boolean;
  internal: boolean;
  labels: Record<string, string>;
  /** Interface of the host: `br-` and 12 digits of the id. */
  bridge?: string;
}

/** Where a running container is on a network. */
export interface ContainerAddress {
  network: string;
  address: string;
  prefix: number;
  gateway: string;
  hardwareAddress: string;
  aliases: string[];
}

export interface ContainerInfo {
  id: string;
  name: string;
  imageId: string;
  spec: ContainerSpec;
  /** The argument vector PID 1 was started with. */
  command: string[];
  state: ContainerState;
  createdAt: number;
  restartCount: number;
  /** Bytes in the writable layer. */
  writableSize: number;
  /** Absent while it does not run, and without bridges. */
  addresses?: ContainerAddress[];
  /** With the host ports that the engine chose; absent while it does not run. */
  openPorts?: Required<PortMapping>[];
  /** Only with a healthcheck, while it runs. */
  health?: 'starting' | 'healthy' | 'unhealthy';
}

export type ContainerState =
  /** With `error` (and `exitCode` 126 or 127) where a start failed. */
  | { status: 'created'; error?: string; exitCode?: number }
  /** `finishedAt` of the end before this start, as engines keep it; absent at the first. */
  | { status: 'running'; startedAt: number; finishedAt?: number }
  | { status: 'restarting'; exitCode: number; startedAt?: number; finishedAt: number }
  /** `startedAt` is absent where it never ran, and in what older versions kept. */
  | { status: 'exited'; exitCode: number; startedAt?: number; finishedAt: number; error?: string };

/** When its process was last started, where one was. */
export function startOf(state: ContainerState): { startedAt?: number } {
  return 'startedAt' in state && state.startedAt !== undefined ? { startedAt: state.startedAt } : {};
}

/** When its process last ended, where one did. */
export function endOf(state: ContainerState): { finishedAt?: number } {
  return 'finishedAt' in state && state.finishedAt !== undefined ? { finishedAt: state.finishedAt } : {};
}

export interface OutputLine {
  timestamp: number;
  stream: 'stdout' | 'stderr';
  message: string;
}

export interface ExecRequest {
  command: string[];
  environment?: Record<string, string>;
  workingDirectory?: string;
  user?: string;
  stdin: Readable;
  terminal?: Terminal;
}

export interface Execution {
  process: Process;
  stdout: Readable;
  stderr: Readable;
  exited: Promise<ExitStatus>;
}

export type EngineEvent =
  | {
      kind: 'container';
      action: 'create' | 'start' | 'die' | 'restart' | 'stop' | 'kill' | 'destroy';
      container: ContainerInfo;
      exitCode?: number;
      time: number;
    }
  | { kind: 'output'; container: ContainerInfo; line: OutputLine }
  | { kind: 'image'; action: 'build' | 'tag' | 'delete'; id: string; time: number }
  | { kind: 'volume'; action: 'create' | 'destroy'; name: string; time: number }
  | { kind: 'network'; action: 'create' | 'destroy'; name: string; time: number }
  | { kind: 'health'; container: ContainerInfo; time: number }
  | { kind: 'connection'; connection: ConnectionEvent };

export class EngineError extends Error {
  readonly code: 'not-found' | 'conflict' | 'invalid' | 'not-supported' | 'failed';

  constructor(code: EngineError['code'], message: string) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
  }
}

/** A build that ended with an error; the message is the one that the real builder prints last. */
export class BuildError extends Error {
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.name = 'BuildError';
    this.line = line;
  }
}
