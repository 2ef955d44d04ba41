/** What a service's process is told when it starts. */
export interface ServiceStart {
  /** Whole `process.argv`. */
  argv: string[];
  environment: Record<string, string>;
  workingDirectory: string;
  pid: number;
  parentPid: number;
  uid: number;
  gid: number;
  execPath: string;
  /** As `uname -r`. */
  kernelRelease: string;
  /** `process.arch`: `x64`, `arm64`, `arm`, `ia32`. */
  architecture: string;
  /** `uname -m` */
  machine: string;
  hostname: string;
  /** Bytes. */
  memory: { total: number; free: number };
  bootedAt: number;
  entry: ServiceEntry;
  /** `process.platform` of the laptop that runs this process. */
  laptop: NodeJS.Platform;
  /** Which of descriptors 0, 1, 2 are a terminal's. */
  terminals: boolean[];
  columns: number;
  rows: number;
  /** Present where `fork` started it. */
  ipc?: { serialization: 'json' | 'advanced' };
}

export type ServiceEntry =
  | { kind: 'file'; path: string }
  | { kind: 'code'; code: string; print: boolean; type?: 'module' | 'commonjs'; name: string }
  | { kind: 'check'; path: string };

/** The number of the stream to the parent of `fork`, far from those that are counted. */
export const ipcStream = 1_000_000;

/** Calls that the service waits for (`channel.call` of the child), by name. Paths are absolute. */
export interface ServiceCall {
  call: string;
  [argument: string]: unknown;
}

/** Errno names without the prefix UV_. */
export type ServiceAnswer = { value: unknown } | { error: string; message?: string };

/** Streams are numbered by who makes them: odd by the service, even by practice. */
export type StreamMessage =
  | { to: 'read'; id: number }
  | { to: 'write'; id: number }
  | { to: 'shutdown'; id: number }
  | { to: 'close'; id: number }
  | { to: 'connect'; id: number; address: string; port: number }
  | { to: 'resolve'; id: number; name: string };

/** What practice tells a service. */
export type ServiceEvent =
  | { on: 'data'; id: number }
  | { on: 'end'; id: number; error?: string }
  | { on: 'written'; id: number; error?: string }
  | { on: 'ended'; id: number; error?: string }
  | { on: 'connected'; id: number; error?: string; local?: NamedEndpoint; peer?: NamedEndpoint }
  | { on: 'connection'; id: number; stream: number; local: NamedEndpoint; peer: NamedEndpoint }
  | { on: 'resolved'; id: number; error?: string; addresses?: string[] }
  | { on: 'signal'; name: string; number: number }
  | { on: 'exit'; id: number; code: number; signal: string }
  | { on: 'resize'; columns: number; rows: number };

export interface NamedEndpoint {
  address: string;
  port: number;
}
