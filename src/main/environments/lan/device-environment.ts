import { mkdir } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EnvironmentSetting } from '../../../shared/domain/environment.ts';
import type { FoundDevice } from '../../../shared/domain/found-device.ts';
import { inWords } from '../../../shared/errors.ts';
import { resolveDevice } from '../../device/lan/local-address.ts';
import { devicePorts, probeDevice } from '../../device/lan/probe-device.ts';
import type { EnvironmentService, RunningEnvironment } from '../environment.ts';
import { createEnvironmentState } from '../environment-state.ts';
import { keepReaching } from '../keep-reaching.ts';
import type { EnvironmentPlace } from '../environments.ts';
import { quietCli } from '../cloud/remote-variables.ts';

export interface DeviceEnvironmentOptions {
  /** Milliseconds before the second, third, … attempt to reach it; the last one is kept. */
  retryDelays?: readonly number[];
  /** Milliseconds between two looks whether a name stands for another address by now. */
  lookAgain?: number;
  probe?: (place: { address: string; name?: string | undefined }, options: { signal: AbortSignal }) => Promise<FoundDevice>;
  resolve?: typeof resolveDevice;
}

/**
 * A device of the local network in local mode, as an environment: without a cloud, and without an account. It is `ready` as soon as its
 * Supervisor answers, stays so when it goes (the lab says since when it is silent), and is tried again by itself until then.
 */
export function createDeviceEnvironment(
  place: EnvironmentPlace<Extract<EnvironmentSetting, { kind: 'device' }>>,
  options: DeviceEnvironmentOptions = {},
): EnvironmentService {
  const { retryDelays = [1000, 2000, 4000, 8000, 15_000], lookAgain = 30_000, probe = probeDevice, resolve = resolveDevice } = options;
  const { id, setting, folder } = place;
  const state = createEnvironmentState({ id, kind: 'device', name: setting.name, address: setting.address }, { again: 'Try again' });
  async function reach(signal: AbortSignal): Promise<void> {
    for (let count = 0; ; count += 1) {
      const problem = await tryOnce(signal);
      if (signal.aborted) return;
      if (problem === undefined) {
        await follow(signal);
        return;
      }
      const view = state.view();
      if (view.state !== 'failed' || view.problem !== problem) state.set({ state: 'failed', problem });
      await pause(retryDelays[Math.min(count, retryDelays.length - 1)] ?? 15_000, signal);
    }
  }

  /** A sentence where the device cannot be used. */
  async function tryOnce(signal: AbortSignal): Promise<string | undefined> {
    try {
      const address = await resolve(setting.address, signal);
      const found = await probe({ address }, { signal });
      if (found.localMode !== 'on') return found.remarks.join(' ');
      await start(address, found.deviceType, signal);
      return undefined;
    } catch (error) {
      return inWords(error);
    }
  }

  async function start(address: string, deviceType: string | undefined, signal: AbortSignal): Promise<void> {
    const made = await describe({ id, setting, folder }, address, deviceType ?? '');
    if (signal.aborted) return;
    state.set({ state: 'ready' }, made);
  }

  /** The address behind a name changes when the network gives out addresses anew. */
  async function follow(signal: AbortSignal): Promise<void> {
    if (isIP(setting.address) !== 0) return;
    while (!signal.aborted) {
      await pause(lookAgain, signal);
      // Rejects as well when the environment is closed meanwhile.
      const address = await resolve(setting.address, signal).catch(() => undefined);
      const known = state.current()?.device;
      if (address !== undefined && address !== known?.address) await start(address, known?.deviceType, signal);
    }
  }

  return keepReaching(state, reach);
}

async function describe(
  { id, setting, folder }: Pick<EnvironmentPlace<Extract<EnvironmentSetting, { kind: 'device' }>>, 'id' | 'setting' | 'folder'>,
  address: string,
  deviceType: string,
): Promise<RunningEnvironment> {
  const [dataDirectory, sshFolder] = [join(folder, 'cli'), join(folder, 'ssh')];
  for (const each of [dataDirectory, sshFolder]) await mkdir(each, { recursive: true, mode: 0o700 });
  return {
    id,
    kind: 'device',
    name: setting.name,
    dataDirectory,
    variables: localVariables(dataDirectory, address, setting.address),
    ssh: { host: address, port: devicePorts.ssh, ...(address === setting.address ? {} : { knownAs: setting.address }) },
    sshFolder,
    device: { uuid: address, address, deviceType },
  };
}

/** A cloud at an address of this computer where nobody listens: the CLI must have one, and nothing is asked of any other. */
const nowhere = 'http://127.0.0.1:9';

/** The launcher says in words which commands need a cloud, and knows the device by its name where the system does not look for such names. */
function localVariables(dataDirectory: string, address: string, name: string): Record<string, string> {
  return {
    FLEETLAB_DEVICE_ALONE: address,
    FLEETLAB_DEVICE_NAME: name,
    BALENARC_BALENA_URL: 'device.invalid',
    BALENARC_API_URL: nowhere,
    BALENARC_BUILDER_URL: nowhere,
    BALENARC_DASHBOARD_URL: nowhere,
    BALENARC_DATA_DIRECTORY: dataDirectory,
    ...quietCli,
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
