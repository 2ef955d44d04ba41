import { presetOf, unitFileState } from '../install/unit-file-state.ts';
import type { Manager } from '../manager/manager.ts';
import { startTimeoutText } from '../manager/service.ts';
import { edgesOf } from '../manager/unit.ts';
import type { Edge, Unit } from '../manager/unit.ts';
import { formatTimeSpan } from '../units/time-span.ts';
import { needManager, unitNames, VerbError } from './call.ts';
import type { SystemctlCall, Verb } from './call.ts';
import { groupOf } from './control-group-tree.ts';
import { timestamp } from './tables.ts';
import { unitFilesOf } from './unit-file-verbs.ts';

/** `systemctl show`: the properties that the practice device knows, in systemd's order. */
export const show: Verb = async (call) => {
  const manager = needManager(call.context);
  const wanted = [...call.all('property'), ...call.all('valueOf')];
  const isBare = call.options.valueOnly || call.options.valueOf !== undefined;
  const subjects = call.words.length === 0 ? [systemProperties(manager)] : await unitProperties(call, manager);
  for (const [index, properties] of subjects.entries()) {
    if (index > 0) await call.print('\n');
    for (const [name, value] of properties) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      if (value === '' && wanted.length === 0 && !call.options.all) continue;
      await call.print(isBare ? `${value}\n` : `${name}=${value}\n`);
    }
  }
  return 0;
};

export const cat: Verb = async (call) => {
  const manager = needManager(call.context);
  let isFirst = true;
  for (const name of unitNames(call)) {
    const unit = await manager.units.load(name);
    if (unit.load === 'not-found') throw new VerbError(`No files found for ${name}.`);
    const paths = [...(unit.fragment === undefined ? [] : [unit.fragment]), ...unit.dropIns];
    if (unit.load === 'masked') await call.print(`${isFirst ? '' : '\n'}# Unit ${name} is masked.\n`);
    for (const path of paths) {
      await call.print(`${isFirst ? '' : '\n'}# ${path}\n${(await call.context.system.fileSystem.readFile(path)).toString()}`);
      isFirst = false;
    }
    isFirst = false;
  }
  return 0;
};

function systemProperties(manager: Manager): [string, string][] {
  const units = manager.units.all();
  return [
    ['Version', '257.13-1~deb13u1'],
    ['Virtualization', 'docker'],
    ['NNames', String(units.reduce((sum, unit) => sum + unit.names.size, 0))],
    ['NFailedUnits', String(units.filter((unit) => unit.active === 'failed').length)],
    ['NJobs', String(manager.jobs().length)],
    ['SystemState', manager.state()],
  ];
}

async function unitProperties(call: SystemctlCall, manager: Manager): Promise<[string, string][][]> {
  const all: [string, string][][] = [];
  for (const name of unitNames(call)) all.push(await propertiesOf(call, manager, await manager.units.load(name)));
  return all;
}

const dependencyNames: readonly (readonly [string, Edge])[] = [
  ['Requires', 'requires'],
  ['Requisite', 'requisite'],
  ['Wants', 'wants'],
  ['BindsTo', 'bindsTo'],
  ['PartOf', 'partOf'],
  ['RequiredBy', 'requiredBy'],
  ['WantedBy', 'wantedBy'],
  ['BoundBy', 'boundBy'],
  ['Conflicts', 'conflicts'],
  ['Before', 'before'],
  ['After', 'after'],
  ['OnFailure', 'onFailure'],
  ['Triggers', 'triggers'],
  ['TriggeredBy', 'triggeredBy'],
];

async function propertiesOf(call: SystemctlCall, manager: Manager, unit: Unit): Promise<[string, string][]> {
  const files = unitFilesOf(call.context.system);
  const time = (moment: number | undefined): string => (moment === undefined ? '' : timestamp(moment));
  const fileState = unit.fragment === undefined && unit.load !== 'masked' ? '' : await unitFileState(files, unit.id);
  const { settings, run } = unit;
  const common: [string, string][] = [
    ['Id', unit.id],
    ['Names', [...unit.names].join(' ')],
    ...dependencyNames.map(([name, edge]): [string, string] => [name, [...edgesOf(unit, edge)].map(({ id }) => id).join(' ')]),
    ['Documentation', settings.documentation.join(' ')],
    ['Description', unit.description],
    ['LoadState', unit.load],
    ['ActiveState', unit.active],
    ['FreezerState', 'running'],
    ['SubState', unit.sub],
    ['FragmentPath', unit.fragment ?? ''],
    ['DropInPaths', unit.dropIns.join(' ')],
    ['UnitFileState', fileState],
    ['UnitFilePreset', unit.fragment === undefined ? '' : await presetOf(files.fileSystem, unit.id)],
    ['InactiveExitTimestamp', time(unit.inactiveLeftAt)],
    ['ActiveEnterTimestamp', time(unit.activeEnteredAt)],
    ['ActiveExitTimestamp', time(unit.activeLeftAt)],
    ['InactiveEnterTimestamp', time(unit.inactiveEnteredAt)],
    ['CanStart', settings.refuseManualStart ? 'no' : 'yes'],
    ['CanStop', settings.refuseManualStop ? 'no' : 'yes'],
    ['CanIsolate', settings.allowIsolate ? 'yes' : 'no'],
    ['DefaultDependencies', settings.defaultDependencies ? 'yes' : 'no'],
    ['ConditionResult', unit.unmetCondition === undefined ? 'yes' : 'no'],
    ['StartLimitIntervalUSec', formatTimeSpan(settings.startLimitInterval)],
    ['StartLimitBurst', String(settings.startLimitBurst)],
    ['InvocationID', unit.invocation ?? ''],
  ];
  if (unit.type !== 'service') return common;
  const { service, execution } = settings;
  return [
    ['Type', service.type],
    ['Restart', service.restart],
    ['RestartUSec', formatTimeSpan(service.restartDelay)],
    ['TimeoutStartUSec', startTimeoutText(service)],
    ['TimeoutStopUSec', formatTimeSpan(service.timeoutStop)],
    ['RemainAfterExit', service.remainAfterExit ? 'yes' : 'no'],
    ['MainPID', String(run.main?.pid ?? 0)],
    ['ControlPID', String(run.control?.pid ?? 0)],
    ['StatusText', run.statusText ?? ''],
    ['Result', unit.result],
    ['NRestarts', String(run.restarts)],
    ['ExecMainPID', String(run.mainRecord?.pid ?? 0)],
    ['ExecMainStatus', String(run.mainRecord?.status?.code ?? 0)],
    ['ExecStart', service.execStart.map(({ words }) => `{ path=${words[0] ?? ''} ; argv[]=${words.join(' ')} }`).join(' ')],
    ['Slice', [...edgesOf(unit, 'requires')].find(({ type }) => type === 'slice')?.id ?? ''],
    ['ControlGroup', manager.groups.membersOf(unit).length === 0 ? '' : groupOf(unit)],
    ['Environment', [...execution.environment].map(([name, value]) => `${name}=${value}`).join(' ')],
    [
      'EnvironmentFiles',
      execution.environmentFiles.map(({ path, isOptional }) => `${path} (ignore_errors=${isOptional ? 'yes' : 'no'})`).join(' '),
    ],
    ['WorkingDirectory', execution.workingDirectory?.path ?? ''],
    ['User', execution.user ?? ''],
    ['StandardOutput', execution.standardOutput],
    ['StandardError', execution.standardError],
    ['KillMode', service.killMode],
    ...common,
  ];
}
