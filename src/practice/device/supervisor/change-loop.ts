/** Applies changes until none is left, again whenever it is told to, and after a failure with a growing pause. */
export interface ChangeLoop {
  /** Begins, or looks again at once. */
  update: () => void;
  /** Resolves when nothing is left to change; rejects with the error of a change that failed. */
  settled: () => Promise<void>;
  /** One piece of work at a time, whoever asks for it. */
  exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  /** Ends after the change in progress. */
  stop: () => Promise<void>;
}

export interface ChangeLoopOptions {
  isOn: () => boolean;
  /** Makes what changes can be made now; true when nothing is left. */
  apply: () => Promise<boolean>;
  /** A failure, and the milliseconds until the next try. */
  onFailure: (error: unknown, delay: number) => void;
  onIdle: () => void;
  longestDelay: number;
}

/** The Supervisor's back-off begins with a second and doubles. */
const firstDelay = 1000;

export function createChangeLoop(options: ChangeLoopOptions): ChangeLoop {
  const waiters: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const wakeUps = new Set<() => void>();
  let isRunning = false;
  let isRequested = false;
  let loop: Promise<void> = Promise.resolve();
  let turn: Promise<unknown> = Promise.resolve();

  function exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  function update(): void {
    if (!options.isOn()) return;
    isRequested = true;
    for (const wake of wakeUps) wake();
    if (isRunning) return;
    isRunning = true;
    loop = run();
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (options.isOn()) {
      isRequested = false;
      try {
        const isDone = await exclusively(options.apply);
        failures = 0;
        // What the cloud said while the state was read may not be in it yet.
        if (isDone && !isTrue(isRequested)) break;
      } catch (error) {
        const delay = Math.min(firstDelay * 2 ** failures, options.longestDelay);
        failures += 1;
        options.onFailure(error, delay);
        settle(error);
        if (!isTrue(isRequested)) await pauseUntilWoken(delay);
      }
    }
    isRunning = false;
    options.onIdle();
    settle();
  }

  function settle(error?: unknown): void {
    for (const { resolve, reject } of waiters.splice(0)) {
      if (error === undefined) resolve();
      else reject(error);
    }
  }

  function pauseUntilWoken(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        wakeUps.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      wakeUps.add(wake);
    });
  }

  return {
    update,
    settled: () => (isRunning ? new Promise((resolve, reject) => waiters.push({ resolve, reject })) : Promise.resolve()),
    exclusively,
    async stop() {
      for (const wake of wakeUps) wake();
      await loop;
      await turn;
    },
  };
}

/** A flag that another task may have changed since it was set: keeps the compiler from reasoning that it cannot. */
function isTrue(flag: boolean): boolean {
  return flag;
}
