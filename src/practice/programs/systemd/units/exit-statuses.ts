/** Names of exit statuses (systemd.exec(5), "Process Exit Codes"), by the group that defines them. */

const libc: Readonly<Record<number, string>> = { 0: 'SUCCESS', 1: 'FAILURE' };
const serviceManager: Readonly<Record<number, string>> = {
  200: 'CHDIR',
  201: 'NICE',
  202: 'FDS',
  203: 'EXEC',
  204: 'MEMORY',
  205: 'LIMITS',
  206: 'OOM_ADJUST',
  207: 'SIGNAL_MASK',
  208: 'STDIN',
  209: 'STDOUT',
  210: 'CHROOT',
  216: 'GROUP',
  217: 'USER',
  218: 'CAPABILITIES',
  219: 'CGROUP',
  222: 'STDERR',
  224: 'PAM',
  226: 'NAMESPACE',
  233: 'RUNTIME_DIRECTORY',
  238: 'STATE_DIRECTORY',
};
const lsb: Readonly<Record<number, string>> = {
  2: 'INVALIDARGUMENT',
  3: 'NOTIMPLEMENTED',
  4: 'NOPERMISSION',
  5: 'NOTINSTALLED',
  6: 'NOTCONFIGURED',
  7: 'NOTRUNNING',
};
const bsd: Readonly<Record<number, string>> = {
  64: 'USAGE',
  65: 'DATAERR',
  66: 'NOINPUT',
  67: 'NOUSER',
  68: 'NOHOST',
  69: 'UNAVAILABLE',
  70: 'SOFTWARE',
  71: 'OSERR',
  72: 'OSFILE',
  73: 'CANTCREAT',
  74: 'IOERR',
  75: 'TEMPFAIL',
  76: 'PROTOCOL',
  77: 'NOPERM',
  78: 'CONFIG',
};

/** `7/NOTRUNNING`; `basic` leaves out the names that only daemons use, as `systemctl status` does. */
export function exitStatusText(code: number, scope: 'basic' | 'all'): string {
  const name = libc[code] ?? serviceManager[code] ?? (scope === 'all' ? (lsb[code] ?? bsd[code]) : undefined);
  return name === undefined ? String(code) : `${code}/${name}`;
}

/** A number from 0 to 255 or a name; undefined for neither. */
export function exitStatusOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word) <= 255 ? Number(word) : undefined;
  for (const group of [libc, serviceManager, lsb, bsd])
    for (const [code, name] of Object.entries(group)) if (name === word) return Number(code);
  return undefined;
}
