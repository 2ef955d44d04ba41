import type { ProgramContext } from '../../../process/process.ts';
import type { Signal } from '../../../process/signals.ts';
import { breathe } from '../../../process/fairness.ts';
import { ProcessEnded, readChunks, write } from '../../lines.ts';
import { outputTerminal } from '../../terminal-output.ts';

/** A C value in JavaScript: BigInt for integers of 8 bytes, else a number. */
export type Value = number | bigint;

/** Work that may wait: it yields what is to be waited for. */
export type Work<Result = Value> = Generator<Promise<unknown>, Result, undefined>;

/** `exit` was called. */
export class ProgramExit extends Error {
  readonly code: number;

  constructor(code: number) {
    super('exit');
    this.name = 'ProgramExit';
    this.code = code;
  }
}

/** What the kernel ends a program for: 11 is a segmentation fault, 8 a division by zero, 6 an abort. */
export class Fault extends Error {
  readonly signal: Signal;

  constructor(signal: Signal) {
    super(signal);
    this.name = 'Fault';
    this.signal = signal;
  }
}

const stackSize = 1_048_576;
const largestMemory = 268_435_456;
/** As glibc's for a pipe. */
const bufferSize = 4096;
const stepsBetweenBreaths = 20_000;

/** The memory, library and kernel of one running C program; generated code calls it `R`. */
export type Machine = ReturnType<typeof createMachine>;

