import type { FileSystem } from '../../../filesystem/filesystem.ts';
import type { System } from '../../../process/process.ts';
import { findDropIns, findLinked, findUnit } from '../units/find-unit.ts';
import { readSettings } from '../units/read-settings.ts';
import { escapePath, partsOf, typeOf, unescapeName } from '../units/unit-names.ts';
import type { SpecifierValues } from '../units/unit-names.ts';
import type { DependencyKey } from '../units/unit-settings.ts';
import { parseUnitFile } from '../units/unit-syntax.ts';
import type { Setting } from '../units/unit-syntax.ts';
import { addImplicitDependencies, orderTargets } from './implicit-dependencies.ts';
import { newServiceRun } from './service-run.ts';
import { addEdge } from './unit.ts';
import type { ForwardEdge, Unit } from './unit.ts';

/** The units that a manager knows. */
export interface UnitTable {
  /** The unit of this name, loaded with all that it refers to. */
  load(name: string): Promise<Unit>;
  find(name: string): Unit | undefined;
  /** Every loaded unit once. */
  all(): Unit[];
  /** Reads all files again; states stay. */
  reload(): Promise<void>;
}

export interface UnitTableOptions {
  system: System;
  /** Told what a unit file says wrong. */
  warn: (unit: string, text: string) => void;
}

const edgeOfKey: Readonly<Record<Exclude<DependencyKey, 'Before'>, ForwardEdge>> = {
  Requires: 'requires',
  Requisite: 'requisite',
  Wants: 'wants',
  BindsTo: 'bindsTo',
  PartOf: 'partOf',
  Upholds: 'upholds',
  Conflicts: 'conflicts',
  After: 'after',
  OnFailure: 'onFailure',
  OnSuccess: 'onSuccess',
  PropagatesReloadTo: 'propagatesReloadTo',
};

/** Units that are there without a file, with their descriptions. */
const builtIn: Readonly<Record<string, string>> = {
  '-.slice': 'Root Slice',
  'system.slice': 'System Slice',
  'init.scope': 'System and Service Manager',
  '-.mount': 'Root Mount',
};
const perpetual: ReadonlySet<string> = new Set(['-.slice', 'system.slice', 'init.scope', '-.mount']);

export function createUnitTable({ system, warn }: UnitTableOptions): UnitTable {
  let byName = new Map<string, Unit>();
  let previous: ReadonlyMap<string, Unit> = new Map();
  const machine: SpecifierValues = system;

  /** Loads breadth first: a unit's own file before what it refers to. */
  async function load(name: string): Promise<Unit> {
    const queue: Unit[] = [];
    const unit = await loadOne(name, queue);
    const connected: Unit[] = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await connect(next, queue);
      connected.push(next);
    }
    for (const each of connected) orderTargets(each);
    return unit;
  }

  async function loadOne(name: string, queue: Unit[]): Promise<Unit> {
    const known = byName.get(name);
    if (known !== undefined) return known;
    const found = await findUnit(system.fileSystem, name);
    const existing = byName.get(found.id);
    if (existing !== undefined) {
      for (const alias of found.names) {
        existing.names.add(alias);
        byName.set(alias, existing);
      }
      return existing;
    }
    const unit = await readUnit(system.fileSystem, found.id, found.kind === 'file' ? found.path : undefined, found.kind, machine, warn);
    const kept = previous.get(found.id);
    const merged = kept === undefined ? unit : Object.assign(unit, stateOf(kept));
    for (const alias of [...found.names, found.id]) {
      merged.names.add(alias);
      byName.set(alias, merged);
    }
    queue.push(merged);
    return merged;
  }

  async function connect(unit: Unit, queue: Unit[]): Promise<void> {
    if (unit.load !== 'loaded') return;
    for (const [key, names] of unit.settings.dependencies)
      for (const name of names) {
        const other = await loadOne(name, queue);
        if (other === unit) continue;
        if (key === 'Before') addEdge(other, 'after', unit);
        else addEdge(unit, edgeOfKey[key], other);
      }
    const names = [...unit.names];
    for (const [folder, edge] of [
      ['wants', 'wants'],
      ['requires', 'requires'],
      ['upholds', 'upholds'],
    ] as const)
      for (const name of await findLinked(system.fileSystem, names, folder))
        if (typeOf(name) !== undefined) {
          const other = await loadOne(name, queue);
          if (other !== unit) addEdge(unit, edge, other);
        }
    await addImplicitDependencies(unit, system, (name) => loadOne(name, queue));
  }

  return {
    load,
    find: (name) => byName.get(name),
    all: () => [...new Set(byName.values())],
    async reload() {
      const before = [...new Set(byName.values())];
      previous = new Map(before.map((unit) => [unit.id, unit]));
      byName = new Map();
      for (const unit of before) await load(unit.id);
      previous = new Map();
    },
  };
}

