import { setTimeout as delay } from 'node:timers/promises';
import { connectionEvent, type ConnectionEvent } from '../../../shared/network/connection.ts';

export interface FollowConnectionsOptions {
  /** Of the practice cloud. */
  api: string;
  token: string;
  onConnection: (event: ConnectionEvent) => void;
  signal: AbortSignal;
}

const followAgainMilliseconds = 1000;

/** Follows `GET /practice/v1/connections` until the signal; what comes again after a broken connection is left out. */
export function followConnections(options: FollowConnectionsOptions): void {
  const { signal, onConnection } = options;
  let last = 0;

  async function follow(): Promise<void> {
    const response = await fetch(new URL(`/practice/v1/connections?after=${String(last)}`, options.api), {
      headers: { Authorization: `Bearer ${options.token}` },
      signal,
    });
    if (!response.ok || response.body === null) return;
    let rest = '';
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    }
  }

  function take(line: string): void {
    if (line.trim() === '') return;
    const parsed = connectionEvent.safeParse(parseJson(line));
    if (!parsed.success || parsed.data.id <= last) return;
    last = parsed.data.id;
    onConnection(parsed.data);
  }

  async function keepFollowing(): Promise<void> {
    while (!signal.aborted) {
      await follow().catch(() => undefined);
      await delay(followAgainMilliseconds, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
  void keepFollowing();
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
