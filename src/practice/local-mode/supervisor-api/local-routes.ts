import type { ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Device } from '../../device/device.ts';
import { EngineError } from '../../engine/engine.ts';
import { HttpError, route, streamed } from '../loopback-server.ts';
import type { LoopbackReply, LoopbackRoute } from '../loopback-server.ts';
import type { LocalMode, LocalLogLine } from '../local-mode.ts';
import { localApp } from '../local-state.ts';

export interface LocalRoutesOptions {
  device: Pick<Device, 'identity' | 'update'>;
  localMode: LocalMode;
}

/** Bytes that may wait for a slow reader before it is dropped; its client connects again. */
const largestBacklog = 4 * 1024 * 1024;
/** Milliseconds: an empty line at least this often shows when the reader has gone. */
const heartbeat = 20_000;

const posted = z.object({
  local: z.object({
    name: z.string().optional(),
    config: z.record(z.string(), z.unknown()).optional(),
    apps: z.record(z.string().regex(/^\d+$/), localApp).default({}),
  }),
});

/** What only a device in local mode answers: `/v2/local/…` of the Supervisor's API. */
export function localRoutes(options: LocalRoutesOptions): LoopbackRoute[] {
  const { device, localMode } = options;
  const { identity } = device;
  return [
    route('GET', /^\/v2\/local\/device-info$/, () => ({
      status: 200,
      json: { status: 'success', info: { arch: identity.architecture, deviceType: identity.deviceType } },
    })),
    route('GET', /^\/v2\/local\/target-state$/, () => ({ status: 200, json: { status: 'success', state: localState(localMode) } })),
    route('POST', /^\/v2\/local\/target-state$/, async ({ readJson }) => setTargetState(await readJson(), options)),
    route('GET', /^\/v2\/local\/logs$/, ({ outgoing }) => {
      followLog(outgoing, localMode);
      return streamed;
    }),
  ];
}

function localState(localMode: LocalMode): unknown {
  const { deviceName, config } = localMode.deviceTarget();
  return { local: { name: deviceName, config: config ?? {}, apps: localMode.apps() }, dependent: { apps: {}, devices: {} } };
}

async function setTargetState(body: unknown, { device, localMode }: LocalRoutesOptions): Promise<LoopbackReply> {
  const parsed = posted.safeParse(body);
  if (!parsed.success) throw new HttpError(400, `Invalid target state: ${z.prettifyError(parsed.error)}`);
  const { name, config, apps } = parsed.data.local;
  const now = localMode.deviceTarget();
  if (name !== undefined && name !== now.deviceName) throw new HttpError(400, 'A new device name: not supported on the practice device');
  if (config !== undefined && !isDeepStrictEqual(config, now.config ?? {}))
    throw new HttpError(400, 'Configuration by the local target state: not supported on the practice device');
  if (Object.keys(apps).length > 1) throw new HttpError(400, 'More than one app: not supported on the practice device');
  try {
    await localMode.setApps(apps);
  } catch (error) {
    if (error instanceof EngineError) throw new HttpError(400, error.message);
    throw error;
  }
  device.update();
  return { status: 200, json: { status: 'success', message: 'OK' } };
}

function followLog(outgoing: ServerResponse, localMode: LocalMode): void {
  outgoing.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  const write = (text: string): void => {
    if (outgoing.writableLength > largestBacklog) outgoing.destroy();
    else outgoing.write(text);
  };
  // The CLI waits for something to come before it takes the connection for made.
  write(`${JSON.stringify({ message: 'Streaming logs', isSystem: true })}\n`);
  const stop = localMode.onLog((line) => write(`${JSON.stringify(shown(line))}\n`));
  const timer = setInterval(() => write('\n'), heartbeat);
  outgoing.on('error', () => undefined);
  outgoing.on('close', () => {
    stop();
    clearInterval(timer);
  });
}

function shown({ timestamp, message, isSystem, isError, serviceId, serviceName }: LocalLogLine): Record<string, unknown> {
  return {
    message,
    timestamp,
    ...(isSystem ? { isSystem: true } : {}),
    ...(isError ? { isStdErr: true } : {}),
    ...(serviceId === undefined ? {} : { serviceId }),
    ...(serviceName === undefined ? {} : { serviceName }),
  };
}