function stateOf(unit: Unit): Partial<Unit> {
  const { active, sub, result, activeEnteredAt, activeLeftAt, inactiveEnteredAt, inactiveLeftAt, invocation, unmetCondition, run } = unit;
  return { active, sub, result, activeEnteredAt, activeLeftAt, inactiveEnteredAt, inactiveLeftAt, invocation, unmetCondition, run };
}

async function readUnit(
  fileSystem: FileSystem,
  id: string,
  fragment: string | undefined,
  kind: 'file' | 'masked' | 'not-found',
  machine: SpecifierValues,
  warn: (unit: string, text: string) => void,
): Promise<Unit> {
  const type = typeOf(id) ?? 'service';
  const parsed: Setting[] = [];
  const dropIns = kind === 'masked' ? [] : await findDropIns(fileSystem, [id]);
  for (const path of [...(fragment === undefined ? [] : [fragment]), ...dropIns]) {
    const { settings, warnings } = parseUnitFile((await fileSystem.readFile(path)).toString(), path);
    parsed.push(...settings);
    for (const text of warnings) warn(id, text);
  }
  const { settings, warnings } = readSettings(id, parsed, machine);
  // What the packages' own units ask of a real machine is nobody's news.
  if (fragment?.startsWith('/usr/lib/') !== true) for (const text of warnings) warn(id, text);
  const own = builtIn[id] ?? (kind === 'not-found' ? describeWithoutFile(id) : undefined);
  const problem = kind === 'file' ? findProblem(id, settings) : undefined;
  if (problem !== undefined) warn(id, `${id}: ${problem}`);
  const isBuiltIn = own !== undefined && kind === 'not-found';
  const isPerpetual = perpetual.has(id);
  return {
    id,
    type,
    names: new Set([id]),
    load: kind === 'masked' ? 'masked' : problem !== undefined ? 'bad-setting' : kind === 'file' || isBuiltIn ? 'loaded' : 'not-found',
    edges: new Map(),
    settings,
    description: kind === 'masked' ? id : (settings.description ?? own ?? id),
    fragment,
    dropIns,
    ignoreOnIsolate: settings.ignoreOnIsolate || type === 'slice' || type === 'scope' || type === 'device',
    isPerpetual,
    active: isPerpetual ? 'active' : 'inactive',
    sub: isPerpetual ? activeSub(id) : 'dead',
    result: 'success',
    activeEnteredAt: undefined,
    activeLeftAt: undefined,
    inactiveEnteredAt: undefined,
    inactiveLeftAt: undefined,
    invocation: undefined,
    unmetCondition: undefined,
    run: newServiceRun(),
  };
}

function activeSub(id: string): string {
  if (id === 'init.scope') return 'running';
  return id.endsWith('.mount') ? 'mounted' : 'active';
}

/** Slices need no file. */
function describeWithoutFile(id: string): string | undefined {
  return typeOf(id) === 'slice' ? `Slice /${unescapeName(partsOf(id).prefix)}` : undefined;
}

/** What makes systemd refuse a unit file. */
function findProblem(id: string, settings: Unit['settings']): string | undefined {
  const { service } = settings;
  if (typeOf(id) === 'service') {
    if (service.execStart.length === 0 && service.execStop.length === 0 && settings.successAction === 'none')
      return 'Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.';
    if (service.type !== 'oneshot' && service.execStart.length === 0 && settings.successAction === 'none')
      return 'Service has no ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.';
    if (service.type !== 'oneshot' && service.execStart.length > 1)
      return 'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.';
    if (service.type === 'oneshot' && (service.restart === 'always' || service.restart === 'on-success'))
      return `Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services. Refusing.`;
  }
  if (typeOf(id) === 'mount' && settings.mount.where !== '' && `${escapePath(settings.mount.where)}.mount` !== id)
    return `Where= setting doesn't match unit name. Refusing.`;
  if (typeOf(id) === 'socket' && settings.listens.length === 0)
    return 'Unit has no Listen setting (ListenStream=, ListenDatagram=, ListenFIFO=, ...). Refusing.';
  return undefined;
}
