import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EnvironmentSetting } from '../../../shared/domain/environment.ts';
import { FleetlabError, inWords } from '../../../shared/errors.ts';
import { askCloud } from './ask-cloud.ts';
import { balenaCloudAddresses, openBalenaAddresses, type CloudAddresses } from './cloud-addresses.ts';
import type { EnvironmentService, RunningEnvironment } from '../environment.ts';
import { createEnvironmentState } from '../environment-state.ts';
import { keepReaching } from '../keep-reaching.ts';
import type { EnvironmentPlace } from '../environments.ts';
import { readAuthority } from './own-authority.ts';
import { remoteVariables } from './remote-variables.ts';

export type RemoteSetting = Extract<EnvironmentSetting, { kind: 'balena-cloud' | 'open-balena' }>;

export interface RemoteEnvironmentOptions {
  /** Milliseconds before the second, third, … attempt to reach it; after the last it is `failed`. */
  retryDelays?: readonly number[];
  /** Milliseconds between attempts after that: a network that comes back is noticed. */
  laterDelay?: number;
  /** Milliseconds that one attempt may take. */
  timeLimit?: number;
  ask?: typeof askCloud;
}

/** balenaCloud, or an openBalena, as an environment: it is asked at once whether it answers, and again until it does. */
export function createRemoteEnvironment(
  place: EnvironmentPlace<RemoteSetting>,
  options: RemoteEnvironmentOptions = {},
): EnvironmentService {
  const { retryDelays = [500, 1000, 2000, 4000], laterDelay = 20_000, timeLimit = 8000, ask = askCloud } = options;
  const { id, setting } = place;
  const state = createEnvironmentState({ id, kind: setting.kind, name: setting.name, address: hostOf(setting) }, { again: 'Try again' });
  async function reach(signal: AbortSignal): Promise<void> {
    for (let count = 0; ; count += 1) {
      try {
        const made = await describe(place);
        await ask(made.cloud, { timeLimit, signal });
        if (signal.aborted) return;
        state.set({ state: 'ready' }, made);
        return;
      } catch (error) {
        if (signal.aborted) return;
        const problem = inWords(error);
        // A wrong setting stays wrong; what is only out of reach may come back.
        const isPassing = error instanceof FleetlabError && error.code === 'unreachable';
        const wait = isPassing ? (retryDelays[count] ?? laterDelay) : undefined;
        const hasFailed = wait === undefined || count >= retryDelays.length;
        const view = state.view();
        if (!hasFailed || view.problem !== problem || view.state !== 'failed')
          state.set({ state: hasFailed ? 'failed' : 'starting', problem });
        if (wait === undefined) return;
        await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  return keepReaching(state, reach);
}

/** Rejects with FleetlabError `invalid-input` or `invalid-certificate` where the setting cannot work. */
export async function cloudOf(setting: RemoteSetting): Promise<{ addresses: CloudAddresses; ca: string | undefined }> {
  if (setting.kind === 'balena-cloud') return { addresses: balenaCloudAddresses(), ca: undefined };
  const addresses = openBalenaAddresses(setting.url);
  return { addresses, ca: setting.caFile === undefined ? undefined : await readAuthority(setting.caFile, new Date()) };
}

async function describe({ id, setting, folder, chosenDevice, fleetNames }: EnvironmentPlace<RemoteSetting>) {
  const { addresses, ca } = await cloudOf(setting);
  const { apiUrl, builderUrl, dashboardUrl, ssh } = addresses;
  const dataDirectory = join(folder, 'cli');
  await mkdir(dataDirectory, { recursive: true });
  // The CLI lets everyone on the machine read its token; the folder lets nobody else in.
  await chmod(dataDirectory, 0o700);
  const caFile = ca === undefined ? undefined : await writeAuthorities(folder, ca);
  return {
    id,
    kind: setting.kind,
    name: setting.name,
    cloud: { apiUrl, builderUrl, dashboardUrl, ...(ca === undefined ? {} : { ca }) },
    dataDirectory,
    variables: remoteVariables({ addresses, dataDirectory, caFile }),
    ssh,
    sshFolder: join(folder, 'ssh'),
    chosenDevice,
    fleetNames,
  } satisfies RunningEnvironment;
}

/** Node reads one file: what this machine needs besides (a proxy that looks into TLS) must be in it. */
async function writeAuthorities(folder: string, ca: string): Promise<string> {
  const machines = process.env['NODE_EXTRA_CA_CERTS'];
  const others = machines === undefined || machines === '' ? '' : await readFile(machines, 'utf8').catch(() => '');
  const path = join(folder, 'authorities.pem');
  await writeFile(path, others === '' ? ca : `${others}\n${ca}`);
  return path;
}

function hostOf(setting: RemoteSetting): string {
  if (setting.kind === 'balena-cloud') return 'balena-cloud.com';
  try {
    return new URL(openBalenaAddresses(setting.url).apiUrl).host;
  } catch {
    return setting.url;
  }
}
