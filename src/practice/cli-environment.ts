import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The bare domain that `balena whoami` shows, and that registry locations are named after. */
export const practiceDomain = 'practice.localhost';

export interface CliEnvironmentInput {
  apiUrl: string;
  builderUrl: string;
  ssh: { host: string; port: number };
  /** Private to this practice environment: token, caches. */
  dataDirectory: string;
  /** The practice device as a machine on the local network: who it is there, and the loopback ports that answer for its own. */
  device: { address: string; name: string; ports: { supervisor: number; engine: number; ssh: number } };
}

/**
 * The variables that make the unmodified balena CLI work with the practice cloud and device, and keep it from asking any
 * other server. NODE_OPTIONS is to be added to one that is there already.
 */
export function cliEnvironment(input: CliEnvironmentInput): Record<string, string> {
  const { device } = input;
  return {
    BALENARC_API_URL: input.apiUrl,
    BALENARC_BUILDER_URL: input.builderUrl,
    BALENARC_DASHBOARD_URL: input.apiUrl,
    BALENARC_BALENA_URL: practiceDomain,
    // The CLI asks for <username>@ssh.<this>; OpenSSH takes the text after the last @ as the host, so no name is looked up.
    BALENARC_PROXY_URL: `practice@${input.ssh.host}`,
    BALENARC_DATA_DIRECTORY: input.dataDirectory,
    BALENARC_NO_SENTRY: '1',
    BALENARC_NO_ANALYTICS: '1',
    BALENARC_UNSUPPORTED: '1',
    NO_UPDATE_NOTIFIER: '1',
    // What the CLI cannot be told by a variable: resources/launcher/cli-hooks.cjs reads these.
    NODE_OPTIONS: `--require=${optionValue(findHooks())}`,
    FLEETLAB_SSH_PORT: String(input.ssh.port),
    FLEETLAB_DEVICE_ADDRESS: device.address,
    FLEETLAB_DEVICE_NAME: device.name,
    FLEETLAB_SUPERVISOR_PORT: String(device.ports.supervisor),
    FLEETLAB_ENGINE_PORT: String(device.ports.engine),
    FLEETLAB_DEVICE_SSH_PORT: String(device.ports.ssh),
  };
}

/** Beside this source, or beside the built app, whose folder is as deep. */
function findHooks(): string {
  const inside = join('resources', 'launcher', 'hooks.cjs');
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, inside);
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) throw new Error(`${inside} is missing: install Fleetlab again.`);
  }
}

/** A path as NODE_OPTIONS takes it: in quotes where it has a space, backslashes doubled there. */
function optionValue(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replaceAll(/["\\]/g, '\\$&')}"` : path;
}
