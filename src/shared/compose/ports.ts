import { parseAddress } from '../network/ipv4.ts';
import type { ComposePort } from './project.ts';

/**
 * Reads the short syntax of `ports`: `[[IP:][PUBLISHED]:]TARGET[/PROTOCOL]`, with ranges of equal length (a range of
 * published ports for a single target stays a range: the engine chooses). Answers one entry for each target port, or a problem.
 */
export function parsePort(text: string): ComposePort[] | { problem: string } {
  const wrong = { problem: `invalid port "${text}": write [[IP:]PUBLISHED:]TARGET[/PROTOCOL], for example "80:80"` };
  const match = /^(?:(\[[^\]]+\]|\d+\.\d+\.\d+\.\d+):)?(?:(\d*(?:-\d+)?):)?(\d+(?:-\d+)?)(?:\/([a-zA-Z]+))?$/.exec(text);
  if (match === null) return wrong;
  const [, host, published = '', target = '', protocol = 'tcp'] = match;
  if (host?.startsWith('[') === false && parseAddress(host) === undefined)
    return { problem: `invalid port "${text}": "${host}" is no IP address` };
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase()))
    return { problem: `invalid port "${text}": the protocol is tcp or udp, not "${protocol}"` };
  const targets = range(target);
  const doors = published === '' ? undefined : range(published);
  if (targets === undefined || (published !== '' && doors === undefined))
    return { problem: `invalid port "${text}": ports go from 1 to 65535, and a range from the smaller to the larger` };
  if (doors !== undefined && doors.length !== targets.length && targets.length !== 1)
    return { problem: `invalid port "${text}": the two ranges differ in length` };
  return targets.map((port, index) => ({
    mode: 'ingress',
    ...(host === undefined ? {} : { host_ip: host.replace(/^\[|\]$/g, '') }),
    target: port,
    ...(doors === undefined ? {} : { published: targets.length === 1 ? published : String(doors[index]) }),
    protocol: protocol.toLowerCase(),
  }));
}

function range(text: string): number[] | undefined {
  const [first = 0, last = first] = text.split('-').map(Number);
  if (first < 1 || last > 65535 || last < first) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
