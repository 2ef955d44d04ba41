import { createHash } from 'node:crypto';
import type { TargetService, TargetState } from '../device/device-link.ts';
import type { LocalState } from './local-state.ts';

/** Keys that the CLI puts beside the compose file's. */
const ownKeys = new Set(['imageId', 'serviceId', 'serviceName', 'image', 'running', 'contract']);

/** The local target state in the cloud's words: what a Supervisor in local mode runs instead of the fleet's release. */
export function localTargetState(cloud: TargetState, target: LocalState['target']): TargetState {
  // Of a fleet that the device has left, nothing is to be kept.
  const about = {
    deviceName: cloud.deviceName,
    ...(cloud.config === undefined ? {} : { config: cloud.config }),
    isLocal: cloud.app !== undefined,
  };
  if (target === undefined) return about;
  const { appId, app, images } = target;
  return {
    ...about,
    app: {
      id: appId,
      slug: app.name,
      name: app.name,
      uuid: createHash('sha256').update(app.name).digest('hex').slice(0, 32),
      release: {
        id: Number(app.releaseId),
        commit: app.commit,
        services: Object.values(app.services).map((service): TargetService => {
          const { imageId, serviceId, serviceName, image } = service;
          return {
            serviceId,
            imageId,
            name: serviceName,
            imageLocation: image,
            contentHash: images[image] ?? '',
            isBuiltOnDevice: true,
            // A device's variables are the cloud's business; what the CLI's --env names stands in the composition.
            environment: {},
            composition: Object.fromEntries(Object.entries(service).filter(([key]) => !ownKeys.has(key))),
          };
        }),
        volumes: Object.keys(app.volumes),
        networks: app.networks,
        isSingleService: false,
      },
    },
  };
}
