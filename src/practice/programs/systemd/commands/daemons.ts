import { FileSystemError } from '../../../filesystem/filesystem.ts';
import type { Program, ProgramContext } from '../../../process/process.ts';
import { write } from '../../lines.ts';
import { managerOf } from '../manager/manager.ts';
import { listOf } from '../units/find-unit.ts';

/** Daemons and helpers of the package that units start: what a container notices of them is done. */

/** A daemon that is ready at once and ends on SIGTERM (`systemd-journald`, `dbus-daemon`). */
export const daemon: Program = async (context) => {
  const ended = new Promise<number>((resolve) => {
    context.onSignal('SIGTERM', () => resolve(0));
    context.ended.addEventListener('abort', () => resolve(143), { once: true });
  });
  if (context.process.parent !== 1 && managerOf(context.system) === undefined && !context.arguments.includes('--nofork')) {
    await complain(context, 'systemd is not running here');
    return 1;
  }
  managerOf(context.system)?.notify(context.process, new Map([['READY', '1']]));
  return ended;
};

/** A helper whose work a container has no part of (kernel modules, devices, boot records). */
export const nothingToDo: Program = () => Promise.resolve(0);

/** `systemd-update-done`: /etc and /var are as new as /usr. */
export const updateDone: Program = async ({ system }) => {
  for (const place of ['/etc/.updated', '/var/.updated']) {
    await system.fileSystem.writeFile(place, '# Touched when the machine was updated.\n');
    await system.fileSystem.touch(place, system.now());
  }
  return 0;
};

/** `systemd-machine-id-setup`: 32 hexadecimal digits in /etc/machine-id, once. */
export const machineIdSetup: Program = async (context) => {
  const { fileSystem } = context.system;
  const before = (await fileSystem.readFile('/etc/machine-id').then(String, () => '')).trim();
  if (/^[0-9a-f]{32}$/.test(before)) return 0;
  const digits = managerOf(context.system)?.newIdentifier() ?? crypto.randomUUID().replaceAll('-', '');
  await fileSystem.writeFile('/etc/machine-id', `${digits}\n`);
  await write(context.stdout, Buffer.from('Initializing machine ID from random generator.\n'), context.ended);
  return 0;
};

/** `systemd-tmpfiles --create`: directories and links that tmpfiles.d(5) asks for; other kinds of lines are left out. */
export const tmpfiles: Program = async (context) => {
  const { fileSystem } = context.system;
  if (!context.arguments.includes('--create')) return 0;
  const prefix = context.arguments.find((word) => word.startsWith('--prefix='))?.slice('--prefix='.length) ?? '/';
  const excluded = context.arguments.find((word) => word.startsWith('--exclude-prefix='))?.slice('--exclude-prefix='.length);
  for (const text of await readConfigurations(context, 'tmpfiles.d'))
    for (const line of text.split('\n')) {
      const [kind = '', path = '', mode = '', , , , target] = line.trim().split(/\s+/);
      if (!path.startsWith(prefix) || (excluded !== undefined && path.startsWith(excluded))) continue;
      try {
        if (/^[dDqQv]/.test(kind))
          await fileSystem.makeDirectory(path, { recursive: true, mode: /^\d+$/.test(mode) ? parseInt(mode, 8) : 0o755 });
        else if (/^f/.test(kind)) await fileSystem.stat(path).catch(() => fileSystem.writeFile(path, ''));
        else if (/^L/.test(kind) && target !== undefined) await fileSystem.lstat(path).catch(() => fileSystem.symlink(target, path));
      } catch (error) {
        if (!(error instanceof FileSystemError)) throw error;
      }
    }
  return 0;
};

