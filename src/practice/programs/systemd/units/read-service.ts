import { boolean, endless, signal, span, statuses } from './read-values.ts';
import type { Command, KillMode, RestartSetting, ServiceType, UnitSettings } from './unit-settings.ts';
import { splitWords } from './words.ts';

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

/** Reads a setting of `[Service]`: undefined when it was read, `unknown`, or what is wrong with it. */
export function readService(settings: UnitSettings, key: string, raw: string, expand: (text: string) => string): string | undefined {
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
