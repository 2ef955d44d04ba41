import { listUnitFiles, presetOf, unitFileState } from '../install/unit-file-state.ts';
import type { Manager } from '../manager/manager.ts';
import { edgesOf } from '../manager/unit.ts';
import type { Unit } from '../manager/unit.ts';
import { formatTimeSpan } from '../units/time-span.ts';
import { typeOf, unitTypes } from '../units/unit-names.ts';
import type { UnitType } from '../units/unit-names.ts';
import { matchesPattern, needManager } from './call.ts';
import type { SystemctlCall, Verb } from './call.ts';
import { painted, table, timestamp } from './tables.ts';
import { unitFilesOf } from './unit-file-verbs.ts';

/** The order in which lists show the types. */
const typeOrder: readonly UnitType[] = [
  'automount',
  'device',
  'mount',
  'path',
  'scope',
  'service',
  'slice',
  'socket',
  'swap',
  'target',
  'timer',
];

export const listUnits: Verb = async (call) => {
  const manager = needManager(call.context);
  const shown = selectUnits(call, manager);
  const rows = shown.map((unit) => [unit.id, unit.load, unit.active, unit.sub, unit.description]);
  const isBad = (unit: Unit): boolean => unit.active === 'failed' || (unit.load !== 'loaded' && call.options.all);
  const header = ['UNIT', 'LOAD', 'ACTIVE', 'SUB', 'DESCRIPTION'];
  const lines = table([header, ...rows]);
  const hasLegend = legendOf(call);
  if (hasLegend) await call.print(`  ${lines[0] ?? ''}\n`);
  for (const [index, line] of lines.slice(1).entries()) {
    const unit = shown[index];
    const mark = unit !== undefined && isBad(unit) ? painted('●', unit.active === 'failed' ? 'failed' : 'inactive', call.isColoured) : ' ';
    await call.print(call.options.plain ? `${line}\n` : `${mark} ${line}\n`);
  }
  if (!hasLegend) return 0;
  const legend =
    shown.length === 0
      ? ''
      : `Legend: LOAD   → Reflects whether the unit definition was properly loaded.
        ACTIVE → The high-level unit activation state, i.e. generalization of SUB.
        SUB    → The low-level unit activation state, values depend on unit type.

`;
  const isFiltered = statesOf(call).length > 0;
  const hint = call.options.all || isFiltered ? '' : ' Pass --all to see loaded but inactive units, too.';
  const files = isFiltered ? '' : "To show all installed unit files use 'systemctl list-unit-files'.\n";
  await call.print(`\n${legend}${shown.length} loaded units listed.${hint}\n${files}`);
  return 0;
};

function selectUnits(call: SystemctlCall, manager: Manager): Unit[] {
  const types = call.all('type');
  const states = statesOf(call);
  return manager.units
    .all()
    .filter((unit) => {
      if (call.words.length > 0 && !call.words.some((pattern) => matchesPattern(pattern, unit.id))) return false;
      if (types.length > 0 && !types.some((type) => type === unit.type || type === unit.load)) return false;
      if (states.length > 0) return states.some((state) => [unit.load, unit.active, unit.sub].includes(state));
      return call.options.all || unit.active !== 'inactive' || manager.jobs().some((job) => job.unit === unit);
    })
    .sort(byTypeAndName);
}

function statesOf(call: SystemctlCall): string[] {
  return [...call.all('state'), ...(call.options.failed ? ['failed'] : [])];
}

function byTypeAndName(left: Unit, right: Unit): number {
  const types = typeOrder.indexOf(left.type) - typeOrder.indexOf(right.type);
  return types !== 0 ? types : compareNames(left.id, right.id);
}

/** `-.mount` stands before `dev-…`, and capitals do not matter. */
function compareNames(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}

export function legendOf(call: SystemctlCall): boolean {
  return !call.options.noLegend && !/^(no|0|false|off)$/.test(call.options.legend ?? 'yes') && !call.options.quiet;
}

