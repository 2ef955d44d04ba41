import { z } from 'zod';
import type { ContainerSpec, NetworkInfo, NetworkSpec } from '../../engine/engine.ts';
import { supervisorNetwork } from './feature-labels.ts';

/** The networks of an app in the engine's terms, and why a network cannot be made, by its name in the composition. */
export interface DesiredNetworks {
  networks: NetworkSpec[];
  refused: Map<string, string>;
}

const pool = z.strictObject({ subnet: z.string().optional(), gateway: z.string().optional(), ip_range: z.string().optional() });
const networkShape = z
  .strictObject({
    driver: z.enum(['bridge', 'default']).optional(),
    internal: z.boolean().nullish(),
    ipam: z.strictObject({ driver: z.literal('default').optional(), config: z.array(pool).max(1).nullish() }).nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
    enable_ipv6: z.literal(false).optional(),
    driver_opts: z.strictObject({}).optional(),
    name: z.string().optional(),
  })
  .nullable();

export function desiredNetworks(appId: number, declared: Readonly<Record<string, unknown>>): DesiredNetworks {
  const result: DesiredNetworks = { networks: [], refused: new Map() };
  for (const [name, settings] of Object.entries({ default: {}, ...declared })) {
    const parsed = networkShape.safeParse(settings);
    if (parsed.success) result.networks.push(networkSpec(appId, name, parsed.data));
    else result.refused.set(name, `network '${name}': ${keysOf(parsed.error)}: not supported on the practice device`);
  }
  return result;
}

/**
 * The networks to be made: every declared one, the default one where a service is on it (the Supervisor makes it in any
 * case, without interfaces where nothing uses it), and the Supervisor's own where a service asks for its API.
 */
export function neededNetworks(
  networks: readonly NetworkSpec[],
  appId: number,
  services: readonly { spec: Pick<ContainerSpec, 'networks'> }[],
): NetworkSpec[] {
  const used = new Set(services.flatMap(({ spec }) => (spec.networks ?? []).map(({ network }) => network)));
  const needed = networks.filter(({ name }) => name !== `${appId}_default` || used.has(name));
  return used.has(supervisorNetwork.name) ? [...needed, { ...supervisorNetwork, labels: {} }] : needed;
}

/** A subnet that nobody asked for is the engine's choice, and no reason to make the network anew (as in the Supervisor). */
export function isNetworkAsDesired(actual: NetworkInfo, wanted: NetworkSpec): boolean {
  const isSame = (key: 'subnet' | 'gateway' | 'ipRange'): boolean => wanted[key] === undefined || wanted[key] === actual[key];
  const labels = (of: Readonly<Record<string, string>> = {}): string => JSON.stringify(Object.entries(of).sort());
  return (
    actual.internal === (wanted.internal ?? false) &&
    isSame('subnet') &&
    isSame('gateway') &&
    isSame('ipRange') &&
    labels(actual.labels) === labels(wanted.labels)
  );
}

/** The app that a network belongs to; undefined for one that no supervisor made for an app. */
export function appOfNetwork(network: Pick<NetworkInfo, 'name' | 'labels'>): number | undefined {
  const [, app] = /^(\d+)_/.exec(network.name) ?? [];
  return app === undefined || network.labels['io.balena.supervised'] === undefined ? undefined : Number(app);
}

function networkSpec(appId: number, name: string, settings: z.infer<typeof networkShape>): NetworkSpec {
  const [first] = settings?.ipam?.config ?? [];
  return {
    name: `${appId}_${name}`,
    ...(first?.subnet === undefined ? {} : { subnet: first.subnet }),
    ...(first?.gateway === undefined ? {} : { gateway: first.gateway }),
    ...(first?.ip_range === undefined ? {} : { ipRange: first.ip_range }),
    internal: settings?.internal ?? false,
    labels: { ...settings?.labels, 'io.balena.supervised': 'true', 'io.balena.app-id': String(appId) },
  };
}

function keysOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') return [...issue.path, issue.keys.join(', ')].join('.');
  return issue?.path.join('.') ?? 'its settings';
}
