import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a connection from this machine to an address of the device really goes. */
export interface Route {
  host: string;
  port: number;
}

/**
 * The way that the machine's own curl takes: the `connect-to` lines of the `.curlrc` in CURL_HOME, first fit first (curl's manual), where the
 * environment has one; else the address itself.
 */
export async function laptopRoute(curlHome: string | undefined, host: string, port: number): Promise<Route> {
  if (curlHome === undefined) return { host, port };
  const text = await readFile(join(curlHome, '.curlrc'), 'utf8').catch(() => '');
  for (const [, from = '', fromPort = '', to = '', toPort = ''] of text.matchAll(/^connect-to = "([^:"]*):(\d*):([^:"]*):(\d*)"/gm)) {
    if ((from !== '' && from.toLowerCase() !== host.toLowerCase()) || (fromPort !== '' && Number(fromPort) !== port)) continue;
    return { host: to === '' ? host : to, port: toPort === '' ? port : Number(toPort) };
  }
  return { host, port };
}
