import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { FleetlabError } from '../../shared/errors.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { applicationPaths, defaultDataDirectory } from '../paths.ts';
import { acquireInstanceLock } from '../settings/instance-lock.ts';
import { openStateFile } from '../../storage/state-file.ts';
import type { BrowserOptions } from './options.ts';
import { startBrowserServer, type BrowserServer, type BrowserServerOptions } from './server.ts';
import type { Host } from './socket.ts';
import { openStaticFiles, type StaticFiles } from '../page/static-files.ts';

/** Port and key are kept, so that a window which was open before finds its way back. */
const remembered = z.object({ port: z.number().int().optional(), token: z.string().min(20) });

export interface RunningHost {
  url: string;
  close(): Promise<void>;
}

/** Starts the browser host. Rejects with FleetlabError where the port is taken, the data is in use or the app is not built. */
export async function runBrowserHost(options: BrowserOptions, root: string, print: (line: string) => void): Promise<RunningHost> {
  const dataDirectory = options.dataDirectory ?? defaultDataDirectory();
  const lock = await acquireInstanceLock(dataDirectory);
  let fleetlab: ReturnType<typeof makeFleetlab> | undefined;
  let server: BrowserServer | undefined;

  async function close(): Promise<void> {
    await server?.close();
    await fleetlab?.then((made) => made.close()).catch(() => undefined);
    await lock.release();
  }

  try {
    const [files, memory] = await Promise.all([
      openPage(root),
      openStateFile<z.infer<typeof remembered>>({
        path: join(dataDirectory, 'browser-host.json'),
        schema: remembered,
        version: 1,
        initial: () => ({ token: randomBytes(32).toString('base64url') }),
      }),
    ]);
    // The page is served while the rest starts; its calls wait.
    const host = Promise.withResolvers<Host>();
    host.promise.catch(() => undefined);
    server = await listen(options.port, memory.value.port, { token: memory.value.token, files, host: host.promise });
    fleetlab = makeFleetlab(dataDirectory, root, memory.notice === undefined ? [] : [memory.notice]);
    fleetlab.then(host.resolve, host.reject);
    memory.save({ ...memory.value, port: server.port });
    await Promise.all([memory.flush(), fleetlab]);
    print(`Fleetlab is ready: ${server.url}`);
    if (options.opensBrowser && !(await openInBrowser(server.url))) print('No browser could be opened: open the address yourself.');
    return { url: server.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeFleetlab(dataDirectory: string, root: string, notices: readonly string[]): Promise<Host & { close(): Promise<void> }> {
  // Loaded while the server begins to listen.
  const { createFleetlab } = await import('../app.ts');
  return createFleetlab({ dataDirectory, root, openExternal: openInBrowser, notices });
}

async function openPage(root: string): Promise<StaticFiles> {
  try {
    return await openStaticFiles(applicationPaths(root).renderer);
  } catch (error) {
    throw new FleetlabError('not-built', 'Fleetlab is not built yet.', 'Run “npm start”, which builds it.', { cause: error });
  }
}

/** A port that was asked for must be free; the one used last may have been taken since. */
async function listen(
  wanted: number | undefined,
  last: number | undefined,
  options: Omit<BrowserServerOptions, 'port'>,
): Promise<BrowserServer> {
  if (wanted !== undefined) return startBrowserServer({ ...options, port: wanted });
  try {
    return await startBrowserServer({ ...options, port: last ?? 0 });
  } catch (error) {
    if (last === undefined || !(error instanceof FleetlabError) || error.code !== 'port-taken') throw error;
    return startBrowserServer({ ...options, port: 0 });
  }
}
