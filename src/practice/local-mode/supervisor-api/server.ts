import type { Server } from 'node:http';
import type { Device } from '../../device/device.ts';
import type { ContainerEngine } from '../../engine/engine.ts';
import { toErrorData } from '../../../shared/errors.ts';
import { createLoopbackServer, HttpError } from '../loopback-server.ts';
import type { LocalMode } from '../local-mode.ts';
import { actionRoutes } from './action-routes.ts';
import { localRoutes } from './local-routes.ts';
import { statusRoutes } from './status-routes.ts';

export interface SupervisorApiOptions {
  hosts: readonly string[];
  engine: ContainerEngine;
  device: Device;
  localMode: LocalMode;
}

/**
 * The Supervisor's API as the local network sees it. Outside of local mode the device's firewall rejects its port: a connection is
 * reset. In local mode no key is asked for.
 */
export function createSupervisorApi(options: SupervisorApiOptions): Server {
  return createLoopbackServer({
    hosts: options.hosts,
    isOpen: () => options.localMode.isOn(),
    routes: [...statusRoutes(options), ...localRoutes(options), ...actionRoutes(options)],
    errorReply(error) {
      const status = error instanceof HttpError ? error.status : 503;
      return { status, json: { status: 'failed', message: error instanceof HttpError ? error.message : toErrorData(error).message } };
    },
  });
}
