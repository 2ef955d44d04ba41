import { defaultSettings } from './default-settings.ts';
import { isKnownSection, isKnownWithoutEffect } from './known-keys.ts';
import { readExecution } from './read-execution.ts';
import { readService } from './read-service.ts';
import { boolean, span, words } from './read-values.ts';
import { expandSpecifiers, instanceOf, isTemplate, partsOf, typeOf } from './unit-names.ts';
import type { SpecifierValues } from './unit-names.ts';
import { dependencyKeys } from './unit-settings.ts';
import type { DependencyKey, EmergencyAction, UnitSettings } from './unit-settings.ts';
import type { Setting } from './unit-syntax.ts';

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
