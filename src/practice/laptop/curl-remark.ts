import type { Topology } from '../../shared/network/topology.ts';
import { destinationsOf, isSilent } from './curl-arguments.ts';

/**
 * What is said below curl's own error (7: refused, 28: no answer), which names the port of loopback that stands for the device's: who it was.
 * Undefined where nothing is to be said.
 */
export function curlRemark(own: readonly string[], exitCode: number, topology: Topology): string | undefined {
  if (isSilent(own)) return undefined;
  const places = destinationsOf(own, topology).map((to) => ({
    address: to.kind === 'device' ? topology.deviceAddress : to.name,
    port: to.port,
  }));
  const [place, ...others] = places;
  // Of several, only the last error has this code.
  if (place === undefined || others.length > 0) return undefined;
  const what =
    exitCode === 7
      ? `${place.address} refused port ${place.port}`
      : exitCode === 28
        ? `${place.address} did not answer on port ${place.port}`
        : undefined;
  return what && `fleetlab: ${what}. It is on this computer, so curl names 127.0.0.1.`;
}
