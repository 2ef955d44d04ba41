import type { UnitSettings } from '../units/unit-settings.ts';
import type { UnitType } from '../units/unit-names.ts';
import type { ServiceRun } from './service-run.ts';

/** Dependencies between loaded units; each has its inverse. */
export const inverses = {
  requires: 'requiredBy',
  requisite: 'requisiteOf',
  wants: 'wantedBy',
  bindsTo: 'boundBy',
  partOf: 'consistsOf',
  upholds: 'upheldBy',
  conflicts: 'conflictedBy',
  onFailure: 'onFailureOf',
  onSuccess: 'onSuccessOf',
  propagatesReloadTo: 'reloadPropagatedFrom',
  triggers: 'triggeredBy',
  after: 'before',
} as const;

export type ForwardEdge = keyof typeof inverses;
export type Edge = ForwardEdge | (typeof inverses)[ForwardEdge];

export type LoadState = 'loaded' | 'not-found' | 'masked' | 'bad-setting';
export type ActiveState = 'inactive' | 'activating' | 'active' | 'reloading' | 'deactivating' | 'failed';

/** What ordering and transactions need to know of a unit. */
export interface UnitNode {
  readonly id: string;
  readonly type: UnitType;
  load: LoadState;
  active: ActiveState;
  edges: ReadonlyMap<Edge, ReadonlySet<UnitNode>>;
  ignoreOnIsolate: boolean;
  /** Always there: `-.slice`, `init.scope`. */
  isPerpetual: boolean;
}

/** A unit the manager has loaded, with its state. Times in milliseconds since 1970. */
export interface Unit extends UnitNode {
  readonly id: string;
  readonly type: UnitType;
  names: Set<string>;
  edges: Map<Edge, Set<Unit>>;
  settings: UnitSettings;
  description: string;
  fragment: string | undefined;
  dropIns: string[];
  sub: string;
  result: string;
  activeEnteredAt: number | undefined;
  activeLeftAt: number | undefined;
  inactiveEnteredAt: number | undefined;
  inactiveLeftAt: number | undefined;
  /** 32 hexadecimal digits, new at each start. */
  invocation: string | undefined;
  /** The condition that kept the last start from happening. */
  unmetCondition: { text: string; at: number } | undefined;
  run: ServiceRun;
}

export function edgesOf<Node extends UnitNode>(unit: Node, edge: Edge): ReadonlySet<Node> {
  // The edges of a node lead to nodes of its own kind: they come from `addEdge` alone.
  return (unit.edges.get(edge) ?? new Set()) as ReadonlySet<Node>;
}

export function addEdge<Node extends UnitNode>(from: Node, edge: ForwardEdge, to: Node): void {
  put(from, edge, to);
  put(to, inverses[edge], from);
}

function put<Node extends UnitNode>(from: Node, edge: Edge, to: Node): void {
  const edges = from.edges as Map<Edge, Set<Node>>;
  const set = edges.get(edge);
  if (set === undefined) edges.set(edge, new Set([to]));
  else set.add(to);
}

export function isUp(unit: UnitNode): boolean {
  return unit.active === 'active' || unit.active === 'reloading';
}

/** Inactive or failed: nothing of it runs. */
export function isDown(unit: UnitNode): boolean {
  return unit.active === 'inactive' || unit.active === 'failed';
}

/** `printer.service - Prints the time`, as status messages name a unit. */
export function titleOf(unit: Unit): string {
  return unit.description === unit.id ? unit.id : `${unit.id} - ${unit.description}`;
}
