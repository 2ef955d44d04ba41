import { FileSystemError } from '../../../filesystem/filesystem.ts';
import type { FileSystem } from '../../../filesystem/filesystem.ts';
import { listOf } from '../units/find-unit.ts';
import { parseUnitFile } from '../units/unit-syntax.ts';

/** What journald.conf(5) says about the console. */
export interface Forwarding {
  isOn: boolean;
  /** The weakest priority that goes there. */
  level: number;
  /** Seconds since the machine's start when this was read. */
  uptimeAtStart: number;
}

const levels = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

/** Reads journald.conf and its drop-ins: the file of a weightier directory hides the same name elsewhere. */
export async function readForwarding(fileSystem: FileSystem): Promise<Forwarding> {
  const files = new Map<string, string>();
  for (const directory of ['/etc/systemd', '/run/systemd', '/usr/lib/systemd'])
    for (const name of await listOf(fileSystem, `${directory}/journald.conf.d`))
      if (name.endsWith('.conf') && !files.has(name)) files.set(name, `${directory}/journald.conf.d/${name}`);
  const dropIns = [...files].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, path]) => path);
  const forwarding: Forwarding = { isOn: false, level: 6, uptimeAtStart: await readUptime(fileSystem) };
  for (const path of ['/etc/systemd/journald.conf', ...dropIns])
    for (const { section, key, value } of parseUnitFile(await readText(fileSystem, path), path).settings) {
      if (section !== 'Journal') continue;
      if (key === 'ForwardToConsole') forwarding.isOn = /^(1|y|yes|true|t|on)$/i.test(value);
      if (key === 'MaxLevelConsole') forwarding.level = /^[0-7]$/.test(value) ? Number(value) : Math.max(0, levels.indexOf(value));
    }
  return forwarding;
}

async function readUptime(fileSystem: FileSystem): Promise<number> {
  const seconds = Number((await readText(fileSystem, '/proc/uptime')).split(' ')[0]);
  return Number.isFinite(seconds) ? seconds : 0;
}

async function readText(fileSystem: FileSystem, path: string): Promise<string> {
  try {
    return (await fileSystem.readFile(path)).toString();
  } catch (error) {
    if (error instanceof FileSystemError) return '';
    throw error;
  }
}
