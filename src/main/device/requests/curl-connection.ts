import { shellWords } from '../../../shared/compose/shell-words.ts';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import { decide } from '../../../shared/network/decide.ts';
import type { Destination, Rule, VerdictKind } from '../../../shared/network/request.ts';
import type { Topology } from '../../../shared/network/topology.ts';

/** curl's exit codes that tell where a connection ended (curl's manual, EXIT CODES). */
const ends: Readonly<Record<number, { kind: VerdictKind; rule: Rule }>> = {
  6: { kind: 'unresolved', rule: 'outside-has-no-names' },
  7: { kind: 'refused', rule: 'nothing-listens-on-host' },
  28: { kind: 'timeout', rule: 'no-such-address' },
};

/**
 * The connection to the device that failed in a curl of the laptop's terminal. Nobody on the device sees one: a closed port is closed on the
 * laptop already. Undefined for other commands, other hosts, and where curl got through.
 */
export function curlConnection(
  command: { text: string; exitCode: number },
  topology: Topology,
): Omit<ConnectionEvent, 'id' | 'time'> | undefined {
  const end = ends[command.exitCode];
  const words = shellWords(command.text) ?? [];
  if (end === undefined || words[0] !== 'curl') return undefined;
  for (const word of words.slice(1)) {
    const to = destinationOf(word, topology);
    if (to === undefined) continue;
    const from = { kind: 'laptop' } as const;
    const decided = decide(topology, { from, to });
    const place = to.kind === 'device' ? `port ${String(to.port)}` : to.name;
    const verdict =
      decided.verdict === end.kind
        ? decided
        : { verdict: end.kind, rule: end.rule, reason: `curl ended so at ${place}: exit code ${String(command.exitCode)}.` };
    return { from, to, verdict };
  }
  return undefined;
}

/** `http://10.42.0.7:1234/data`; a host that is not the device's and has no dot can only be meant as a service's name. */
function destinationOf(word: string, { deviceAddress, networks, services }: Topology): Destination | undefined {
  const match = /^(?:(https?):\/\/)?([a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(word);
  const host = match?.[2];
  if (match === null || host === undefined) return undefined;
  const port = match[3] === undefined ? (match[1]?.toLowerCase() === 'https' ? 443 : 80) : Number(match[3]);
  if (port > 65_535) return undefined;
  if (host === deviceAddress) return { kind: 'device', port };
  const isInside =
    networks.some(({ gateway }) => gateway === host) ||
    services.some(({ attachments }) => attachments.some(({ address }) => address === host));
  // Without `http://`, a word without a dot may be the value of an option.
  const isName = match[1] !== undefined && host !== 'localhost' && !host.includes('.');
  return isInside || isName ? { kind: 'name', name: host, port } : undefined;
}
