/** One TCP connection to decide about. */
export interface NetworkRequest {
  from: Origin;
  to: Destination;
}

/** The learner's laptop (or anyone on the device's outside network), the host OS, or a service. */
export type Origin = { kind: 'laptop' } | { kind: 'host' } | { kind: 'service'; name: string };

/** The device's own address, or a name: service, alias, container name, `localhost`, or an IPv4 address. */
export type Destination = { kind: 'device'; port: number } | { kind: 'name'; name: string; port: number };

/**
 * How the connection ends: an open connection, an answer that nobody listens (ECONNREFUSED), a name without address
 * (EAI_AGAIN, ENOTFOUND), or no answer at all (ETIMEDOUT; also where no route leads there).
 */
export const verdictKinds = ['delivered', 'refused', 'unresolved', 'timeout'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** The rule that decided, for tests and for the views' explanations. */
export const rules = [
  'published-port',
  'host-listener',
  'same-bridge',
  'own-loopback',
  'host-to-container',
  'nothing-listens-on-host',
  'nothing-listens-in-service',
  'service-not-ready',
  'name-not-on-shared-bridge',
  'host-mode-has-no-names',
  'outside-has-no-names',
  'host-os-has-no-names',
  'no-network',
  'isolated-bridges',
  'internal-network',
  'container-address-from-outside',
  'no-such-address',
] as const;
export type Rule = (typeof rules)[number];

export interface Verdict {
  verdict: VerdictKind;
  rule: Rule;
  /** One sentence for a learner. */
  reason: string;
  /** The service whose process gets the connection; absent where it is one of the host OS. */
  reached?: string;
  /** The service that would answer if it ran and listened; of `service-not-ready`, where it is one alone. */
  awaited?: string;
  /** The bridge it travels on last, if any. */
  network?: string;
  /** Where it arrives: at the service's own address and port, which behind a published port are others than those asked for. */
  arrivesAt?: { address: string; port: number };
}
