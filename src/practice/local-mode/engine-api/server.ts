import type { Server } from 'node:http';
import { createLoopbackServer, HttpError, route } from '../loopback-server.ts';
import { aboutRoutes } from './about-routes.ts';
import { archiveRoutes } from './archive-routes.ts';
import { buildRoute } from './build-route.ts';
import { containerRoutes } from './container-routes.ts';
import type { EngineApiContext } from './context.ts';
import { engineReply } from './errors.ts';
import { eventRoute } from './event-route.ts';
import { execRoutes } from './exec-routes.ts';
import { imageRoutes } from './image-routes.ts';
import { logRoute } from './log-routes.ts';
import { networkRoutes } from './network-routes.ts';
import { serveUpgrade } from './upgrade.ts';
import { volumeRoutes } from './volume-routes.ts';

/**
 * The engine's API as a development balenaOS offers it to the local network: the part of the Docker Engine API that the balena CLI,
 * dockerode and the docker client use, over the practice device's engine. What there is not is refused in words.
 */
export function createEngineApi(context: EngineApiContext, hosts: readonly string[]): Server {
  return createLoopbackServer({
    hosts,
    // `/v1.41` before every path; every version is answered as this one.
    prefix: /^\/v\d+\.\d+(?=\/)/,
    routes: [
      ...aboutRoutes(context),
      buildRoute(context),
      ...imageRoutes(context),
      ...containerRoutes(context),
      logRoute(context),
      ...execRoutes(context),
      ...archiveRoutes(context),
      ...volumeRoutes(context),
      ...networkRoutes(context),
      eventRoute(context),
      route('POST', /^\/containers\/[^/]+\/attach$/, () => {
        throw new HttpError(400, 'Attaching needs a connection that is upgraded.');
      }),
    ],
    errorReply: engineReply,
    onUpgrade: (request, socket, head) => void serveUpgrade(context, request, socket, head),
  });
}
