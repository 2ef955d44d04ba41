import { z } from 'zod';
import { FleetlabError } from '../../../shared/errors.ts';
import type { Device } from '../../device/device.ts';
import type { LocalMode } from '../local-mode.ts';
import { HttpError, route } from '../loopback-server.ts';
import type { LoopbackReply, LoopbackRequest, LoopbackRoute } from '../loopback-server.ts';
import { runningServices } from './device-status.ts';
import type { DeviceStatusOptions } from './device-status.ts';

export interface ActionRoutesOptions {
  engine: DeviceStatusOptions['engine'];
  device: Pick<Device, 'restartApp' | 'restartService' | 'startService' | 'stopService' | 'purge' | 'reboot' | 'shutdown' | 'update'>;
  localMode: Pick<LocalMode, 'apps'>;
}

const actionBody = z.object({
  appId: z.union([z.number(), z.string().regex(/^\d+$/)]).optional(),
  serviceName: z.string().optional(),
  imageId: z.number().optional(),
  force: z.unknown().optional(),
});

/** What the Supervisor's API does on the device (docs/API.md of balena-supervisor), with its answers. */
export function actionRoutes(options: ActionRoutesOptions): LoopbackRoute[] {
  const { device } = options;
  const ofDevice = (name: string, act: () => Promise<void>): LoopbackRoute =>
    route('POST', new RegExp(`^/v1/${name}$`), async () => {
      await act();
      return { status: 202, json: { Data: 'OK', Error: null } };
    });
  return [
    ofDevice('reboot', () => device.reboot()),
    ofDevice('shutdown', () => device.shutdown()),
    // The practice device has no lamp that could be seen: to answer is all that there is to do.
    route('POST', /^\/v1\/blink$/, () => ({ status: 200, text: 'OK' })),
    route('POST', /^\/v1\/update$/, () => {
      device.update();
      return { status: 204 };
    }),
    route('POST', /^\/v1\/restart$/, async (request) => {
      const { appId } = await readBody(request);
      if (appId === undefined) throw new HttpError(400, 'Missing app id');
      return onApp(options, String(appId), () => device.restartApp());
    }),
    route('POST', /^\/v1\/purge$/, async (request) => {
      const { appId } = await readBody(request);
      if (appId === undefined) throw new HttpError(400, 'Invalid or missing appId');
      await onApp(options, String(appId), () => device.purge());
      return { status: 200, json: { Data: 'OK', Error: '' } };
    }),
    route('POST', /^\/v1\/apps\/(\d+)\/(start|stop)$/, async ({ parameters: [appId = '', action] }) => {
      const services = Object.values(appOf(options, appId).services);
      const [only] = services;
      if (only === undefined || services.length > 1)
        throw new HttpError(400, 'Some v1 endpoints are only allowed on single-container apps');
      await inWords(() => (action === 'start' ? device.startService(only.serviceName) : device.stopService(only.serviceName)));
      const container = (await runningServices(options)).find(({ serviceName }) => serviceName === only.serviceName);
      return { status: 200, json: { containerId: container?.containerId ?? null } };
    }),
    route('POST', /^\/v2\/applications\/(\d+)\/restart$/, ({ parameters: [appId = ''] }) =>
      onApp(options, appId, () => device.restartApp()),
    ),
    route('POST', /^\/v2\/applications\/(\d+)\/purge$/, ({ parameters: [appId = ''] }) => onApp(options, appId, () => device.purge())),
    route('POST', /^\/v2\/applications\/(\d+)\/(restart|start|stop)-service$/, async (request) => {
      const [appId = '', action] = request.parameters;
      const { serviceName, imageId } = await readBody(request);
      if (serviceName === undefined && imageId === undefined)
        throw new HttpError(400, 'This endpoint requires one of imageId or serviceName');
      const service = Object.values(appOf(options, appId).services).find((one) =>
        imageId === undefined ? one.serviceName === serviceName : one.imageId === imageId,
      );
      if (service === undefined) throw new HttpError(404, 'Service not found, a container must exist for this endpoint to work');
      const { serviceName: name } = service;
      await inWords(() => {
        if (action === 'start') return device.startService(name);
        return action === 'stop' ? device.stopService(name) : device.restartService(name);
      });
      return { status: 200, text: 'OK' };
    }),
  ];
}

function appOf({ localMode }: ActionRoutesOptions, id: string): ReturnType<LocalMode['apps']>[string] {
  const app = localMode.apps()[id];
  if (app === undefined) throw new HttpError(404, `App not found: no app ${id} runs on this device. Push to it first.`);
  return app;
}

async function onApp(options: ActionRoutesOptions, id: string, act: () => Promise<void>): Promise<LoopbackReply> {
  appOf(options, id);
  await inWords(act);
  return { status: 200, text: 'OK' };
}

async function inWords(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (error instanceof FleetlabError) throw new HttpError(error.code === 'not-found' ? 404 : 503, error.message);
    throw error;
  }
}

async function readBody({ readJson }: LoopbackRequest): Promise<z.infer<typeof actionBody>> {
  const body = actionBody.safeParse((await readJson()) ?? {});
  if (!body.success) throw new HttpError(400, `The body is not as the API wants it: ${z.prettifyError(body.error)}`);
  return body.data;
}
