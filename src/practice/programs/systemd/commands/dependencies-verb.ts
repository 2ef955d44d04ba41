import { edgesOf } from '../manager/unit.ts';
import type { Edge, Unit } from '../manager/unit.ts';
import { needManager, unitNames } from './call.ts';
import type { SystemctlCall, Verb } from './call.ts';
import { painted } from './tables.ts';

/** `systemctl list-dependencies`: what a unit pulls in, or with `--reverse` what pulls it in. Targets are opened, others only with `--all`. */
export const listDependencies: Verb = async (call) => {
  const manager = needManager(call.context);
  const names = call.words.length === 0 ? ['default.target'] : unitNames(call);
  for (const name of names) {
    const unit = await manager.units.load(name);
    await call.print(`${unit.id}\n`);
    await showBelow(call, unit, '', [unit]);
  }
  return 0;
};

function edgesWanted(call: SystemctlCall): readonly Edge[] {
  const { reverse, after, before } = call.options;
  if (after) return ['after'];
  if (before) return ['before'];
  return reverse ? ['requiredBy', 'requisiteOf', 'wantedBy', 'boundBy'] : ['requires', 'requisite', 'wants', 'bindsTo'];
}

async function showBelow(call: SystemctlCall, unit: Unit, indent: string, path: readonly Unit[]): Promise<void> {
  const found = new Set(edgesWanted(call).flatMap((edge) => [...edgesOf(unit, edge)]));
  const members = [...found]
    .filter((other) => other.load !== 'not-found' && (other.load !== 'masked' || !path.slice(1).includes(other)))
    .sort(byTypeAndName);
  const isTop = path.length === 1;
  for (const [index, other] of members.entries()) {
    const isLast = index === members.length - 1;
    const mark = other.active === 'failed' ? '×' : other.active === 'inactive' ? '○' : '●';
    const branch = call.options.plain ? '  ' : `${indent}${isLast ? '└─' : '├─'}`;
    await call.print(`${painted(mark, other.active, call.isColoured)} ${branch}${other.id}\n`);
    if ((isTop || other.type === 'target' || call.options.all) && (other.type === 'target' || call.options.all) && !path.includes(other))
      await showBelow(call, other, `${indent}${isLast ? '  ' : '│ '}`, [...path, other]);
  }
}

/** Targets stand last, the rest by name. */
function byTypeAndName(left: Unit, right: Unit): number {
  const rank = (unit: Unit): number => (unit.type === 'target' ? 1 : 0);
  return rank(left) - rank(right) || (left.id < right.id ? -1 : 1);
}
