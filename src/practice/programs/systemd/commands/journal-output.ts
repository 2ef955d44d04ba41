import type { JournalEntry } from '../manager/journal.ts';
import type { Manager } from '../manager/manager.ts';

/** Output formats of journalctl(1) that the practice device has. */
export const journalFormats = [
  'short',
  'short-iso',
  'short-precise',
  'short-monotonic',
  'short-unix',
  'short-full',
  'cat',
  'json',
  'with-unit',
] as const;

/** One entry as `-o` asks for; times are UTC, as in a container without a time zone. */
export function journalLine(entry: JournalEntry, format: string, manager: Manager): string {
  const { hostname } = manager.init.system;
  const date = new Date(entry.time);
  const iso = date.toISOString();
  const text = `${hostname} ${entry.identifier}[${entry.pid}]: ${entry.message}`;
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][date.getUTCMonth()] ?? '';
  const day = `${month} ${iso.slice(8, 10)}`;
  switch (format) {
    case 'cat':
      return entry.message;
    case 'json':
      return JSON.stringify(fieldsOf(entry, manager));
    case 'short-iso':
      return `${iso.slice(0, 19)}+00:00 ${text}`;
    case 'short-precise':
      return `${day} ${iso.slice(11, 23)}000 ${text}`;
    case 'short-monotonic': {
      const [seconds = '0', fraction = ''] = entry.uptime.toFixed(6).split('.');
      return `[${seconds.padStart(5)}.${fraction}] ${text}`;
    }
    case 'short-unix':
      return `${(entry.time / 1000).toFixed(6)} ${text}`;
    case 'short-full':
      return `${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()] ?? ''} ${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC ${text}`;
    case 'with-unit':
      return `${day} ${iso.slice(11, 19)} ${hostname} ${entry.about ?? entry.unit}[${entry.pid}]: ${entry.message}`;
    default:
      return `${day} ${iso.slice(11, 19)} ${text}`;
  }
}

function fieldsOf(entry: JournalEntry, manager: Manager): Record<string, string> {
  return {
    __CURSOR: `s=${manager.bootIdentifier};i=${entry.sequence.toString(16)}`,
    __REALTIME_TIMESTAMP: String(Math.round(entry.time * 1000)),
    __MONOTONIC_TIMESTAMP: String(Math.round(entry.uptime * 1_000_000)),
    __SEQNUM: String(entry.sequence),
    _BOOT_ID: manager.bootIdentifier,
    _HOSTNAME: manager.init.system.hostname,
    _PID: String(entry.pid),
    _SYSTEMD_UNIT: entry.unit,
    _TRANSPORT: entry.identifier === 'systemd' ? 'journal' : 'stdout',
    PRIORITY: String(entry.priority),
    SYSLOG_IDENTIFIER: entry.identifier,
    ...(entry.about === undefined ? {} : { UNIT: entry.about }),
    MESSAGE: entry.message,
  };
}
