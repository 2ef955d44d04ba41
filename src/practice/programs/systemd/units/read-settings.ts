import { parseSignal } from '../../../process/signals.ts';
import type { Signal } from '../../../process/signals.ts';
import { exitStatusOf } from './exit-statuses.ts';
import { isKnownSection, isKnownWithoutEffect } from './known-keys.ts';
import { parseTimeSpan } from './time-span.ts';
import { expandSpecifiers, isTemplate, instanceOf, partsOf, typeOf } from './unit-names.ts';
import type { SpecifierValues } from './unit-names.ts';
import { dependencyKeys } from './unit-settings.ts';
import type {
  Command,
  DependencyKey,
  EmergencyAction,
  KillMode,
  RestartSetting,
  ServiceType,
  StatusSet,
  UnitSettings,
} from './unit-settings.ts';
import type { Setting } from './unit-syntax.ts';
import { splitWords } from './words.ts';

export interface ReadUnit {
  settings: UnitSettings;
  warnings: string[];
}

const executionSections: ReadonlySet<string> = new Set(['Service', 'Socket', 'Mount', 'Swap']);

/** Reads the settings of the unit `name`; what cannot be used is warned about and left out, as systemd does. */
export function readSettings(name: string, parsed: readonly Setting[], machine: SpecifierValues): ReadUnit {
  const settings = defaultSettings();
  const warnings: string[] = [];
  for (const setting of parsed) {
    const { section, key, place } = setting;
    const problem = readSetting(settings, setting, (text) => expandSpecifiers(text, name, machine), name);
    if (problem === undefined) continue;
    if (problem !== 'unknown') warnings.push(`${place}: ${problem}`);
    else if (!isKnownSection(section)) warnings.push(`${place}: Unknown section '${section}'. Ignoring.`);
    else if (isKnownWithoutEffect(section, key)) warnings.push(`${place}: ${key}= has no effect on the practice device.`);
    else if (!section.startsWith('X-')) warnings.push(`${place}: Unknown key '${key}' in section [${section}], ignoring.`);
  }
  const { service } = settings;
  // systemd.service(5): oneshot where there is only something to run at the stop, dbus where there is a bus name.
  if (!service.hasType && service.execStart.length === 0) service.type = 'oneshot';
  return { settings, warnings };
}

/** Undefined when the setting was read; `unknown`; or what is wrong with it. */
function readSetting(settings: UnitSettings, setting: Setting, expand: (text: string) => string, name: string): string | undefined {
  const { section, key } = setting;
  const value = expand(setting.value);
  if (section === 'Unit') return readUnitSection(settings, key, value, name);
  if (section === 'Install') return readInstall(settings, key, value);
  if (section === 'Service') {
    const problem = readService(settings, key, setting.value, expand);
    if (problem !== 'unknown') return problem;
  }
  if (executionSections.has(section)) {
    const problem = readExecution(settings, key, value);
    if (problem !== 'unknown') return problem;
  }
  return readOthers(settings, section, key, value);
}

