import type { Device } from '../../device/device.ts';
import { route } from '../loopback-server.ts';
import type { LoopbackRoute } from '../loopback-server.ts';
import { supervisorPort } from '../../device/supervisor/supervisor-environment.ts';
import { imagesOf, isApplying, runningServices } from './device-status.ts';
import type { DeviceStatusOptions } from './device-status.ts';

export interface StatusRoutesOptions extends DeviceStatusOptions {
  device: Pick<Device, 'settled' | 'identity'>;
  localMode: DeviceStatusOptions['localMode'] & { deviceTarget(): { deviceName: string } };
}

/** What the Supervisor's API tells of the device and of the local app (docs/API.md of balena-supervisor). */
export function statusRoutes(options: StatusRoutesOptions): LoopbackRoute[] {
  const { device, localMode } = options;
  const { identity } = device;
  return [
    route('GET', /^\/ping$/, () => ({ status: 200, text: 'OK' })),
    route('GET', /^\/v1\/healthy$/, () => ({ status: 200, text: 'OK' })),
    route('GET', /^\/v2\/version$/, () => ({ status: 200, json: { status: 'success', version: identity.supervisorVersion } })),
    route('GET', /^\/v2\/device\/name$/, () => ({
      status: 200,
      json: { status: 'success', deviceName: localMode.deviceTarget().deviceName },
    })),
    route('GET', /^\/v1\/device$/, async () => ({ status: 200, json: await deviceFacts(options) })),
    route('GET', /^\/v2\/state\/status$/, async () => ({ status: 200, json: await stateStatus(options) })),
    route('GET', /^\/v2\/containerId$/, async ({ url }) => {
      const services = await runningServices(options);
      const name = url.searchParams.get('serviceName') ?? url.searchParams.get('service');
      if (name === null) {
        const ids = Object.fromEntries(services.map(({ serviceName, containerId }) => [serviceName, containerId]));
        return { status: 200, json: { status: 'success', services: ids } };
      }
      const found = services.find(({ serviceName }) => serviceName === name);
      return found === undefined
        ? { status: 503, json: { status: 'failed', message: 'Could not find service with that name' } }
        : { status: 200, json: { status: 'success', containerId: found.containerId } };
    }),
    route('GET', /^\/v2\/applications\/state$/, async () => ({ status: 200, json: await applicationsState(options) })),
    route('GET', /^\/v2\/applications\/(\d+)\/state$/, async ({ parameters }) => {
      const id = parameters[0] ?? '';
      const app = localMode.apps()[id];
      const services = (await runningServices(options)).filter(({ appId }) => String(appId) === id);
      const byImage = services.map(({ imageId, status }) => [
        imageId,
        { status, releaseId: Number(app?.releaseId ?? 0), download_progress: null },
      ]);
      const local = app === undefined ? {} : { [id]: { services: Object.fromEntries(byImage) as Record<string, unknown> } };
      return { status: 200, json: { local, dependent: {}, ...(app === undefined ? {} : { commit: app.commit }) } };
    }),
  ];
}

async function stateStatus(options: StatusRoutesOptions): Promise<unknown> {
  const pending = await isApplying(options);
  const [entry] = Object.entries(options.localMode.apps());
  return {
    status: 'success',
    appState: pending ? 'applying' : 'applied',
    overallDownloadProgress: null,
    containers: await runningServices(options),
    images: entry === undefined ? [] : imagesOf(entry[1], Number(entry[0])),
    ...(entry === undefined ? {} : { release: entry[1].commit }),
  };
}

async function applicationsState(options: StatusRoutesOptions): Promise<unknown> {
  const running = await runningServices(options);
  const apps = Object.entries(options.localMode.apps()).map(([id, app]) => {
    const services = Object.values(app.services).map(({ serviceName }) => {
      const status = running.find((one) => one.serviceName === serviceName && String(one.appId) === id)?.status ?? 'Downloaded';
      return [serviceName, { status, releaseId: Number(app.releaseId), downloadProgress: null }] as const;
    });
    return [app.name, { appId: Number(id), commit: app.commit, services: Object.fromEntries(services) }] as const;
  });
  return Object.fromEntries(apps);
}

async function deviceFacts(options: StatusRoutesOptions): Promise<unknown> {
  const { identity } = options.device;
  const pending = await isApplying(options);
  const [app] = Object.values(options.localMode.apps());
  return {
    api_port: supervisorPort,
    ip_address: identity.address,
    mac_address: identity.macAddress,
    os_version: identity.osVersion,
    supervisor_version: identity.supervisorVersion,
    update_pending: pending,
    update_failed: false,
    update_downloaded: false,
    status: 'Idle',
    commit: app?.commit ?? null,
    download_progress: null,
  };
}
