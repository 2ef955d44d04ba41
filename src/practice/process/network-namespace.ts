import type { Duplex } from 'node:stream';

/** What a process can see and reach on the network; the engine makes one for each container and for the host OS. */
export interface NetworkNamespace {
  /** Interfaces as `ip address` lists them, loopback first. */
  interfaces(): readonly NetworkInterface[];
  /** IPv4 addresses of a name, in the order the resolver gives them; rejects with NameError. */
  resolve(name: string): Promise<string[]>;
  /**
   * One TCP connection; rejects with ConnectError. Where packets are dropped it waits as long as the network's limit (3 s; a
   * real kernel waits two minutes) and rejects with ETIMEDOUT; an abort rejects at once.
   */
  connect(target: { address: string; port: number; abort?: AbortSignal }): Promise<Duplex>;
  /**
   * Listens for TCP connections; `address` is `0.0.0.0` unless told, port 0 takes a free one, `pid` is told by `listeners`.
   * Throws ListenError. Absent where nothing can be reached (a build step).
   */
  listen?(place: { address?: string; port: number; pid?: number }, onConnection: (connection: Duplex, peer: Endpoint) => void): Listener;
  /** Listening TCP sockets, for `ss -l` and `netstat -l`; absent where the network does not know them. */
  listeners?(): readonly ListeningSocket[];
  /** One ICMP echo request; absent where the network carries none. */
  echo?(address: string): EchoOutcome;
}

/** `silent`: dropped on the way; `unreachable`: nobody has the address; `no-route`: no interface leads there. */
export type EchoOutcome = 'answered' | 'silent' | 'unreachable' | 'no-route';

export interface Endpoint {
  address: string;
  port: number;
}

export interface Listener extends Endpoint {
  /** New connections are refused; those that are open stay. */
  close(): void;
}

/** EADDRINUSE or EADDRNOTAVAIL of a listen call, in Node's words. */
export class ListenError extends Error {
  readonly code: 'EADDRINUSE' | 'EADDRNOTAVAIL';

  constructor(code: ListenError['code'], address: string, port: number) {
    const reason = code === 'EADDRINUSE' ? 'address already in use' : 'address not available';
    super(`listen ${code}: ${reason} ${address}:${port}`);
    this.name = 'ListenError';
    this.code = code;
  }
}

export interface ListeningSocket {
  /** `0.0.0.0` for every interface. */
  address: string;
  port: number;
  /** Absent where the process is of another namespace. */
  pid?: number;
}

export interface NetworkInterface {
  name: string;
  address: string;
  /** Prefix length, e.g. 16. */
  prefix: number;
  hardwareAddress: string;
  /** Where packets for other networks go; the interface with one has the default route. */
  gateway?: string;
}

/** A name that does not resolve: `EAI_AGAIN` (no answer, Docker's resolver inside host mode) or `ENOTFOUND`. */
export class NameError extends Error {
  readonly code: 'EAI_AGAIN' | 'ENOTFOUND';
  readonly hostname: string;

  constructor(code: 'EAI_AGAIN' | 'ENOTFOUND', hostname: string) {
    super(`getaddrinfo ${code} ${hostname}`);
    this.name = 'NameError';
    this.code = code;
    this.hostname = hostname;
  }
}

export class ConnectError extends Error {
  readonly code: 'ECONNREFUSED' | 'ETIMEDOUT' | 'EHOSTUNREACH' | 'ENETUNREACH' | 'ECONNRESET';
  readonly address: string;
  readonly port: number;

  constructor(code: ConnectError['code'], address: string, port: number) {
    super(`connect ${code} ${address}:${String(port)}`);
    this.name = 'ConnectError';
    this.code = code;
    this.address = address;
    this.port = port;
  }
}
