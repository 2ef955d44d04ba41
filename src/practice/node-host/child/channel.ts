import type { Frame } from '../frames.ts';
import { createFrameReader, decodeFrame, encodeFrame } from '../frames.ts';
import type { ServiceAnswer, ServiceCall, ServiceEvent, StreamMessage } from '../protocol.ts';
import type { Binding, Callable, Internals } from './internals.ts';

/** The way to practice: calls that block as system calls do, and messages both ways. */
export interface Channel {
  /** Blocks until practice has answered. Throws CallFailure. */
  call(call: ServiceCall, data?: Uint8Array): { value: unknown; data: Buffer };
  send(message: StreamMessage, data?: Uint8Array): void;
  onEvent(listener: (event: ServiceEvent, data: Buffer) => void): void;
  /** The process lives as long as somebody holds it. */
  hold(): void;
  release(): void;
}

/** A call that practice refused; `code` is an errno name. */
export class CallFailure extends Error {
  readonly code: string;
  /** Practice's own words where an errno is not enough. */
  readonly words: string | undefined;

  constructor(code: string, words: string | undefined) {
    super(code);
    this.code = code;
    this.words = words;
  }
}

/** Descriptors that practice opened for this process beside the usual three. */
const callDescriptor = 3;
const messageDescriptor = 4;

interface PipeHandle {
  open(descriptor: number): number;
  readStart(): number;
  ref(): void;
  unref(): void;
  onread: Callable;
  writeBuffer(request: object, data: Uint8Array): number;
}

export function openChannel(internals: Internals): Channel {
  const { read, write } = blockingPipe(internals.binding('fs'));
  const pipe = openPipe(internals);
  const streamState = internals.binding('stream_wrap')['streamBaseState'] as Int32Array;
  const WriteWrap = internals.binding('stream_wrap')['WriteWrap'] as new () => { oncomplete: Callable; buffer: Uint8Array };
  const waiting: Frame[] = [];
  let listener: ((event: ServiceEvent, data: Buffer) => void) | undefined;
  let holders = 0;

  /** One event after the other; what a listener throws goes its usual way and the rest is told next. */
  function drain(): void {
    for (let frame = waiting.shift(); frame !== undefined; frame = waiting.shift()) {
      let isTold = false;
      try {
        listener?.(frame.header as unknown as ServiceEvent, frame.data);
        isTold = true;
      } finally {
        if (!isTold && waiting.length > 0) setImmediate(drain);
      }
    }
  }
  const onChunk = createFrameReader((frame) => waiting.push(frame));
  pipe.onread = (data) => {
    const [length = 0] = streamState;
    // Practice has gone; nothing of it may stay.
    if (length < 0) leave(internals);
    if (length <= 0) return;
    onChunk(Buffer.from(data as ArrayBuffer, 0, length));
    drain();
  };
  pipe.readStart();
  pipe.unref();

  return {
    call(call, data) {
      write(encodeFrame(call, data));
      const length = read(4).readUInt32LE(0);
      const frame = decodeFrame(read(length));
      const answer = frame.header as unknown as ServiceAnswer;
      if ('error' in answer) throw new CallFailure(answer.error, answer.message);
      return { value: answer.value, data: frame.data };
    },
    send(message, data) {
      const request = new WriteWrap();
      const frame = encodeFrame(message, data);
      request.oncomplete = () => undefined;
      // What a full pipe takes later is kept by nobody else.
      request.buffer = frame;
      pipe.writeBuffer(request, frame);
    },
    onEvent(wanted) {
      listener = wanted;
    },
    hold() {
      holders += 1;
      if (holders === 1) pipe.ref();
    },
    release() {
      holders -= 1;
      if (holders === 0) pipe.unref();
    },
  };

  function blockingPipe(fs: Binding): { read: (length: number) => Buffer; write: (data: Buffer) => void } {
    const readDescriptor = fs['read'] as (descriptor: number, into: Uint8Array, offset: number, length: number, position: number) => number;
    const writeDescriptor = fs['writeBuffer'] as (
      descriptor: number,
      from: Uint8Array,
      offset: number,
      length: number,
      position: null,
      request: undefined,
      context: Record<string, unknown>,
    ) => number | undefined;
    function again(action: () => number): number {
      for (;;) {
        try {
          return action();
        } catch (error) {
          const { code } = error as { code?: string };
          if (code === 'EOF' || code === 'EPIPE' || code === 'ECONNRESET') return 0;
          if (code !== 'EINTR' && code !== 'EAGAIN') throw error;
        }
      }
    }
    return {
      read(length) {
        const into = Buffer.allocUnsafe(length);
        for (let done = 0; done < length;) {
          const count = again(() => readDescriptor(callDescriptor, into, done, length - done, -1));
          if (count === 0) leave(internals);
          done += count;
        }
        return into;
      },
      write(data) {
        for (let done = 0; done < data.length;) {
          const failed: Record<string, unknown> = {};
          const count = again(() => {
            const written = writeDescriptor(callDescriptor, data, done, data.length - done, null, undefined, failed);
            if (written === undefined) throw Object.assign(new Error('write'), failed);
            return written;
          });
          if (count === 0) leave(internals);
          done += count;
        }
      },
    };
  }
}

function openPipe(internals: Internals): PipeHandle {
  const pipes = internals.binding('pipe_wrap') as unknown as { Pipe: new (kind: number) => PipeHandle; constants: { SOCKET: number } };
  const pipe = new pipes.Pipe(pipes.constants.SOCKET);
  pipe.open(messageDescriptor);
  return pipe;
}

function leave(internals: Internals): never {
  const { reallyExit } = internals.binding('process_methods') as unknown as { reallyExit: (code: number) => never };
  return reallyExit(137);
}
