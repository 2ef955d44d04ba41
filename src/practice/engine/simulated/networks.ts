import { z } from 'zod';
import { openStateFile } from '../../../storage/state-file.ts';
import type { EngineEvent, NetworkInfo, NetworkSpec } from '../engine.ts';
import type { VirtualNetwork } from '../network/virtual-network.ts';

/** The engine's networks: those of the virtual network, kept on disk so that they are there again after a start. */
export interface Networks {
  /** Sentences for the person about a damaged file, or about networks that could not be made again. */
  readonly notices: readonly string[];
  list(): NetworkInfo[];
  /** Throws EngineError `conflict` or `invalid`. */
  create(spec: NetworkSpec): NetworkInfo;
  /** By name or id. Throws EngineError `not-found` or `conflict`. */
  remove(reference: string): void;
  /** Those that were made by somebody, for a checkpoint. */
  snapshot(): NetworkInfo[];
  /** Takes away all that were made, and makes those of the snapshot. No container may be on any of them. */
  restore(snapshot: readonly NetworkInfo[]): void;
  flush(): Promise<void>;
}

const networkInfo = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  driver: z.enum(['bridge', 'host', 'null']),
  subnet: z.string().exactOptional(),
  gateway: z.string().exactOptional(),
  ipRange: z.string().exactOptional(),
  isSubnetChosen: z.boolean().exactOptional(),
  internal: z.boolean(),
  labels: z.record(z.string(), z.string()),
  bridge: z.string().exactOptional(),
});
const networkInfos = z.array(networkInfo);

/** Networks of a checkpoint. Throws where they are none. */
export function readNetworks(value: unknown): NetworkInfo[] {
  return networkInfos.parse(value);
}

/** In every engine, made by nobody. */
const builtIn: ReadonlySet<string> = new Set(['bridge', 'host', 'none']);

export async function openNetworks(options: {
  path: string;
  network: VirtualNetwork;
  emit: (event: EngineEvent) => void;
  now: () => number;
}): Promise<Networks> {
  const { path, network, emit, now } = options;
  const file = await openStateFile<NetworkInfo[]>({ path, version: 1, schema: networkInfos, initial: () => [] });
  const missing = network.restoreNetworks(file.value);
  const notices = [
    ...(file.notice === undefined ? [] : [file.notice]),
    ...(missing.length === 0 ? [] : [`Networks that could not be made again: ${missing.join(', ')}. Push again to make them.`]),
  ];

  function snapshot(): NetworkInfo[] {
    return network.networks().filter(({ name }) => !builtIn.has(name));
  }
  function tell(action: 'create' | 'destroy', name: string): void {
    file.save(snapshot());
    emit({ kind: 'network', action, name, time: now() });
  }
  function remove(name: string): void {
    network.removeNetwork(name);
    tell('destroy', name);
  }
  return {
    notices,
    list: () => [...network.networks()],
    create(spec) {
      const made = network.createNetwork(spec);
      tell('create', made.name);
      return made;
    },
    remove(reference) {
      const found = network.networks().find(({ id, name }) => name === reference || id === reference);
      remove(found?.name ?? reference);
    },
    snapshot,
    restore(wanted) {
      for (const { name } of snapshot()) remove(name);
      network.restoreNetworks(wanted);
      file.save(snapshot());
    },
    flush: () => file.flush(),
  };
}
