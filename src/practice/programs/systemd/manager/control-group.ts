import type { Process, ProcessTable } from '../../../process/process.ts';
import type { Unit } from './unit.ts';

/**
 * Which unit a process belongs to. A process is a unit's when it or one that it came from was started for the unit: by
 * its process group, or by its parent; what has been seen once is remembered, since a parent can be gone later.
 */
export interface ControlGroups {
  add(process: Process, unit: Unit): void;
  membersOf(unit: Unit): Process[];
  unitOf(process: Process): Unit | undefined;
}

export function createControlGroups(table: ProcessTable): ControlGroups {
  const known = new WeakMap<Process, Unit>();
  const byGroup = new Map<number, Unit>();

  function unitOf(process: Process): Unit | undefined {
    const seen = known.get(process);
    if (seen !== undefined) return seen;
    const parent = process.parent > 1 ? table.find(process.parent) : undefined;
    const unit = byGroup.get(process.group) ?? (parent === undefined ? undefined : unitOf(parent));
    if (unit !== undefined) known.set(process, unit);
    return unit;
  }

  return {
    add(process, unit) {
      known.set(process, unit);
      byGroup.set(process.group, unit);
    },
    unitOf,
    membersOf: (unit) => table.list().filter((process) => unitOf(process) === unit),
  };
}