function readUnitSection(settings: UnitSettings, key: string, value: string, name: string): string | undefined {
  if ((dependencyKeys as readonly string[]).includes(key)) {
    const names = settings.dependencies.get(key as DependencyKey) ?? new Set();
    settings.dependencies.set(key as DependencyKey, value === '' ? new Set() : names);
    for (const word of words(value)) {
      if (typeOf(word) === undefined) return `Failed to add dependency on ${word}, ignoring: Invalid argument`;
      const { instance } = partsOf(name);
      names.add(isTemplate(word) && instance !== undefined && instance !== '' ? instanceOf(word, instance) : word);
    }
    return undefined;
  }
  const condition = /^(Condition|Assert)(\w+)$/.exec(key);
  if (condition !== null) {
    if (value === '') {
      settings.conditions = settings.conditions.filter(({ isAssertion }) => isAssertion !== (condition[1] === 'Assert'));
      return undefined;
    }
    const [, bar = '', not = '', operand = ''] = /^(\|?)(!?)(.*)$/.exec(value) ?? [];
    settings.conditions.push({
      kind: condition[2] ?? '',
      value: operand.trim(),
      isAssertion: condition[1] === 'Assert',
      isNegated: not !== '',
      isTriggering: bar !== '',
    });
    return undefined;
  }
  switch (key) {
    case 'Description':
      settings.description = value === '' ? undefined : value;
      return undefined;
    case 'Documentation':
      settings.documentation = value === '' ? [] : [...settings.documentation, ...words(value)];
      return undefined;
    case 'DefaultDependencies':
      return boolean(key, value, (yes) => (settings.defaultDependencies = yes));
    case 'AllowIsolate':
      return boolean(key, value, (yes) => (settings.allowIsolate = yes));
    case 'IgnoreOnIsolate':
      return boolean(key, value, (yes) => (settings.ignoreOnIsolate = yes));
    case 'RefuseManualStart':
      return boolean(key, value, (yes) => (settings.refuseManualStart = yes));
    case 'RefuseManualStop':
      return boolean(key, value, (yes) => (settings.refuseManualStop = yes));
    case 'StopWhenUnneeded':
      return boolean(key, value, (yes) => (settings.stopWhenUnneeded = yes));
    case 'OnFailureJobMode':
    case 'OnSuccessJobMode':
      return undefined;
    case 'RequiresMountsFor':
      settings.requiresMountsFor.push(...words(value));
      return undefined;
    case 'StartLimitIntervalSec':
    case 'StartLimitInterval':
      return span(key, value, (time) => (settings.startLimitInterval = time));
    case 'StartLimitBurst':
      if (!/^\d+$/.test(value)) return `Failed to parse ${key}=, ignoring: ${value}`;
      settings.startLimitBurst = Number(value);
      return undefined;
    case 'SuccessAction':
      settings.successAction = value as EmergencyAction;
      return undefined;
    case 'FailureAction':
      settings.failureAction = value as EmergencyAction;
      return undefined;
    default:
      return 'unknown';
  }
}

function readInstall({ install }: UnitSettings, key: string, value: string): string | undefined {
  const lists = { WantedBy: install.wantedBy, RequiredBy: install.requiredBy, Alias: install.aliases, Also: install.also };
  if (Object.hasOwn(lists, key)) {
    lists[key as keyof typeof lists].push(...words(value));
    return undefined;
  }
  if (key !== 'DefaultInstance') return 'unknown';
  install.defaultInstance = value;
  return undefined;
}

const commandKeys = {
  ExecCondition: 'execCondition',
  ExecStartPre: 'execStartPre',
  ExecStart: 'execStart',
  ExecStartPost: 'execStartPost',
  ExecReload: 'execReload',
  ExecStop: 'execStop',
  ExecStopPost: 'execStopPost',
} as const;

const serviceTypes: readonly string[] = [
  'simple',
  'exec',
  'forking',
  'oneshot',
  'notify',
  'notify-reload',
  'dbus',
  'idle',
] satisfies ServiceType[];
const restartSettings: readonly string[] = [
  'no',
  'on-success',
  'on-failure',
  'on-abnormal',
  'on-watchdog',
  'on-abort',
  'always',
] satisfies RestartSetting[];
const killModes: readonly string[] = ['control-group', 'mixed', 'process', 'none'] satisfies KillMode[];

