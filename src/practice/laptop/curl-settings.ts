/** What curl must know to reach a device that exists in memory only. */
export interface CurlSettings {
  deviceAddress: string;
  /** The device's open ports, and the ports on the laptop's loopback that stand for them. */
  forwards: ReadonlyMap<number, number>;
  /** Addresses inside the device, to which nothing leads from outside. */
  innerAddresses: readonly string[];
  /** Where every port of the device is the same port. */
  directHost: string | undefined;
  /** A port on loopback that never answers, where the machine can have one. */
  silentPort: number | undefined;
  /** The learner's own settings. */
  ownSettings: string | undefined;
}

/** Port 1 of loopback (tcpmux, RFC 1078): nobody listens there, and only root could, so that a connection is refused at once. */
const closedPort = 1;

/**
 * The text of a `.curlrc`. curl takes the first `connect-to` line that fits, so the open ports come before the rule for all others
 * of the device.
 */
export function curlSettings(settings: CurlSettings): string {
  const { deviceAddress, directHost, forwards, innerAddresses, silentPort, ownSettings } = settings;
  const open = [...forwards].sort(([first], [second]) => first - second);
  const inner = silentPort ?? closedPort;
  return [
    `# Made by Fleetlab: curl reaches the practice device at ${deviceAddress}. Changes here are overwritten.`,
    ...open.map(([port, local]) => connectTo(`${deviceAddress}:${String(port)}`, local)),
    directHost === undefined ? connectTo(`${deviceAddress}:`, closedPort) : `connect-to = "${deviceAddress}::${directHost}:"`,
    ...innerAddresses.map((address) => connectTo(`${address}:`, inner)),
    ...(ownSettings === undefined ? [] : [`config = "${ownSettings.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`]),
    '',
  ].join('\n');
}

/** An empty port stands for every port. */
function connectTo(place: string, localPort: number): string {
  return `connect-to = "${place}:127.0.0.1:${String(localPort)}"`;
}
