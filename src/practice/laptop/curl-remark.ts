import type { Topology } from '../../shared/network/topology.ts';
import { destinationsOf, isSilent } from './curl-arguments.ts';

/** curl's exit code. */
const refused = 7;

/**
 * What is said below curl's own error 7 (refused), which names the port of loopback that stands for the device's: who it was. Undefined where
 * nothing is to be said; what curl says of time that ran out names nobody.
 */
export function curlRemark(own: readonly string[], exitCode: number, topology: Topology): string | undefined {
  if (exitCode !== refused || isSilent(own)) return undefined;
  const places = destinationsOf(own, topology).map((to) => ({
    address: to.kind === 'device' ? topology.deviceAddress : to.name,
    port: to.port,
  }));
  const [place, ...others] = places;
  // Of several, only the last error has this code.
  if (place === undefined || others.length > 0) return undefined;
  return `fleetlab: ${place.address} refused port ${place.port}. It is on this computer, so curl names 127.0.0.1.`;
}