export function createMachine(context: ProgramContext, dataEnd: number, base: number) {
  const stackTop = Math.ceil(dataEnd / 16) * 16 + stackSize;
  let memory = Buffer.alloc(stackTop + 65_536 - base);
  let view = new DataView(memory.buffer, memory.byteOffset, memory.length);
  let stackPointer = stackTop;
  let heapEnd = stackTop;
  const sizes = new Map<number, number>();
  const free: number[] = [];
  const isLineBuffered = outputTerminal(context) !== undefined;
  let buffered: Buffer[] = [];
  let bufferedBytes = 0;
  let buffering: 'line' | 'full' | 'none' = isLineBuffered ? 'line' : 'full';
  let input: AsyncIterator<Buffer> | undefined;
  let inputBytes: Buffer = Buffer.alloc(0);
  let isInputEnded = false;
  const pending: number[] = [];
  const handlers = new Map<number, number>();
  let wake: () => void = () => undefined;

  function grow(end: number): boolean {
    const needed = end - base;
    if (needed > largestMemory) return false;
    if (needed > memory.length) {
      const larger = Buffer.alloc(Math.min(largestMemory, Math.max(needed, memory.length * 2)));
      memory.copy(larger);
      memory = larger;
      view = new DataView(memory.buffer, memory.byteOffset, memory.length);
    }
    return true;
  }
  function range(address: number, size: number): Buffer {
    const start = address - base;
    if (!(start >= 0) || start + size > memory.length) throw new Fault('SIGSEGV');
    return memory.subarray(start, start + size);
  }

  const machine = {
    context,
    budget: stepsBetweenBreaths,
    functions: [] as ((...values: Value[]) => Work)[],
    /** Calls a function of the C library; the one who runs the program puts it in. */
    library: (name: string, values: Value[]): Work => {
      throw new Error(`no library has ${name} with ${values.length} values`);
    },
    /** What `atexit` was given. */
    atExit: [] as number[],
    random: 1,
    tokenRest: 0,
    startedAt: context.system.now(),
    handlers,
    isOnTerminal: isLineBuffered,
    /** Where the program's `errno` lies. */
    errnoAddress: 0,
    errorNumber: (): number => (machine.errnoAddress === 0 ? 0 : machine.L_i4(machine.errnoAddress)),

    L_i1: (p: number): number => view.getInt8(p - base),
    L_u1: (p: number): number => view.getUint8(p - base),
    L_i2: (p: number): number => view.getInt16(p - base, true),
    L_u2: (p: number): number => view.getUint16(p - base, true),
    L_i4: (p: number): number => view.getInt32(p - base, true),
    L_u4: (p: number): number => view.getUint32(p - base, true),
    L_i8: (p: number): bigint => view.getBigInt64(p - base, true),
    L_u8: (p: number): bigint => view.getBigUint64(p - base, true),
    L_f4: (p: number): number => view.getFloat32(p - base, true),
    L_f8: (p: number): number => view.getFloat64(p - base, true),
    L_p8: (p: number): number => Number(view.getBigUint64(p - base, true)),
    S_i1: (p: number, v: number): number => (view.setInt8(p - base, v), v),
    S_u1: (p: number, v: number): number => (view.setUint8(p - base, v), v),
    S_i2: (p: number, v: number): number => (view.setInt16(p - base, v, true), v),
    S_u2: (p: number, v: number): number => (view.setUint16(p - base, v, true), v),
    S_i4: (p: number, v: number): number => (view.setInt32(p - base, v, true), v),
    S_u4: (p: number, v: number): number => (view.setUint32(p - base, v, true), v),
    S_i8: (p: number, v: bigint): bigint => (view.setBigInt64(p - base, v, true), v),
    S_u8: (p: number, v: bigint): bigint => (view.setBigUint64(p - base, v, true), v),
    S_f4: (p: number, v: number): number => (view.setFloat32(p - base, v, true), v),
    S_f8: (p: number, v: number): number => (view.setFloat64(p - base, v, true), v),
    S_p8: (p: number, v: number): number => (view.setBigUint64(p - base, BigInt.asUintN(64, BigInt(Math.trunc(v))), true), v),

    copy(to: number, from: number, size: number): number {
      const source = Buffer.from(range(from, size));
      source.copy(range(to, size));
      return to;
    },
    clear: (address: number, size: number): void => void range(address, size).fill(0),
    range,
    whole: (value: number): bigint => (Number.isFinite(value) ? BigInt(Math.trunc(value)) : -0x8000000000000000n),
    divide(left: number, right: number): number {
      if (right === 0) throw new Fault('SIGFPE');
      return Math.trunc(left / right);
    },
    remainder(left: number, right: number): number {
      if (right === 0) throw new Fault('SIGFPE');
      return left % right;
    },
    divideWide(left: bigint, right: bigint): bigint {
      if (right === 0n) throw new Fault('SIGFPE');
      return left / right;
    },
    remainderWide(left: bigint, right: bigint): bigint {
      if (right === 0n) throw new Fault('SIGFPE');
      return left % right;
    },
    enter(size: number): number {
      stackPointer -= size;
      if (stackPointer < stackTop - stackSize + 65_536) throw new Fault('SIGSEGV');
      return stackPointer;
    },
    leave(size: number): void {
      stackPointer += size;
    },
    *breathe(): Work<void> {
      machine.budget = stepsBetweenBreaths;
      yield breathe();
      yield* machine.deliver();
    },
    /** Runs the handlers of signals that have come. */
    *deliver(): Work<void> {
      for (let signal = pending.shift(); signal !== undefined; signal = pending.shift()) {
        const handler = handlers.get(signal) ?? 0;
        if (handler > 1) yield* machine.callPointer(handler, [signal]);
      }
    },
    /** A signal that the program handles has come. */
    arrive(signal: number): void {
      pending.push(signal);
      wake();
    },
    /** Waits until the time is over or a handled signal has come; gives what is left, in milliseconds. */
    *wait(milliseconds: number): Work<number> {
      const end = context.system.now() + milliseconds;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const stop = (): void => resolve(undefined);
      wake = stop;
      let timer: NodeJS.Timeout | undefined;
      // A timer of Node's holds 24 days at most.
      const arm = (): void => {
        const left = end - context.system.now();
        if (left <= 0) stop();
        else if (Number.isFinite(left)) timer = setTimeout(arm, Math.min(left, 2_000_000_000));
      };
      arm();
      context.ended.addEventListener('abort', stop, { once: true });
      if (pending.length > 0) stop();
      yield promise;
      clearTimeout(timer);
      wake = () => undefined;
      if (context.ended.aborted) throw new ProcessEnded();
      const left = Math.max(0, end - context.system.now());
      yield* machine.deliver();
      return left;
    },
    callPointer(pointer: number, values: Value[]): Work {
      const called = machine.functions[(pointer - 0x1000) / 16 - 1];
      if (called === undefined) throw new Fault('SIGSEGV');
      return called(...values);
    },
    allocate(size: number): number {
      const rounded = Math.max(32, Math.ceil((size + 8) / 16) * 16);
      const reused = free.findIndex((address) => (sizes.get(address) ?? 0) === rounded);
      if (reused >= 0) return free.splice(reused, 1)[0] ?? 0;
      if (!grow(heapEnd + rounded)) return 0;
      const address = heapEnd + 16;
      heapEnd += rounded + 16;
      grow(heapEnd + 16);
      sizes.set(address, rounded);
      return address;
    },
    release(address: number): void {
      if (address === 0) return;
      if (!sizes.has(address) || free.includes(address)) throw new Fault('SIGABRT');
      free.push(address);
    },
    allocatedSize: (address: number): number => sizes.get(address) ?? 0,
    text(address: number): Buffer {
      const start = address - base;
      const end = start >= 0 ? memory.indexOf(0, start) : -1;
      if (end < 0) throw new Fault('SIGSEGV');
      return memory.subarray(start, end);
    },
    putBytes(address: number, bytes: Buffer): void {
      bytes.copy(range(address, bytes.length));
    },

    setBuffering(mode: 'line' | 'full' | 'none'): void {
      buffering = mode;
    },
    /** Standard output keeps what is written until a line ends (on a terminal) or the buffer is full; standard error does not. */
    *output(stream: number, bytes: Buffer): Work<void> {
      if (stream !== 1) {
        yield write(context.stderr, Buffer.from(bytes), context.ended);
        return;
      }
      buffered.push(Buffer.from(bytes));
      bufferedBytes += bytes.length;
      if (bufferedBytes >= bufferSize || buffering === 'none' || (buffering === 'line' && bytes.includes(10))) yield* machine.flush();
    },
    /** Past the buffer, as write(2) does. */
    *outputNow(stream: number, bytes: Buffer): Work<void> {
      yield write(stream === 2 ? context.stderr : context.stdout, Buffer.from(bytes), context.ended);
    },
    discardOutput(): void {
      buffered = [];
      bufferedBytes = 0;
    },
    isAtEnd: (): boolean => isInputEnded && inputBytes.length === 0,
    *flush(): Work<void> {
      const bytes = Buffer.concat(buffered);
      buffered = [];
      bufferedBytes = 0;
      if (bytes.length > 0) yield write(context.stdout, bytes, context.ended);
    },
    /** The next byte of standard input, -1 at its end. */
    *readByte(): Work<number> {
      while (inputBytes.length === 0 && !isInputEnded) {
        input ??= readChunks(context.stdin, context.ended)[Symbol.asyncIterator]();
        const { promise, resolve, reject } = Promise.withResolvers<undefined>();
        input.next().then((chunk) => {
          if (chunk.done === true) isInputEnded = true;
          else inputBytes = chunk.value;
          resolve(undefined);
        }, reject);
        yield* machine.flush();
        yield promise;
      }
      const [byte] = inputBytes;
      inputBytes = inputBytes.subarray(1);
      return byte ?? -1;
    },
  };
  return machine;
}

/** Runs work to its end, waiting where it waits. */
export async function drive(work: Work, context: ProgramContext): Promise<Value> {
  let failure: { error: unknown } | undefined;
  for (;;) {
    const step = failure === undefined ? work.next() : work.throw(failure.error);
    failure = undefined;
    if (step.done === true) return step.value;
    try {
      await step.value;
    } catch (error) {
      failure = { error };
    }
    if (context.ended.aborted) throw new ProcessEnded();
  }
}
