/** Bytes on their way to a reader, in order, with ends of file in between (a terminal's Ctrl-D is one that does not last). */
export interface Inbox {
  push(data: Buffer): void;
  /** Readers get an end of file once, then what is pushed after it. */
  pushEndOfFile(): void;
  /** Readers get an end of file from here on. */
  end(): void;
  read(request?: ReadRequest): Promise<Buffer | undefined>;
  /** Drops what nobody has read yet. */
  clear(): void;
  /** Changes what nobody has read yet; the length stays. */
  change(change: (data: Buffer) => Buffer): void;
  /** Bytes nobody has read yet. */
  readonly size: number;
  /** Somebody waits for bytes. */
  readonly isWanted: boolean;
}

export interface ReadRequest {
  /** Bytes at most; 65,536 unless told. */
  maximum?: number;
  /** Stop after this byte; what follows stays for the next reader. */
  delimiter?: number;
  /** Ends the wait; the promise rejects with the signal's reason and no byte is lost. */
  abort?: AbortSignal;
}

export interface InboxOptions {
  /** Told when a reader waits and there is nothing. */
  onWanted?(): void;
  /** Told when a reader has taken bytes. */
  onTaken?(): void;
}

interface Waiter {
  request: ReadRequest;
  resolve(data: Buffer | undefined): void;
}

const endOfFile = Symbol('end of file');

export function createInbox(options: InboxOptions = {}): Inbox {
  const items: (Buffer | typeof endOfFile)[] = [];
  const waiters = new Set<Waiter>();
  let size = 0;
  let isEnded = false;

  function take(request: ReadRequest): { data: Buffer | undefined } | undefined {
    const first = items[0];
    if (first === undefined) return isEnded ? { data: undefined } : undefined;
    if (first === endOfFile) {
      items.shift();
      return { data: undefined };
    }
    let length = Math.min(first.length, request.maximum ?? 65_536);
    if (request.delimiter !== undefined) {
      const found = first.indexOf(request.delimiter);
      if (found >= 0) length = Math.min(length, found + 1);
    }
    if (length === first.length) items.shift();
    else items[0] = first.subarray(length);
    size -= length;
    options.onTaken?.();
    return { data: length === first.length ? first : first.subarray(0, length) };
  }

  function serve(): void {
    for (const waiter of waiters) {
      const taken = take(waiter.request);
      if (taken === undefined) return;
      waiters.delete(waiter);
      waiter.resolve(taken.data);
    }
  }

  return {
    push(data) {
      if (data.length === 0 || isEnded) return;
      items.push(data);
      size += data.length;
      serve();
    },
    pushEndOfFile() {
      items.push(endOfFile);
      serve();
    },
    end() {
      isEnded = true;
      serve();
    },
    read(request = {}) {
      if (waiters.size === 0) {
        const taken = take(request);
        if (taken !== undefined) return Promise.resolve(taken.data);
      }
      return new Promise((resolve, reject) => {
        const { abort } = request;
        const onAbort = (): void => {
          waiters.delete(waiter);
          reject(abortReason(abort));
        };
        const waiter: Waiter = {
          request,
          resolve(data) {
            abort?.removeEventListener('abort', onAbort);
            resolve(data);
          },
        };
        if (abort?.aborted === true) {
          reject(abortReason(abort));
          return;
        }
        abort?.addEventListener('abort', onAbort, { once: true });
        waiters.add(waiter);
        options.onWanted?.();
      });
    },
    clear() {
      items.length = 0;
      size = 0;
    },
    change(change) {
      for (const [index, item] of items.entries()) if (item !== endOfFile) items[index] = change(item);
    },
    get size() {
      return size;
    },
    get isWanted() {
      return waiters.size > 0;
    },
  };
}

function abortReason(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('The read was ended.');
}
