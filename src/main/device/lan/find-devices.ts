import type { DeviceSearch, FoundDevice } from '../../../shared/domain/found-device.ts';
import { isLocalAddress, resolveDevice } from './local-address.ts';
import { askForDevices, type MdnsOptions } from './mdns.ts';
import { probeDevice, type DevicePorts } from './probe-device.ts';

export interface DeviceFinderOptions {
  /** Told of each device as soon as it is known what answers there. */
  onFound: (device: FoundDevice) => void;
  ports?: DevicePorts;
  mdns?: Pick<MdnsOptions, 'interfaces' | 'port' | 'timeLimit'>;
}

/** Finds balena devices on the networks of this computer; nothing is asked of any other. */
export interface DeviceFinder {
  /** Asks the networks for some seconds. A second search takes the place of one that runs, which then ends with what it has. */
  find(): Promise<DeviceSearch>;
  /** Ends the search that runs. */
  stop(): void;
  /** What answers at an address or name. Rejects with FleetlabError `invalid-input`, `not-found` or `not-local`. */
  probe(named: string): Promise<FoundDevice>;
}

export function createDeviceFinder(options: DeviceFinderOptions): DeviceFinder {
  const ports = options.ports === undefined ? {} : { ports: options.ports };
  let running: AbortController | undefined;

  return {
    async find() {
      running?.abort();
      const search = new AbortController();
      running = search;
      const { signal } = search;
      const devices = new Map<string, FoundDevice>();
      const probes: Promise<void>[] = [];
      const problems = await askForDevices(
        (announced) => {
          // An answer may be forged: what it names is only asked where it is near.
          if (!isLocalAddress(announced.address)) return;
          const probe = probeDevice(announced, { ...ports, signal }).then(
            (device) => {
              devices.set(device.address, device);
              options.onFound(device);
            },
            () => undefined,
          );
          probes.push(probe);
        },
        { ...options.mdns, signal },
      );
      await Promise.all(probes);
      if (running === search) running = undefined;
      const [problem] = problems;
      return { devices: [...devices.values()], ...(problem === undefined || devices.size > 0 ? {} : { problem }) };
    },
    stop: () => running?.abort(),
    async probe(named) {
      const address = await resolveDevice(named);
      return probeDevice({ address, name: named === address ? undefined : named }, ports);
    },
  };
}
