import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { FleetlabError } from '../../shared/errors.ts';
import type { CloudForDevice, DeviceForCloud } from '../device/device-link.ts';
import type { ContainerEngine } from '../engine/engine.ts';
import { openStateFile } from '../../storage/state-file.ts';
import { accountRoutes, publicAccountRoutes, randomKey } from './api/account-routes.ts';
import { authenticate } from './api/authenticate.ts';
import { configRoutes } from './api/config-routes.ts';
import { deviceRoutes } from './api/device-routes.ts';
import { pageRoutes } from './api/login-page.ts';
import { odataRoutes } from './api/odata-routes.ts';
import type { ExtraRoutes } from './api/route.ts';
import { createApiServer } from './api/server.ts';
import { supervisorRoutes } from './api/supervisor-routes.ts';
import { createBuilder } from './builder/build-route.ts';
import { dropImage } from './builder/registry.ts';
import { finishRelease } from './builder/run-build.ts';
import { databaseSnapshot } from './database/snapshot.ts';
import type { Database, DatabaseSnapshot, Json, Row } from './database/model.ts';
import { emptyDatabase, learner, seed } from './database/seed.ts';
import { createDeviceHub } from './devices/device-hub.ts';
import { createLogStore, logSnapshot } from './logs/log-store.ts';
import { logRoutes } from './logs/log-routes.ts';
import { createGateway } from './ssh/gateway.ts';
import { loadHostKey } from '../ssh/host-key.ts';
import { text } from './database/values.ts';

export interface CloudOptions {
  /** Where the cloud keeps its state; files of its own below `cloud/`. */
  dataDirectory: string;
  /** The builder's engine, whose store is also the registry's. */
  engine: ContainerEngine;
  /** 0 or absent: any free port. */
  ports?: { api?: number; ssh?: number };
  /** The number of the first fleet of a new cloud; the same for all unless told. */
  firstFleetId?: () => number;
  /** Routes of other parts, on the API's port and for the token's bearer. */
  routes?: readonly ExtraRoutes[];
  /** Told sentences for the person: a damaged state file that was set aside, a save that failed. */
  onNotice?: (text: string) => void;
}

export interface Cloud {
  /** `http://127.0.0.1:<port>`; the builder and the pages of the dashboard have the same address. */
  readonly apiUrl: string;
  readonly builderUrl: string;
  readonly ssh: { host: string; port: number };
  /** The learner's token, the same as long as the data directory lives. */
  readonly token: string;
  readonly username: string;
  readonly asSeenByDevice: CloudForDevice;
  /** The device comes online. Returns the function that ends the connection. */
  connectDevice(device: DeviceForCloud): () => void;
  /** The learner's fleets, oldest first. */
  fleets(): { id: number; slug: string; name: string }[];
  isRegistered(uuid: string): boolean;
  /** Everything that the API knows, with the logs; plain JSON. */
  snapshot(): unknown;
  /** Puts the cloud back. Rejects with FleetlabError (`invalid-snapshot`), and then nothing is changed. */
  restore(snapshot: unknown): Promise<void>;
  /** Resolves when all is on the disk. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const databaseState = z.object({ token: z.string().min(16), database: databaseSnapshot });
const cloudSnapshot = z.object({ database: databaseSnapshot, logs: logSnapshot });

/** Starts the practice cloud. Rejects with FleetlabError (`port-taken`, `unreadable`). */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const directory = join(options.dataDirectory, 'cloud');
  const notice = options.onNotice ?? ((text) => process.emitWarning(text));
  const onSaveError = (error: FleetlabError) => notice(error.message);
  const state = await openStateFile({
    path: join(directory, 'database.json'),
    schema: databaseState,
    version: 1,
    initial: () => ({ token: randomKey(), database: seededSnapshot(options.firstFleetId?.()) }),
    onSaveError,
  });
  const logState = await openStateFile({
    path: join(directory, 'logs.json'),
    schema: logSnapshot,
    version: 1,
    initial: () => ({}),
    onSaveError,
  });
  for (const text of [state.notice, logState.notice]) if (text !== undefined) notice(text);

  const { token } = state.value;
  const { engine } = options;
  const database = emptyDatabase();
  database.restore(state.value.database);
  const logs = createLogStore(logState.value);
  cancelUnfinishedBuilds(database);

