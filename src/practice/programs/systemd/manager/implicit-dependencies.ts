import type { System } from '../../../process/process.ts';
import { findUnit } from '../units/find-unit.ts';
import { escapePath, partsOf } from '../units/unit-names.ts';
import { addEdge, edgesOf } from './unit.ts';
import type { Unit } from './unit.ts';

/** The unit that a socket, timer or path starts. */
export function triggeredName(unit: Unit): string | undefined {
  if (unit.type === 'socket' && unit.settings.acceptsConnections) return undefined;
  if (unit.type !== 'socket' && unit.type !== 'timer' && unit.type !== 'path') return undefined;
  return unit.settings.triggers ?? unit.id.replace(/\.[a-z]+$/, '.service');
}

/** Adds what a unit of its type depends on without saying so (systemd.unit(5) and the manual of each type). */
export async function addImplicitDependencies(unit: Unit, system: System, load: (name: string) => Promise<Unit>): Promise<void> {
  const { settings, type } = unit;
  const hasDefaults = settings.defaultDependencies;
  const after = async (name: string): Promise<void> => addEdge(unit, 'after', await load(name));
  const before = async (name: string): Promise<void> => addEdge(await load(name), 'after', unit);
  const endsBefore = async (name: string): Promise<void> => {
    addEdge(unit, 'conflicts', await load(name));
    await before(name);
  };
  const needs = async (name: string): Promise<void> => {
    addEdge(unit, 'requires', await load(name));
    await after(name);
  };

  if (type === 'slice') {
    if (unit.isPerpetual) return;
    const parent = parentSlice(unit.id);
    if (parent !== undefined) await needs(parent);
    if (hasDefaults) await endsBefore('shutdown.target');
    return;
  }
  if (type === 'scope' || unit.isPerpetual) return;
  if (type === 'service' || type === 'socket' || type === 'mount') await needs(settings.slice ?? sliceOf(unit));
  const triggered = triggeredName(unit);
  if (triggered !== undefined) {
    const other = await load(triggered);
    if (other.load !== 'not-found') {
      addEdge(unit, 'triggers', other);
      addEdge(other, 'after', unit);
    }
  }
  for (const path of [
    ...settings.requiresMountsFor,
    ...(settings.execution.workingDirectory === undefined ? [] : [settings.execution.workingDirectory.path]),
  ])
    await requireMounts(unit, path, system, load);

  if (type === 'service') {
    if (/journal/.test(settings.execution.standardOutput) && hasDefaults) await after('systemd-journald.socket');
    if (!hasDefaults) return;
    await needs('sysinit.target');
    await after('basic.target');
    await endsBefore('shutdown.target');
  } else if (type === 'target') {
    if (hasDefaults) await endsBefore('shutdown.target');
  } else if (type === 'socket' || type === 'timer' || type === 'path') {
    if (!hasDefaults) return;
    await before(`${type}s.target`);
    await needs('sysinit.target');
    await endsBefore('shutdown.target');
  } else if (type === 'mount') {
    const parent = settings.mount.where.replace(/\/[^/]+$/, '');
    if (parent !== '') await requireMounts(unit, parent, system, load);
    if (!hasDefaults) return;
    await after('local-fs-pre.target');
    await before('local-fs.target');
    await endsBefore('umount.target');
  }
}

/**
 * A target comes after the units that it wants or requires, unless one of them says the opposite (systemd.target(5)):
 * `unit` is the target or one of those. Both must have been loaded with all their own dependencies.
 */
export function orderTargets(unit: Unit): void {
  const pairs: [target: Unit, member: Unit][] = [];
  for (const [forward, backward] of [
    ['wants', 'wantedBy'],
    ['requires', 'requiredBy'],
  ] as const) {
    if (unit.type === 'target') for (const member of edgesOf(unit, forward)) pairs.push([unit, member]);
    for (const target of edgesOf(unit, backward)) if (target.type === 'target') pairs.push([target, unit]);
  }
  for (const [target, member] of pairs) {
    const hasDefaults = target.settings.defaultDependencies && member.settings.defaultDependencies;
    if (hasDefaults && target.load === 'loaded' && member.load === 'loaded' && !edgesOf(member, 'after').has(target))
      addEdge(target, 'after', member);
  }
}

/** The mount units that a path lies on, where there are such. */
async function requireMounts(unit: Unit, path: string, system: System, load: (name: string) => Promise<Unit>): Promise<void> {
  const names = ['', ...path.split('/').filter((part) => part !== '')];
  for (let depth = 1; depth <= names.length; depth += 1) {
    const place = names.slice(0, depth).join('/');
    const isMount = place === '' || system.mounts().some(({ target }) => target === place);
    const mount = isMount || (await isUnitThere(place, system)) ? await load(`${escapePath(place)}.mount`) : undefined;
    if (mount === undefined || mount === unit || mount.load !== 'loaded') continue;
    addEdge(unit, 'after', mount);
    if (!mount.isPerpetual) addEdge(unit, 'requires', mount);
  }
}

async function isUnitThere(place: string, system: System): Promise<boolean> {
  return (await findUnit(system.fileSystem, `${escapePath(place)}.mount`)).kind === 'file';
}

function sliceOf(unit: Unit): string {
  const { prefix, instance } = partsOf(unit.id);
  return instance === undefined || unit.type !== 'service' ? 'system.slice' : `system-${prefix.replaceAll('-', '\\x2d')}.slice`;
}

function parentSlice(id: string): string | undefined {
  const name = id.slice(0, -'.slice'.length);
  if (name === '-') return undefined;
  const at = name.lastIndexOf('-');
  return at < 0 ? '-.slice' : `${name.slice(0, at)}.slice`;
}
