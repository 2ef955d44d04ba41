import type { BalenaSDK } from 'balena-sdk';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';

const record = z.object({
  timestamp: z.number(),
  message: z.string(),
  isSystem: z.boolean().optional(),
  isStdErr: z.boolean().optional(),
  serviceId: z.number().nullish(),
  serviceName: z.string().nullish(),
});

/** A line as the log store sends it. */
export interface LogRecord {
  timestamp: number;
  message: string;
  serviceId?: number;
  /** Its service's name, where the log tells it (local mode). */
  service?: string;
  isError: boolean;
}

export interface LogFollower {
  close(): void;
}

export interface LogFollowerOptions {
  /** Makes a connection: lines of JSON until it ends. */
  open: (signal: AbortSignal) => Promise<Readable>;
  onLine: (line: LogRecord) => void;
  /** Milliseconds until the next attempt, doubled with each failure up to the second number. */
  backoff?: readonly [number, number];
}

/**
 * Of the cloud's log store, with this many lines of the past to begin with. The SDK's own stream goes past `fetch`, and so past the trust in a
 * cloud's own authority.
 */
export function cloudLog(sdk: BalenaSDK, apiUrl: string, uuid: string, history: number): LogFollowerOptions['open'] {
  return async (signal) => {
    const url = new URL(`/device/v2/${uuid}/logs?count=${String(history)}&stream=1`, apiUrl);
    const response = await fetch(url, { signal, headers: { authorization: `Bearer ${await sdk.auth.getToken()}` } });
    if (response.ok && response.body !== null) return Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    await response.body?.cancel();
    throw new Error(`the log store answers HTTP ${String(response.status)}`);
  };
}

/**
 * Follows a device's log for as long as it is open. A connection that ends, however it ends, is made again, and the lines that come twice
 * then are left out. The SDK's `logs.subscribe` asks for the same stream, but does not tell when it has ended.
 */
export function followLogs(options: LogFollowerOptions): LogFollower {
  const [shortest, longest] = options.backoff ?? [500, 15_000];
  const abort = new AbortController();
  const seen = createSeen();
  let delay = shortest;
  let timer: NodeJS.Timeout | undefined;

  async function follow(): Promise<void> {
    const stream = await options.open(abort.signal);
    const lines = createInterface({ input: stream });
    // Without these a broken connection would end the program.
    stream.on('error', () => lines.close());
    abort.signal.addEventListener('abort', () => stream.destroy(), { once: true });
    for await (const text of lines) {
      const line = parseLine(text);
      if (line === undefined || abort.signal.aborted || seen.has(line)) continue;
      delay = shortest;
      options.onLine(line);
    }
  }

  function keepFollowing(): void {
    follow()
      .catch(() => undefined)
      .finally(() => {
        if (abort.signal.aborted) return;
        seen.connectAgain();
        timer = setTimeout(keepFollowing, delay);
        delay = Math.min(delay * 2, longest);
      });
  }

  keepFollowing();
  return {
    close() {
      clearTimeout(timer);
      abort.abort();
    },
  };
}

/** Heartbeats are empty lines. */
function parseLine(text: string): LogRecord | undefined {
  if (text.trim() === '') return undefined;
  try {
    const { timestamp, message, serviceId, serviceName, isStdErr } = record.parse(JSON.parse(text));
    return {
      timestamp,
      message,
      isError: isStdErr === true,
      ...(serviceId === null || serviceId === undefined ? {} : { serviceId }),
      ...(serviceName === null || serviceName === undefined ? {} : { service: serviceName }),
    };
  } catch {
    return undefined;
  }
}

/**
 * Which lines came before the connection was made anew. A log may hold the same line twice in one millisecond, so within one connection
 * nothing is taken for a repetition.
 */
function createSeen() {
  let newest = 0;
  let atNewest: string[] = [];
  let isRepeating = false;
  let repeated: string[] = [];
  return {
    has(line: LogRecord): boolean {
      const key = JSON.stringify([line.timestamp, line.serviceId, line.message]);
      if (isRepeating) {
        if (line.timestamp < newest) return true;
        const place = line.timestamp === newest ? repeated.indexOf(key) : -1;
        if (place !== -1) {
          repeated.splice(place, 1);
          return true;
        }
        if (line.timestamp > newest) isRepeating = false;
      }
      if (line.timestamp > newest) {
        newest = line.timestamp;
        atNewest = [];
      }
      if (line.timestamp === newest) atNewest.push(key);
      return false;
    },
    connectAgain() {
      isRepeating = newest > 0;
      repeated = [...atNewest];
    },
  };
}
