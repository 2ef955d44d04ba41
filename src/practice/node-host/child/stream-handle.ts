import type { Channel } from './channel.ts';
import { replace } from './internals.ts';
import type { Callable, Internals, SystemErrors } from './internals.ts';
import { ipcStream } from '../protocol.ts';
import type { NamedEndpoint, ServiceEvent } from '../protocol.ts';

/** A stream of bytes that practice carries, in the shape of a libuv handle. */
export interface StreamHandle {
  id: number;
  local: NamedEndpoint | undefined;
  peer: NamedEndpoint | undefined;
  /** Bound to `::`: addresses show as IPv6 does them. */
  isVersion6: boolean;
  handle(event: ServiceEvent, data: Buffer): void;
  hold(): void;
  close(done?: Callable): void;
  ref(): void;
  unref(): void;
}

export type StreamClass = new (kind?: number) => StreamHandle;

export interface Streams {
  /** libuv's stream handle as a class to build TCP and pipes on. */
  StreamHandle: StreamClass;
  find(id: number): StreamHandle | undefined;
  /** A stream that practice has numbered. */
  adopt(handle: StreamHandle, id: number): void;
  nextId(): number;
}

/** The native stream that calls back into JavaScript, as Node's own JSStreamSocket uses it. */
interface NativeStream {
  readBuffer(data: Uint8Array): void;
  emitEOF(): void;
  finishWrite(request: object, status: number): void;
  finishShutdown(request: object, status: number): void;
}

export function createStreams(internals: Internals, channel: Channel, errors: SystemErrors): Streams {
  const JSStream = internals.binding('js_stream')['JSStream'] as new () => NativeStream;
  const { streamBaseState } = internals.binding('stream_wrap') as { streamBaseState: Int32Array };
  const open = new Map<number, StreamHandle>();
  let lastId = -1;

  class VirtualStream extends JSStream implements StreamHandle {
    id = 0;
    local: NamedEndpoint | undefined;
    peer: NamedEndpoint | undefined;
    isVersion6 = false;
    declare onread: Callable | undefined;
    private isReading = false;
    private hasAsked = false;
    private isReferenced = true;
    private isHeld = false;
    private isShut = false;
    private waiting: { data: Buffer | undefined; error: string | undefined }[] = [];
    private writes: object[] = [];
    private shutdowns: object[] = [];

    constructor() {
      super();
      lastId += 2;
      this.id = lastId;
      open.set(this.id, this);
    }
    isClosing(): boolean {
      return this.isShut;
    }
    onreadstart(): number {
      this.isReading = true;
      this.deliver();
      return 0;
    }
    onreadstop(): number {
      this.isReading = false;
      return 0;
    }
    onwrite(request: object, buffers: Uint8Array[]): number {
      const [first] = buffers;
      this.writes.push(request);
      channel.send({ to: 'write', id: this.id }, buffers.length === 1 && first !== undefined ? first : Buffer.concat(buffers));
      return 0;
    }
    onshutdown(request: object): number {
      this.shutdowns.push(request);
      channel.send({ to: 'shutdown', id: this.id });
      return 0;
    }
    handle(event: ServiceEvent, data: Buffer): void {
      if (event.on === 'data') this.arrive(data, undefined);
      else if (event.on === 'end') this.arrive(undefined, event.error);
      else if (event.on === 'written') this.finish(this.writes, event.error);
      else if (event.on === 'ended') this.finish(this.shutdowns, event.error);
    }
    private finish(requests: object[], error: string | undefined): void {
      const request = requests.shift();
      if (request === undefined) return;
      const status = error === undefined ? 0 : errors.number(error);
      if (requests === this.writes) this.finishWrite(request, status);
      else this.finishShutdown(request, status);
    }
    private arrive(data: Buffer | undefined, error: string | undefined): void {
      this.hasAsked = false;
      this.waiting.push({ data, error });
      this.deliver();
    }
    private deliver(): void {
      while (this.isReading && !this.isShut) {
        const next = this.waiting.shift();
        if (next === undefined) {
          if (!this.hasAsked) channel.send({ to: 'read', id: this.id });
          this.hasAsked = true;
          return;
        }
        if (next.data !== undefined) this.readBuffer(next.data);
        else if (next.error === undefined) {
          this.isReading = false;
          this.emitEOF();
        } else {
          this.isReading = false;
          streamBaseState[0] = errors.number(next.error);
          this.onread?.call(this, undefined);
        }
      }
    }
    hold(): void {
      if (this.isHeld || !this.isReferenced || this.isShut) return;
      this.isHeld = true;
      channel.hold();
    }
    private letGo(): void {
      if (this.isHeld) channel.release();
      this.isHeld = false;
    }
    ref(): void {
      this.isReferenced = true;
      this.hold();
    }
    unref(): void {
      this.isReferenced = false;
      this.letGo();
    }
    hasRef(): boolean {
      return this.isHeld;
    }
    reset(done?: Callable): number {
      this.close(done);
      return 0;
    }
    close(done?: Callable): void {
      if (this.isShut) return;
      this.isShut = true;
      this.letGo();
      open.delete(this.id);
      channel.send({ to: 'close', id: this.id });
      setImmediate(() => {
        for (const request of this.writes.splice(0)) this.finishWrite(request, errors.number('ECANCELED'));
        for (const request of this.shutdowns.splice(0)) this.finishShutdown(request, errors.number('ECANCELED'));
        done?.call(this);
      });
    }
    getsockname(into: Record<string, unknown>): number {
      return this.describe(this.local, into);
    }
    getpeername(into: Record<string, unknown>): number {
      return this.describe(this.peer, into);
    }
    private describe(place: NamedEndpoint | undefined, into: Record<string, unknown>): number {
      if (place === undefined) return errors.number('ENOTCONN');
      const isMapped = this.isVersion6 && !place.address.includes(':');
      const address = isMapped ? `::ffff:${place.address}` : place.address;
      Object.assign(into, { address, family: address.includes(':') ? 'IPv6' : 'IPv4', port: place.port });
      return 0;
    }
    setNoDelay(): number {
      return 0;
    }
    setKeepAlive(): number {
      return 0;
    }
    setBlocking(): number {
      return 0;
    }
  }

  return {
    StreamHandle: VirtualStream,
    find: (id) => open.get(id),
    adopt(handle, id) {
      open.delete(handle.id);
      handle.id = id;
      open.set(id, handle);
    },
    nextId() {
      lastId += 2;
      return lastId;
    },
  };
}