/** `systemd-sysusers`: the system accounts that sysusers.d(5) asks for, added to /etc/passwd and /etc/group. */
export const sysusers: Program = async (context) => {
  const { fileSystem } = context.system;
  let passwd = (await fileSystem.readFile('/etc/passwd').then(String, () => '')) || '';
  let group = (await fileSystem.readFile('/etc/group').then(String, () => '')) || '';
  const has = (text: string, name: string): boolean => text.split('\n').some((line) => line.startsWith(`${name}:`));
  const free = (): number => {
    const taken = new Set(`${passwd}\n${group}`.split('\n').map((line) => Number(line.split(':')[2])));
    for (let id = 999; id > 100; id -= 1) if (!taken.has(id)) return id;
    return 100;
  };
  for (const text of await readConfigurations(context, 'sysusers.d'))
    for (const line of text.split('\n')) {
      const match = /^([ug])!?\s+(\S+)\s+(\S+)(?:\s+(?:"([^"]*)"|(\S+)))?(?:\s+(\S+))?/.exec(line.trim());
      if (match === null) continue;
      const [, kind, name = '', wanted = '-', quoted, plain, home] = match;
      const id = /^\d+$/.test(wanted) ? Number(wanted) : free();
      if (!has(group, name)) group += `${name}:x:${id}:\n`;
      if (kind !== 'u' || has(passwd, name)) continue;
      passwd += `${name}:x:${id}:${id}:${quoted ?? plain ?? ''}:${home === undefined || home === '-' ? '/' : home}:/usr/sbin/nologin\n`;
      await write(
        context.stdout,
        Buffer.from(`Creating user '${name}' (${quoted ?? plain ?? 'n/a'}) with UID ${id} and GID ${id}.\n`),
        context.ended,
      );
    }
  await fileSystem.writeFile('/etc/passwd', passwd);
  await fileSystem.writeFile('/etc/group', group);
  return 0;
};

/** `agetty`: shows who asks and waits; nobody can log in where no account has a password. */
export const getty: Program = async (context) => {
  const { system } = context;
  const issue = await system.fileSystem.readFile('/etc/issue').then(String, () => '');
  const line = issue.replaceAll('\\n', system.hostname).replaceAll('\\l', 'console').trimEnd();
  await write(context.stdout, Buffer.from(`\n${line}\n\n${system.hostname} login: `), context.ended);
  return waitForEnd(context);
};

/** `systemd-sulogin-shell`: the words of rescue mode. The root account of Debian's images is locked: nobody gets a shell. */
export const suloginShell: Program = async (context) => {
  const mode = context.arguments[1] === 'emergency' ? 'emergency' : 'rescue';
  await write(
    context.stdout,
    Buffer.from(
      `You are in ${mode} mode. After logging in, type "journalctl -xb" to view\nsystem logs, "systemctl reboot" to reboot, or "exit"\nto continue bootup.\n\n` +
        'Cannot open access to console, the root account is locked.\nSee sulogin(8) man page for more details.\n\nPress Enter to continue.\n',
    ),
    context.ended,
  );
  return waitForEnd(context);
};

function waitForEnd(context: ProgramContext): Promise<number> {
  return new Promise((resolve) => {
    context.onSignal('SIGTERM', () => resolve(0));
    context.onSignal('SIGHUP', () => resolve(0));
    context.ended.addEventListener('abort', () => resolve(0), { once: true });
  });
}

async function readConfigurations({ system }: ProgramContext, folder: string): Promise<string[]> {
  const files = new Map<string, string>();
  for (const directory of ['/etc', '/run', '/usr/lib'])
    for (const name of await listOf(system.fileSystem, `${directory}/${folder}`))
      if (name.endsWith('.conf') && !files.has(name)) files.set(name, `${directory}/${folder}/${name}`);
  const paths = [...files].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, path]) => path);
  return Promise.all(paths.map((path) => system.fileSystem.readFile(path).then(String, () => '')));
}

async function complain(context: ProgramContext, message: string): Promise<void> {
  await write(context.stderr, Buffer.from(`${context.arguments[0] ?? ''}: ${message}\n`), context.ended);
}
