import { createHash } from 'node:crypto';
import type { DeviceIdentity, TargetService, TargetState } from '../device-link.ts';

/** The port that every Supervisor's API listens on. */
export const supervisorPort = 48484;

/**
 * The variables that the Supervisor adds to every service, each under `BALENA_` and under the older `RESIN_`
 * (names: balena-supervisor, src/compose/service.ts and the documentation's list of device variables).
 */
export function supervisorEnvironment(input: {
  identity: DeviceIdentity;
  target: TargetState;
  service: TargetService;
}): Record<string, string> {
  const { identity, target, service } = input;
  const { app } = target;
  if (app === undefined) return {};
  const values: Record<string, string> = {
    APP_ID: String(app.id),
    APP_UUID: app.uuid,
    APP_NAME: app.name,
    APP_LOCK_PATH: '/tmp/balena/updates.lock',
    SERVICE_NAME: service.name,
    DEVICE_UUID: identity.uuid,
    DEVICE_TYPE: identity.deviceType,
    DEVICE_ARCH: identity.architecture,
    DEVICE_NAME_AT_INIT: target.deviceName,
    HOST_OS_VERSION: identity.osVersion,
    SUPERVISOR_VERSION: identity.supervisorVersion,
  };
  const environment: Record<string, string> = { BALENA: '1', RESIN: '1', USER: 'root' };
  for (const [name, value] of Object.entries(values)) {
    environment[`BALENA_${name}`] = value;
    environment[`RESIN_${name}`] = value;
  }
  environment['BALENA_SERVICE_HANDOVER_COMPLETE_PATH'] = '/tmp/balena/handover-complete';
  environment['RESIN_SERVICE_KILL_ME_PATH'] = '/tmp/balena/handover-complete';
  return environment;
}

/** The device's name is told at creation only: a new name does not recreate a container. */
export function isDeviceNameVariable(name: string): boolean {
  return name === 'BALENA_DEVICE_NAME_AT_INIT' || name === 'RESIN_DEVICE_NAME_AT_INIT';
}

/** The key with which one service asks the Supervisor's API: the same as long as the service stays in the fleet. */
export function supervisorApiKey(uuid: string, appId: number, serviceId: number): string {
  return createHash('sha256').update(`${uuid} ${appId} ${serviceId}`).digest('hex').slice(0, 32);
}