/** `net` and all that is built on it: connections go through the container's network. */
export function replaceSockets(internals: Internals, channel: Channel, streams: Streams, errors: SystemErrors): Streams {
  const tcp = internals.binding('tcp_wrap');
  const pipes = internals.binding('pipe_wrap');
  const waiting = new Map<number, (event: ServiceEvent & { on: 'connected' }) => void>();

  class TCP extends streams.StreamHandle {
    onconnection: Callable | undefined;
    private bound: { address: string; port: number } | undefined;

    bind(address: string, port: number): number {
      this.bound = { address, port };
      return 0;
    }
    bind6(address: string, port: number): number {
      this.isVersion6 = true;
      return this.bind(address, port);
    }
    listen(): number {
      const { address, port } = this.bound ?? { address: '0.0.0.0', port: 0 };
      try {
        const place = channel.call({ call: 'listen', id: this.id, address: version4(address), port }).value as NamedEndpoint;
        this.local = { address, port: place.port };
        this.hold();
        return 0;
      } catch (error) {
        return errors.number((error as { code: string }).code);
      }
    }
    connect(request: { oncomplete: Callable }, address: string, port: number): number {
      this.hold();
      waiting.set(this.id, ({ error, local, peer }) => {
        if (error === undefined) {
          this.local = local;
          this.peer = { address, port: peer?.port ?? port };
        }
        request.oncomplete(error === undefined ? 0 : errors.number(error), this, request, true, true);
      });
      channel.send({ to: 'connect', id: this.id, address: version4(address), port });
      return 0;
    }
    connect6(request: { oncomplete: Callable }, address: string, port: number): number {
      this.isVersion6 = true;
      return this.connect(request, address, port);
    }
    open(): number {
      return errors.number('EINVAL');
    }
    override handle(event: ServiceEvent, data: Buffer): void {
      if (event.on === 'connected') {
        const done = waiting.get(this.id);
        waiting.delete(this.id);
        done?.(event);
      } else if (event.on === 'connection') {
        const stream = new TCP();
        streams.adopt(stream, event.stream);
        stream.isVersion6 = this.isVersion6;
        stream.local = event.local;
        stream.peer = event.peer;
        stream.hold();
        this.onconnection?.call(this, 0, stream);
      } else super.handle(event, data);
    }
    override close(done?: Callable): void {
      waiting.delete(this.id);
      super.close(done);
    }
  }

  let isWarned = false;
  /** Node's own error names the operation and a number; what it means here is said once. */
  function warnOfSockets(): void {
    if (!isWarned) process.emitWarning('UNIX sockets are not supported on the practice device: listen on a port instead');
    isWarned = true;
  }

  class Pipe extends streams.StreamHandle {
    bind(): number {
      warnOfSockets();
      return errors.number('ENOTSUP');
    }
    listen(): number {
      return errors.number('ENOTSUP');
    }
    connect(request: { oncomplete: Callable }): number {
      warnOfSockets();
      setImmediate(() => request.oncomplete(errors.number('ENOTSUP'), this, request, false, false));
      return 0;
    }
    open(descriptor: number): number {
      if (descriptor === ipcStream) streams.adopt(this, ipcStream);
      return 0;
    }
    fchmod(): number {
      return 0;
    }
  }

  function UDP(): never {
    throw Object.assign(new Error('UDP is not carried on the practice device'), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
  }

  replace(tcp, { TCP });
  replace(pipes, { Pipe });
  replace(internals.binding('udp_wrap'), { UDP });
  return { ...streams, StreamHandle: Pipe };
}

/** The network carries IPv4; the IPv6 addresses of this machine itself stand for the same places. */
function version4(address: string): string {
  if (address === '::') return '0.0.0.0';
  if (address === '::1') return '127.0.0.1';
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