function readService(settings: UnitSettings, key: string, raw: string, expand: (text: string) => string): string | undefined {
  const { service } = settings;
  const value = expand(raw);
  if (Object.hasOwn(commandKeys, key)) {
    const list = commandKeys[key as keyof typeof commandKeys];
    if (raw === '') {
      service[list] = [];
      return undefined;
    }
    const commands = readCommands(raw, expand);
    if (typeof commands === 'string') return commands;
    service[list].push(...commands);
    return undefined;
  }
  switch (key) {
    case 'Type':
      if (!serviceTypes.includes(value)) return `Failed to parse service type, ignoring: ${value}`;
      service.type = value as ServiceType;
      service.hasType = true;
      return undefined;
    case 'RemainAfterExit':
      return boolean(key, value, (yes) => (service.remainAfterExit = yes));
    case 'Restart':
      if (!restartSettings.includes(value)) return `Failed to parse service restart specifier, ignoring: ${value}`;
      service.restart = value as RestartSetting;
      return undefined;
    case 'RestartSec':
      return span(key, value, (time) => (service.restartDelay = time));
    case 'TimeoutSec':
      return span(key, value, (time) => {
        service.timeoutStart = endless(time);
        service.timeoutStop = endless(time);
      });
    case 'TimeoutStartSec':
      return span(key, value, (time) => (service.timeoutStart = endless(time)));
    case 'TimeoutStopSec':
      return span(key, value, (time) => (service.timeoutStop = endless(time)));
    case 'RuntimeMaxSec':
      return span(key, value, (time) => (service.runtimeMaximum = endless(time)));
    case 'KillMode':
      if (!killModes.includes(value)) return `Failed to parse kill mode specifier, ignoring: ${value}`;
      service.killMode = value as KillMode;
      return undefined;
    case 'KillSignal':
      return signal(key, value, (one) => (service.killSignal = one));
    case 'RestartKillSignal':
      return signal(key, value, (one) => (service.restartKillSignal = one));
    case 'FinalKillSignal':
      return signal(key, value, (one) => (service.finalKillSignal = one));
    case 'ReloadSignal':
      return signal(key, value, (one) => (service.reloadSignal = one));
    case 'SendSIGHUP':
      return boolean(key, value, (yes) => (service.sendSighup = yes));
    case 'SendSIGKILL':
      return boolean(key, value, (yes) => (service.sendSigkill = yes));
    case 'SuccessExitStatus':
      return statuses(key, value, service.successStatus);
    case 'RestartPreventExitStatus':
      return statuses(key, value, service.restartPreventStatus);
    case 'RestartForceExitStatus':
      return statuses(key, value, service.restartForceStatus);
    case 'PIDFile':
      service.pidFile = value.startsWith('/') ? value : `/run/${value}`;
      return undefined;
    case 'BusName':
      if (!service.hasType) service.type = 'dbus';
      return undefined;
    case 'NotifyAccess':
      return undefined;
    case 'Slice':
      settings.slice = value;
      return undefined;
    default:
      return 'unknown';
  }
}

/** One line can hold several commands, separated by a `;` of its own. The path is not to begin with a specifier. */
function readCommands(raw: string, expand: (text: string) => string): Command[] | string {
  const split = splitWords(raw);
  if (split === undefined) return `Unbalanced quoting, ignoring: "${raw}"`;
  const commands: Command[] = [];
  let current: string[] = [];
  for (const word of [...split, ';']) {
    if (word !== ';') {
      current.push(expand(word));
      continue;
    }
    if (current.length === 0) continue;
    const [, prefixes = '', first = ''] = /^([-@:+!|]*)(.*)$/s.exec(current[0] ?? '') ?? [];
    const rest = current.slice(1);
    current = [];
    if (first === '') return `Empty path in command line, ignoring: ${raw}`;
    const calledName = prefixes.includes('@') ? rest.shift() : undefined;
    commands.push({
      words: [first, ...rest],
      calledName,
      ignoresFailure: prefixes.includes('-'),
      isLiteral: prefixes.includes(':'),
      isPrivileged: /[+!]/.test(prefixes),
    });
  }
  return commands;
}

const directoryParents: Readonly<Record<string, string>> = {
  RuntimeDirectory: '/run',
  StateDirectory: '/var/lib',
  CacheDirectory: '/var/cache',
  LogsDirectory: '/var/log',
  ConfigurationDirectory: '/etc',
};