export const listUnitFilesVerb: Verb = async (call) => {
  const files = unitFilesOf(call.context.system);
  const types = call.all('type');
  const states = call.all('state');
  const rows: string[][] = [];
  const names = (await listUnitFiles(files.fileSystem)).filter((name) => {
    const type = typeOf(name);
    if (type === undefined || (types.length > 0 && !types.includes(type))) return false;
    return call.words.length === 0 || call.words.some((pattern) => matchesPattern(pattern, name));
  });
  const order = (name: string): number => typeOrder.indexOf(typeOf(name) ?? unitTypes[0]);
  names.sort((left, right) => order(left) - order(right) || compareNames(left, right));
  for (const name of names) {
    const state = await unitFileState(files, name);
    if (states.length > 0 && !states.includes(state)) continue;
    const hasPreset = !['static', 'alias', 'generated', 'indirect'].includes(state);
    rows.push([name, state, hasPreset ? await presetOf(files.fileSystem, name) : '-']);
  }
  const lines = table([['UNIT FILE', 'STATE', 'PRESET'], ...rows]);
  const hasLegend = legendOf(call);
  await call.print((hasLegend ? lines : lines.slice(1)).map((line) => `${line}\n`).join(''));
  if (hasLegend) await call.print(`\n${rows.length} unit files listed.\n`);
  return 0;
};

export const listTimers: Verb = async (call) => {
  const manager = needManager(call.context);
  const now = manager.now();
  const timers = manager.units
    .all()
    .filter((unit) => unit.type === 'timer' && unit.load === 'loaded' && (call.options.all || unit.active === 'active'))
    .sort((left, right) => (left.run.nextElapse ?? Infinity) - (right.run.nextElapse ?? Infinity));
  const rows = timers.map((unit) => {
    const { nextElapse, lastTrigger } = unit.run;
    const span = (time: number): string => formatTimeSpan(time, 1000).split(' ')[0] ?? '';
    return [
      nextElapse === undefined ? '-' : timestamp(nextElapse),
      nextElapse === undefined ? '-' : span(nextElapse - now),
      lastTrigger === undefined ? '-' : timestamp(lastTrigger),
      lastTrigger === undefined ? '-' : `${span(now - lastTrigger)} ago`,
      unit.id,
      [...edgesOf(unit, 'triggers')].map(({ id }) => id).join(', '),
    ];
  });
  const footer = call.options.all ? '' : 'Pass --all to see loaded but inactive timers, too.\n';
  return printTable(call, ['NEXT', 'LEFT', 'LAST', 'PASSED', 'UNIT', 'ACTIVATES'], rows, `${rows.length} timers listed.\n${footer}`);
};

export const listSockets: Verb = async (call) => {
  const manager = needManager(call.context);
  const rows = manager.units
    .all()
    .filter((unit) => unit.type === 'socket' && unit.load === 'loaded' && (call.options.all || unit.active === 'active'))
    .flatMap((unit) =>
      unit.settings.listens.map(({ address }) => {
        const triggered = [...edgesOf(unit, 'triggers')].map(({ id }) => id).join(', ');
        return [address, unit.id, triggered === '' ? '-' : triggered];
      }),
    )
    .sort(([left = ''], [right = '']) => (left < right ? -1 : 1));
  const footer = call.options.all ? '' : 'Pass --all to see loaded but inactive sockets, too.\n';
  return printTable(call, ['LISTEN', 'UNIT', 'ACTIVATES'], rows, `${rows.length} sockets listed.\n${footer}`);
};

export const listJobs: Verb = async (call) => {
  const jobs = needManager(call.context).jobs();
  if (jobs.length === 0) {
    await call.print('No jobs running.\n');
    return 0;
  }
  const rows = [...jobs].sort((left, right) => left.id - right.id).map((job) => [String(job.id), job.unit.id, job.type, job.state]);
  return printTable(call, ['JOB', 'UNIT', 'TYPE', 'STATE'], rows, `${rows.length} jobs listed.\n`);
};

async function printTable(call: SystemctlCall, header: string[], rows: string[][], footer: string): Promise<number> {
  const hasLegend = legendOf(call);
  const lines = table([header, ...rows]);
  for (const line of hasLegend ? lines : lines.slice(1)) await call.print(`${line}\n`);
  if (hasLegend) await call.print(`\n${footer}`);
  return 0;
}
