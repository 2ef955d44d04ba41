import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { replaceFile } from '../../storage/atomic-write.ts';
import { curlSettings } from './curl-settings.ts';
import { openPortForward } from './port-forward.ts';
import type { PortForward } from './port-forward.ts';
import { openSilentPort } from './silent-port.ts';

/** How the laptop reaches the device. */
export interface LaptopRoutes {
  /** Where each port of the device is the same port already, with nothing to forward: the machine of a real engine. */
  directHost?: string;
  /** A connection to the device; rejects with Node's error or a ConnectError. */
  connectFromLaptop(target: { address: string; port: number }): Promise<Duplex>;
  /** The device's open ports, ascending; none where all are reached directly. */
  openPorts(): readonly number[];
  /** Addresses inside the device, to which nothing leads from outside. */
  innerAddresses(): readonly string[];
  /** Told when ports or addresses have changed. */
  onPortsChanged(listener: () => void): () => void;
}

export interface LaptopGatewayOptions {
  network: LaptopRoutes;
  /** The folder that becomes CURL_HOME; made where it is not there. */
  directory: string;
  deviceAddress: string;
  /** The learner's home folder, where their own settings of curl are; the process's unless told. */
  home?: string;
  /** Told when the settings cannot be written; curl then knows the ports as they were. */
  onError?: (error: unknown) => void;
}

export interface LaptopGateway {
  /** What CURL_HOME must be for the machine's own curl to reach the device. */
  curlHome: string;
  /** Resolves when curl knows every change that the network has told so far. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The way from the learner's terminal to the device: each open port of it is forwarded from a port of loopback, and curl is told
 * to go there. A closed port is refused at once; an address inside the device does not answer. Rejects with Node's error where the
 * folder cannot be written.
 */
export async function openLaptopGateway(options: LaptopGatewayOptions): Promise<LaptopGateway> {
  const { network, directory, deviceAddress, onError = () => undefined } = options;
  const forwards = new Map<number, PortForward>();
  const silent = await openSilentPort();
  let isClosed = false;
  let written = '';

  async function update(): Promise<void> {
    if (isClosed) return;
    const open = network.openPorts();
    for (const port of open)
      if (!forwards.has(port)) forwards.set(port, await openPortForward(() => network.connectFromLaptop({ address: deviceAddress, port })));
    await write(open);
    // Closed when curl no longer knows them.
    for (const [port, forward] of forwards) {
      if (open.includes(port)) continue;
      forwards.delete(port);
      await forward.close();
    }
  }
  async function write(open: readonly number[]): Promise<void> {
    const text = curlSettings({
      deviceAddress,
      forwards: new Map(open.flatMap((port) => (forwards.has(port) ? [[port, forwards.get(port)?.port ?? 0]] : []))),
      innerAddresses: network.innerAddresses(),
      directHost: network.directHost,
      silentPort: silent?.port,
      ownSettings: ownSettings(options.home),
    });
    if (text === written) return;
    for (const name of settingsNames) await replaceFile(join(directory, name), text);
    written = text;
  }

  let last: Promise<void>;
  function queue(): void {
    last = last.then(update).catch(onError);
  }
  try {
    await mkdir(directory, { recursive: true });
    await update();
  } catch (error) {
    await close();
    throw error;
  }
  last = Promise.resolve();
  const stop = network.onPortsChanged(queue);
  // What changed while the first settings were written.
  queue();

  async function close(): Promise<void> {
    isClosed = true;
    await Promise.all([...forwards.values()].map((forward) => forward.close()));
    forwards.clear();
    await silent?.close();
  }
  return {
    curlHome: directory,
    settled: () => last,
    async close() {
      stop();
      isClosed = true;
      await last;
      await close();
    },
  };
}

/** curl's own name for the file, and the one that it looks for first on Windows. */
const settingsNames = process.platform === 'win32' ? ['.curlrc', '_curlrc'] : ['.curlrc'];

/** The file that curl would read without us: CURL_HOME comes before all of these. */
function ownSettings(home: string | undefined): string | undefined {
  const folder = home ?? homedir();
  const { XDG_CONFIG_HOME, APPDATA } = home === undefined ? process.env : {};
  const candidates = [
    ...(XDG_CONFIG_HOME === undefined ? [] : [join(XDG_CONFIG_HOME, 'curlrc')]),
    join(folder, '.curlrc'),
    join(folder, '.config', 'curlrc'),
    ...(process.platform === 'win32' ? [join(folder, '_curlrc'), ...(APPDATA === undefined ? [] : [join(APPDATA, '_curlrc')])] : []),
  ];
  return candidates.find((path) => existsSync(path));
}