function readExecution({ execution }: UnitSettings, key: string, value: string): string | undefined {
  const parent = directoryParents[key];
  if (parent !== undefined) {
    execution.directories.push(...words(value).map((name) => `${parent}/${name.split(':')[0] ?? ''}`));
    return undefined;
  }
  switch (key) {
    case 'User':
      execution.user = value === '' ? undefined : value;
      return undefined;
    case 'Group':
      execution.group = value === '' ? undefined : value;
      return undefined;
    case 'WorkingDirectory': {
      const path = value.replace(/^-/, '');
      if (path !== '' && path !== '~' && !path.startsWith('/')) return `WorkingDirectory= path is not absolute: ${path}`;
      execution.workingDirectory = path === '' ? undefined : { path, isOptional: value.startsWith('-') };
      return undefined;
    }
    case 'Environment':
      if (value === '') execution.environment.clear();
      for (const word of splitWords(value) ?? []) {
        const at = word.indexOf('=');
        if (at <= 0) return `Invalid environment assignment, ignoring: ${word}`;
        execution.environment.set(word.slice(0, at), word.slice(at + 1));
      }
      return splitWords(value) === undefined ? `Invalid syntax, ignoring: ${value}` : undefined;
    case 'EnvironmentFile': {
      const path = value.replace(/^-/, '');
      if (value === '') execution.environmentFiles.length = 0;
      else if (!path.startsWith('/')) return `EnvironmentFile= path is not absolute: ${path}`;
      else execution.environmentFiles.push({ path, isOptional: value.startsWith('-') });
      return undefined;
    }
    case 'PassEnvironment':
      execution.passEnvironment.push(...words(value));
      return undefined;
    case 'UnsetEnvironment':
      execution.unsetEnvironment.push(...words(value));
      return undefined;
    case 'StandardInput':
      execution.standardInput = value;
      return undefined;
    case 'StandardOutput':
      return output(key, value, (kind) => (execution.standardOutput = kind));
    case 'StandardError':
      return output(key, value, (kind) => (execution.standardError = kind));
    case 'TTYPath':
      execution.ttyPath = value;
      return undefined;
    case 'SyslogIdentifier':
      execution.syslogIdentifier = value;
      return undefined;
    default:
      return 'unknown';
  }
}

const outputKinds = /^(inherit|null|tty|journal|kmsg|journal\+console|kmsg\+console|(file|append|truncate):\/.*)$/;

function output(key: string, value: string, use: (kind: string) => void): string | undefined {
  // systemd(1) calls syslog obsolete and takes it for the journal.
  const kind = value.replace(/^syslog/, 'journal');
  if (!outputKinds.test(kind)) return `Failed to parse output specifier ${key}=, ignoring: ${value}`;
  use(kind);
  return undefined;
}

const timerKeys = {
  OnActiveSec: 'onActive',
  OnBootSec: 'onBoot',
  OnStartupSec: 'onStartup',
  OnUnitActiveSec: 'onUnitActive',
  OnUnitInactiveSec: 'onUnitInactive',
} as const;

function readOthers(settings: UnitSettings, section: string, key: string, value: string): string | undefined {
  if (section === 'Socket') {
    const listen = /^Listen(\w+)$/.exec(key);
    if (listen !== null) settings.listens.push({ kind: listen[1] ?? '', address: value });
    else if (key === 'Service') settings.triggers = value;
    else if (key === 'Accept') return boolean(key, value, (yes) => (settings.acceptsConnections = yes));
    else return 'unknown';
    return undefined;
  }
  if (section === 'Timer') {
    if (Object.hasOwn(timerKeys, key))
      return span(key, value, (time) => settings.timer[timerKeys[key as keyof typeof timerKeys]].push(time));
    if (key === 'OnCalendar') settings.timer.calendar.push(value);
    else if (key === 'Unit') settings.triggers = value;
    else return 'unknown';
    return undefined;
  }
  if (section === 'Path') {
    if (['PathExists', 'PathExistsGlob', 'PathChanged', 'PathModified', 'DirectoryNotEmpty'].includes(key))
      settings.watches.push({ kind: key, path: value });
    else if (key === 'Unit') settings.triggers = value;
    else return 'unknown';
    return undefined;
  }
  if (section === 'Mount' || section === 'Automount' || section === 'Swap') {
    const keys = { What: 'what', Where: 'where', Type: 'type', Options: 'options' } as const;
    if (!Object.hasOwn(keys, key)) return 'unknown';
    settings.mount[keys[key as keyof typeof keys]] = value;
    return undefined;
  }
  return 'unknown';
}

