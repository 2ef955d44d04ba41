import { words } from './read-values.ts';
import type { UnitSettings } from './unit-settings.ts';
import { splitWords } from './words.ts';

const directoryParents: Readonly<Record<string, string>> = {
  RuntimeDirectory: '/run',
  StateDirectory: '/var/lib',
  CacheDirectory: '/var/cache',
  LogsDirectory: '/var/log',
  ConfigurationDirectory: '/etc',
};

/** Reads a setting of systemd.exec(5): undefined when it was read, `unknown`, or what is wrong with it. */
export function readExecution({ execution }: UnitSettings, key: string, value: string): string | undefined {
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
