import type { Healthcheck } from '../engine.ts';

/** Milliseconds, and tries: what Docker takes where a healthcheck says nothing. */
const usual = { interval: 30_000, timeout: 30_000, retries: 3, startPeriod: 0 } as const;

export type Health = 'starting' | 'healthy' | 'unhealthy';

export type WholeHealthcheck = Required<Healthcheck>;

export interface HealthMonitor {
  readonly health: Health;
  stop(): void;
}

/** What a container is probed with: its own words, and the image's where it has none. Undefined where there is no probe. */
export function healthcheckOf(own: Healthcheck | undefined, image: Healthcheck | undefined): WholeHealthcheck | undefined {
  const test = own !== undefined && own.test.length > 0 ? own.test : (image?.test ?? []);
  if (test.length === 0 || test[0] === 'NONE') return undefined;
  const value = (key: keyof typeof usual): number =>
    [own?.[key], image?.[key]].find((time) => time !== undefined && time > 0) ?? usual[key];
  return { test, interval: value('interval'), timeout: value('timeout'), retries: value('retries'), startPeriod: value('startPeriod') };
}

/** The command line of a probe; `shell` is the image's. */
export function probeCommand({ test }: Healthcheck, shell: readonly string[]): string[] {
  const [kind, ...words] = test;
  return kind === 'CMD-SHELL' ? [...shell, words.join(' ')] : words;
}

/**
 * Probes again and again until it is stopped. `probe` resolves with its exit code, and ends its process when the signal
 * aborts. Failures count after the start period, or once there was a success.
 */
export function monitorHealth(
  check: WholeHealthcheck,
  probe: (abort: AbortSignal) => Promise<number>,
  onChange: (health: Health) => void,
): HealthMonitor {
  const stopped = new AbortController();
  const startedAt = performance.now();
  let health: Health = 'starting';
  let failures = 0;
  let timer = setTimeout(() => void turn(), check.interval);

  async function turn(): Promise<void> {
    const isFine = await succeeds();
    if (stopped.signal.aborted) return;
    take(isFine);
    timer = setTimeout(() => void turn(), check.interval);
  }
  async function succeeds(): Promise<boolean> {
    const limit = new AbortController();
    const abort = (): void => limit.abort();
    const timeout = setTimeout(abort, check.timeout);
    stopped.signal.addEventListener('abort', abort, { once: true });
    try {
      const code = await probe(limit.signal);
      return code === 0 && !limit.signal.aborted;
    } catch {
      // A probe that cannot be started is a probe that failed.
      return false;
    } finally {
      clearTimeout(timeout);
      stopped.signal.removeEventListener('abort', abort);
    }
  }
  function take(isFine: boolean): void {
    const before = health;
    if (isFine) {
      failures = 0;
      health = 'healthy';
    } else if (health !== 'starting' || performance.now() - startedAt >= check.startPeriod) {
      failures += 1;
      if (failures >= check.retries) health = 'unhealthy';
    }
    if (health !== before) onChange(health);
  }

  return {
    get health() {
      return health;
    },
    stop() {
      clearTimeout(timer);
      stopped.abort();
    },
  };
}