function words(value: string): string[] {
  return (splitWords(value) ?? []).filter((word) => word !== '');
}

function boolean(key: string, value: string, use: (yes: boolean) => void): string | undefined {
  const yes = /^(1|y|yes|true|t|on)$/i.test(value);
  if (!yes && !/^(0|n|no|false|f|off)$/i.test(value)) return `Failed to parse boolean value, ignoring: ${key}=${value}`;
  use(yes);
  return undefined;
}

function span(key: string, value: string, use: (milliseconds: number) => void): string | undefined {
  const time = parseTimeSpan(value);
  if (time === undefined) return `Failed to parse ${key}= parameter, ignoring: ${value}`;
  use(time);
  return undefined;
}

/** Zero turns a time limit off. */
function endless(time: number): number {
  return time === 0 ? Infinity : time;
}

function signal(key: string, value: string, use: (one: Signal) => void): string | undefined {
  const parsed = parseSignal(value);
  if (parsed === undefined) return `Failed to parse ${key}=, ignoring: ${value}`;
  use(parsed);
  return undefined;
}

function statuses(key: string, value: string, set: StatusSet): string | undefined {
  for (const word of words(value)) {
    const code = exitStatusOf(word);
    const one = code === undefined ? parseSignal(word) : undefined;
    if (code !== undefined) set.codes.add(code);
    else if (one !== undefined) set.signals.add(one);
    else return `Failed to parse ${key}= value, ignoring: ${word}`;
  }
  return undefined;
}

function statusSet(): StatusSet {
  return { codes: new Set(), signals: new Set() };
}

function defaultSettings(): UnitSettings {
  return {
    description: undefined,
    documentation: [],
    dependencies: new Map(),
    defaultDependencies: true,
    conditions: [],
    allowIsolate: false,
    ignoreOnIsolate: false,
    refuseManualStart: false,
    refuseManualStop: false,
    stopWhenUnneeded: false,
    startLimitInterval: 10_000,
    startLimitBurst: 5,
    successAction: 'none',
    failureAction: 'none',
    requiresMountsFor: [],
    slice: undefined,
    service: {
      type: 'simple',
      hasType: false,
      execCondition: [],
      execStartPre: [],
      execStart: [],
      execStartPost: [],
      execReload: [],
      execStop: [],
      execStopPost: [],
      remainAfterExit: false,
      restart: 'no',
      restartDelay: 100,
      timeoutStart: undefined,
      timeoutStop: 90_000,
      runtimeMaximum: Infinity,
      killMode: 'control-group',
      killSignal: 'SIGTERM',
      restartKillSignal: undefined,
      finalKillSignal: 'SIGKILL',
      reloadSignal: 'SIGHUP',
      sendSighup: false,
      sendSigkill: true,
      successStatus: statusSet(),
      restartPreventStatus: statusSet(),
      restartForceStatus: statusSet(),
      pidFile: undefined,
    },
    execution: {
      user: undefined,
      group: undefined,
      workingDirectory: undefined,
      environment: new Map(),
      environmentFiles: [],
      passEnvironment: [],
      unsetEnvironment: [],
      standardInput: 'null',
      standardOutput: 'journal',
      standardError: 'inherit',
      ttyPath: '/dev/console',
      syslogIdentifier: undefined,
      directories: [],
    },
    listens: [],
    triggers: undefined,
    acceptsConnections: false,
    mount: { what: '', where: '', type: '', options: '' },
    timer: { onBoot: [], onStartup: [], onActive: [], onUnitActive: [], onUnitInactive: [], calendar: [] },
    watches: [],
    install: { wantedBy: [], requiredBy: [], aliases: [], also: [], defaultInstance: undefined },
  };
}
