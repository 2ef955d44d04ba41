/** Names of units (systemd.unit(5)): `printer.service`, the template `getty@.service`, its instance `getty@tty1.service`. */

export const unitTypes = [
  'service',
  'mount',
  'swap',
  'socket',
  'target',
  'device',
  'automount',
  'timer',
  'path',
  'slice',
  'scope',
] as const;

export type UnitType = (typeof unitTypes)[number];

export function typeOf(name: string): UnitType | undefined {
  const suffix = name.slice(name.lastIndexOf('.') + 1);
  return unitTypes.find((type) => type === suffix && name.includes('.'));
}

/** What a command means by a word: a unit's name, a service without suffix, or the mount of a path. */
export function unitNameOf(word: string, suffix: UnitType = 'service'): string {
  if (word.startsWith('/dev/')) return `${escapePath(word)}.device`;
  if (word.startsWith('/')) return `${escapePath(word)}.mount`;
  if (typeOf(word) !== undefined) return word;
  // Unlike in escaping, a dash stays a dash, and a pattern a pattern.
  const kept = word.split(/([-*?[\]])/).map((part) => (/^[-*?[\]]$/.test(part) ? part : escapeName(part)));
  return `${kept.join('')}.${suffix}`;
}

export interface NameParts {
  /** Before the `@`, or before the suffix. */
  prefix: string;
  /** Undefined without `@`; empty for a template. */
  instance: string | undefined;
  suffix: string;
}

export function partsOf(name: string): NameParts {
  const dot = name.lastIndexOf('.');
  const stem = name.slice(0, dot);
  const at = stem.indexOf('@');
  const suffix = name.slice(dot + 1);
  return at < 0 ? { prefix: stem, instance: undefined, suffix } : { prefix: stem.slice(0, at), instance: stem.slice(at + 1), suffix };
}

export function isTemplate(name: string): boolean {
  return partsOf(name).instance === '';
}

/** `getty@.service` of `getty@tty1.service`; undefined where the name is no instance. */
export function templateOf(name: string): string | undefined {
  const { prefix, instance, suffix } = partsOf(name);
  return instance === undefined || instance === '' ? undefined : `${prefix}@.${suffix}`;
}

export function instanceOf(template: string, instance: string): string {
  const { prefix, suffix } = partsOf(template);
  return `${prefix}@${instance}.${suffix}`;
}

/** systemd-escape --path. */
export function escapePath(path: string): string {
  const inner = path
    .split('/')
    .filter((part) => part !== '')
    .join('/');
  return inner === '' ? '-' : escapeName(inner);
}

/** systemd-escape. */
export function escapeName(text: string): string {
  return [...Buffer.from(text)]
    .map((byte, index) => {
      const character = String.fromCharCode(byte);
      if (character === '/') return '-';
      return /[\w:.@]/.test(character) && !(index === 0 && character === '.') ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

/** systemd-escape --unescape. */
export function unescapeName(text: string): string {
  const bytes = text.replaceAll('-', '/').replaceAll(/\\x([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** What specifiers stand for on this machine (systemd.unit(5)). */
export interface SpecifierValues {
  hostname: string;
  kernelRelease: string;
  architecture: string;
}

/** Replaces `%i`, `%n`, `%H`, `%%` … in a setting of the unit; an unknown specifier stays. */
export function expandSpecifiers(text: string, name: string, machine: SpecifierValues): string {
  const { prefix, instance = '', suffix } = partsOf(name);
  const values: Readonly<Record<string, string>> = {
    '%': '%',
    a: machine.architecture === 'x86_64' ? 'x86-64' : machine.architecture === 'aarch64' ? 'arm64' : machine.architecture,
    C: '/var/cache',
    E: '/etc',
    f: `/${unescapeName(instance === '' ? prefix : instance)}`.replace('//', '/'),
    g: 'root',
    G: '0',
    h: '/root',
    H: machine.hostname,
    i: instance,
    I: unescapeName(instance),
    j: prefix.slice(prefix.lastIndexOf('-') + 1),
    J: unescapeName(prefix.slice(prefix.lastIndexOf('-') + 1)),
    l: machine.hostname.split('.')[0] ?? '',
    L: '/var/log',
    n: name,
    N: name.slice(0, -suffix.length - 1),
    p: prefix,
    P: unescapeName(prefix),
    s: '/bin/sh',
    S: '/var/lib',
    t: '/run',
    T: '/tmp',
    u: 'root',
    U: '0',
    v: machine.kernelRelease,
    V: '/var/tmp',
  };
  return text.replaceAll(/%([A-Za-z%])/g, (match, letter: string) => values[letter] ?? match);
}