  const hub = createDeviceHub({ database, logs, engine });
  const saveDatabase = () => state.save({ token, database: database.snapshot() });
  saveDatabase();
  database.onChange((changes) => {
    saveDatabase();
    for (const { resource, kind, row } of changes) {
      if (kind !== 'remove') continue;
      if (resource === 'device') logs.forget(text(row['uuid']));
      if (resource === 'release_image') dropUnusedImage(row['image']);
      if (resource === 'image') drop(row);
    }
  });
  // A chatty service writes hundreds of lines in the time of one save.
  const saveLogs = delayed(() => logState.save(logs.snapshot()), 250);
  logs.onChange(saveLogs.soon);
  const flush = async () => {
    saveLogs.now();
    await Promise.all([state.flush(), logState.flush()]);
  };

  function dropUnusedImage(id: Json | undefined): void {
    if (typeof id !== 'number' || database.findBy('release_image', { image: id }) !== undefined) return;
    database.change(() => database.remove('image', id));
  }

  function drop(image: Row): void {
    void dropImage(text(image['is_stored_at__image_location']), engine).catch((error: unknown) => notice(String(error)));
  }

  const builder = createBuilder({ database, engine });
  const api = createApiServer({
    publicRoutes: [...configRoutes(database), ...publicAccountRoutes(token, database), ...pageRoutes(token, learner.username)],
    routes: [
      ...odataRoutes(database),
      ...accountRoutes(database),
      ...deviceRoutes(database, hub),
      ...supervisorRoutes(database, hub),
      ...logRoutes(database, logs),
      ...builder.routes,
    ],
    extraRoutes: options.routes ?? [],
    authenticate: (incoming, url) => authenticate(incoming, url, token, database),
  });
  const gateway = createGateway({ hostKey: await loadHostKey(directory), hub });
  const apiPort = await listen(api, options.ports?.api ?? 0, 'API');
  let sshPort: number;
  try {
    sshPort = await listen(gateway.server, options.ports?.ssh ?? 0, 'SSH gateway');
  } catch (error) {
    api.close();
    throw error;
  }
  const apiUrl = `http://${host}:${apiPort}`;

  return {
    apiUrl,
    builderUrl: apiUrl,
    ssh: { host, port: sshPort },
    token,
    username: learner.username,
    asSeenByDevice: hub.asSeenByDevice,
    connectDevice: (device) => hub.connect(device),
    fleets: () =>
      database
        .rows('application')
        .filter((fleet) => fleet['is_host'] !== true)
        .map((fleet) => ({ id: fleet.id, slug: text(fleet['slug']), name: text(fleet['app_name']) })),
    isRegistered: (uuid) => database.findBy('device', { uuid }) !== undefined,
    snapshot: () => structuredClone({ database: database.snapshot(), logs: logs.snapshot() }),
    async restore(snapshot) {
      const parsed = cloudSnapshot.safeParse(snapshot);
      if (!parsed.success)
        throw new FleetlabError(
          'invalid-snapshot',
          'The checkpoint of the practice cloud cannot be read.',
          'Reset the step, or start the lesson again.',
        );
      await builder.stop();
      database.restore(structuredClone(parsed.data.database));
      logs.restore(structuredClone(parsed.data.logs));
      cancelUnfinishedBuilds(database);
      saveDatabase();
      hub.restored();
      await flush();
    },
    flush,
    async close() {
      await builder.stop();
      hub.close();
      await Promise.all([closeServer(api, () => api.closeAllConnections()), closeServer(gateway.server, () => gateway.cut())]);
      await flush();
    },
  };
}

function seededSnapshot(firstFleetId?: number): DatabaseSnapshot {
  const database = emptyDatabase();
  seed(database);
  const snapshot = database.snapshot();
  if (firstFleetId === undefined) return snapshot;
  return { ...snapshot, nextIds: { ...snapshot.nextIds, application: firstFleetId } };
}

/** Does the work once for all calls of `soon` within the time, or `now` if there was one. */
function delayed(work: () => void, milliseconds: number): { soon: () => void; now: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const now = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    work();
  };
  return { soon: () => void (timer ??= setTimeout(now, milliseconds)), now };
}

/** A build lives in the process that runs it: what still runs in the state was ended by the end of the process. */
function cancelUnfinishedBuilds(database: Database): void {
  for (const release of database.filterBy('release', { status: 'running' })) finishRelease(release, 'cancelled', database);
}

function listen(server: Pick<Server, 'once' | 'listen' | 'address'>, port: number, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(
        isTaken
          ? new FleetlabError(
              'port-taken',
              `The practice ${name} cannot use port ${port}: ${error.code === 'EACCES' ? 'it is not allowed' : 'another program uses it'}.`,
              'End the other program, or choose another port with --port.',
              { cause: error },
            )
          : error,
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: { close(done: () => void): unknown }, cut: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    cut();
  });
}
