/** How many shown bytes are gathered before main hears of them: less than a message of a flood, which is told of at once. */
const gather = 50_000;
/** Milliseconds after which fewer are told as well. */
const patience = 20;

export interface Acknowledgements {
  add(bytes: number): void;
  stop(): void;
}

/** Tells main how much output the screen has taken in, a few times a second instead of once for every write. */
export function createAcknowledgements(send: (bytes: number) => void): Acknowledgements {
  let pending = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (pending === 0) return;
    const bytes = pending;
    pending = 0;
    send(bytes);
  }

  return {
    add(bytes) {
      pending += bytes;
      if (pending >= gather) flush();
      else timer ??= setTimeout(flush, patience);
    },
    stop() {
      clearTimeout(timer);
      pending = 0;
    },
  };
}
