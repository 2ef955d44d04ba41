import type { Destination } from '../../shared/network/request.ts';
import { parseAddress } from '../../shared/network/ipv4.ts';
import type { Topology } from '../../shared/network/topology.ts';

/** curl's short options that take a value (`man curl`, version 8). */
const shortWithValue = new Set('ACDEFHKPQTUXYbcdehmortuwxyz'.split(''));
/** Of the long ones all take a value but those that switch something; only these are told apart from a URL that follows. */
const longWithoutValue =
  /^--(no-.*|anyauth|basic|compressed|create-dirs|digest|disable|fail|fail-early|fail-with-body|get|globoff|head|http[\d.]+|include|insecure|ipv[46]|junk-session-cookies|location|location-trusted|negotiate|netrc|next|ntlm|parallel|path-as-is|progress-bar|raw|remote-header-name|remote-name|remote-name-all|retry-all-errors|retry-connrefused|show-error|silent|ssl|tcp-nodelay|tr-encoding|verbose)$/;

/** What a call of curl connects to on the device; hosts that are no part of it are left out. */
export function destinationsOf(own: readonly string[], topology: Topology): Destination[] {
  return readCall(own).urls.flatMap((text) => destinationOf(text, topology));
}

/** Whether the call is to say nothing of an error (`-s` without `-S`). */
export function isSilent(own: readonly string[]): boolean {
  const { switches } = readCall(own);
  return (switches.has('s') || switches.has('silent')) && !switches.has('S') && !switches.has('show-error');
}

/** `switches`: letters and names of the options. */
function readCall(own: readonly string[]): { urls: string[]; switches: ReadonlySet<string> } {
  const urls: string[] = [];
  const switches = new Set<string>();
  for (let index = 0; index < own.length; index += 1) {
    const argument = own[index] ?? '';
    if (argument === '--url') urls.push(own[(index += 1)] ?? '');
    else if (argument.startsWith('--url=')) urls.push(argument.slice('--url='.length));
    else if (argument.startsWith('--')) {
      switches.add(argument.slice(2));
      index += longWithoutValue.test(argument) || argument.includes('=') ? 0 : 1;
    } else if (argument.startsWith('-') && argument.length > 1) {
      // In `-sSm 2` the last letter takes what follows; in `-m2` the rest is the value.
      const letters = Array.from(argument.slice(1));
      const taker = letters.findIndex((letter) => shortWithValue.has(letter));
      for (const letter of taker === -1 ? letters : letters.slice(0, taker)) switches.add(letter);
      if (taker === letters.length - 1) index += 1;
    } else urls.push(argument);
  }
  return { urls, switches };
}

function destinationOf(text: string, topology: Topology): Destination[] {
  const match = /^(?:(https?):\/\/)?(?:[^/@]*@)?([A-Za-z0-9._-]+)(?::(\d+))?(?:[/?#]|$)/.exec(text);
  if (match === null) return [];
  const [, scheme, host = '', given] = match;
  const port = given === undefined ? (scheme === 'https' ? 443 : 80) : Number(given);
  if (host === topology.deviceAddress) return [{ kind: 'device', port }];
  return isOfDevice(host, topology) ? [{ kind: 'name', name: host, port }] : [];
}

/** An address inside it, or a name that its bridges answer: of any other host, nothing is known here. */
function isOfDevice(host: string, { networks, services }: Topology): boolean {
  if (parseAddress(host) !== undefined)
    return (
      networks.some(({ gateway }) => gateway === host) ||
      services.some(({ attachments }) => attachments.some(({ address }) => address === host))
    );
  const wanted = host.toLowerCase();
  // A word without a dot is no name of the world outside: the learner means a service.
  return wanted !== 'localhost' && !wanted.includes('.');
}
