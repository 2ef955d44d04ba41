import type { Readable } from 'node:stream';
import { z } from 'zod';
import { FleetlabError } from '../../../shared/errors.ts';

/**
 * What a Supervisor tells the machines of its own network while its device is in local mode (docs/API.md of balena-supervisor; the CLI asks
 * the same). It asks for no key then.
 */
export interface SupervisorApi {
  /** Rejects with FleetlabError `unreachable` or `timeout`; `refused` where the Supervisor answers with an error. */
  version(): Promise<string>;
  /** Also `refused` outside of local mode. */
  deviceInfo(): Promise<{ arch: string; deviceType: string }>;
  deviceName(): Promise<string>;
  device(): Promise<z.infer<typeof deviceFacts>>;
  status(): Promise<z.infer<typeof stateStatus>>;
  targetState(): Promise<z.infer<typeof localTarget>>;
  /** Lines of JSON, until it is closed. */
  logs(signal: AbortSignal): Promise<Readable>;
}

const deviceFacts = z.object({
  os_version: z.string().nullish(),
  supervisor_version: z.string().nullish(),
  ip_address: z.string().nullish(),
});

const stateStatus = z.object({
  appState: z.string(),
  containers: z.array(
    z.object({ status: z.string(), serviceName: z.string(), serviceId: z.number().nullish(), createdAt: z.string().nullish() }),
  ),
  images: z.array(z.object({ serviceName: z.string().nullish(), status: z.string(), downloadProgress: z.number().nullish() })),
  release: z.string().nullish(),
});

const localTarget = z.object({
  local: z.object({
    name: z.string().nullish(),
    apps: z.record(z.string(), z.object({ name: z.string().nullish(), commit: z.string().nullish() })).default({}),
  }),
});

/** Milliseconds that one answer may take. */
const usualLimit = 8000;

export function createSupervisorApi(
  address: string,
  options: { port?: number; timeLimit?: number; signal?: AbortSignal } = {},
): SupervisorApi {
  const { port = 48484, timeLimit = usualLimit } = options;
  const host = address.includes(':') ? `[${address}]` : address;

  async function get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const limit = AbortSignal.timeout(timeLimit);
    const signal = options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]);
    const response = await request(`http://${host}:${String(port)}${path}`, signal);
    const body: unknown = await response.json().catch(() => undefined);
    const answer = schema.safeParse(body);
    if (!answer.success)
      throw new FleetlabError('unexpected-answer', `The Supervisor at ${address} answers ${path} in a way that Fleetlab does not know.`);
    return answer.data;
  }

  return {
    version: async () => (await get('/v2/version', z.object({ version: z.string() }))).version,
    deviceInfo: async () =>
      (await get('/v2/local/device-info', z.object({ info: z.object({ arch: z.string(), deviceType: z.string() }) }))).info,
    deviceName: async () => (await get('/v2/device/name', z.object({ deviceName: z.string() }))).deviceName,
    device: () => get('/v1/device', deviceFacts),
    status: () => get('/v2/state/status', stateStatus),
    targetState: async () => (await get('/v2/local/target-state', z.object({ state: localTarget }))).state,
    async logs(signal) {
      const { Readable: FromWeb } = await import('node:stream');
      const response = await request(`http://${host}:${String(port)}/v2/local/logs`, signal);
      if (response.body === null) throw new FleetlabError('unreachable', `${address} tells no log.`);
      return FromWeb.fromWeb(response.body as Parameters<typeof FromWeb.fromWeb>[0]);
    },
  };
}

async function request(url: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal, redirect: 'error' });
  } catch (error) {
    throw describe(error);
  }
  if (response.ok) return response;
  await response.body?.cancel();
  throw new FleetlabError('refused', `The Supervisor answers with ${String(response.status)}.`);
}

function describe(error: unknown): FleetlabError {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return new FleetlabError('timeout', 'no answer in time', undefined, { cause: error });
  if (name === 'AbortError') return new FleetlabError('cancelled', 'The question was taken back.', undefined, { cause: error });
  const words: Record<string, string> = {
    ECONNREFUSED: 'it refuses the connection',
    ECONNRESET: 'it cuts the connection',
    EHOSTUNREACH: 'no machine answers at its address',
    ENETUNREACH: 'this computer is not on its network',
    ETIMEDOUT: 'no answer in time',
  };
  const code = typeof cause?.code === 'string' ? cause.code : '';
  return new FleetlabError('unreachable', words[code] ?? 'the connection broke', undefined, { cause: error });
}
