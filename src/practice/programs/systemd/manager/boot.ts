import { FileSystemError } from '../../../filesystem/filesystem.ts';
import type { Program, ProgramContext } from '../../../process/process.ts';
import { write } from '../../lines.ts';
import { capabilitiesOf } from './conditions.ts';
import { createConsole } from './console.ts';
import { createManager } from './manager.ts';
import type { Manager, ShutdownAction } from './manager.ts';
import { generateUnits } from './generators.ts';
import { handleSignals } from './signals.ts';
import { TransactionError } from './transaction.ts';
import type { Unit } from './unit.ts';
import { endRemaining } from './end-remaining.ts';

export const systemdVersion = '257.13-1~deb13u1';

export const systemdFeatures =
  '+PAM +AUDIT +SELINUX +APPARMOR +IMA +IPE +SMACK +SECCOMP +GCRYPT -GNUTLS +OPENSSL +ACL +BLKID +CURL +ELFUTILS +FIDO2 +IDN2 -IDN +IPTC +KMOD +LIBCRYPTSETUP +LIBCRYPTSETUP_PLUGINS +LIBFDISK +PCRE2 +PWQUALITY +P11KIT +QRENCODE +TPM2 +BZIP2 +LZ4 +XZ +ZLIB +ZSTD +BPF_FRAMEWORK +BTF -XKBCOMMON -UTMP +SYSVINIT +LIBARCHIVE';

/**
 * Exit status of PID 1 by what was asked for: the kernel ends the container's init with SIGINT where it halts and with
 * SIGHUP where it restarts (reboot(2) in a PID namespace), which the engine shows as 130 and 129.
 */
const exitCodes: Readonly<Record<Exclude<ShutdownAction, 'exit'>, number>> = { halt: 130, poweroff: 130, reboot: 129 };

const lastWords: Readonly<Record<ShutdownAction, string>> = {
  halt: 'Halting system.',
  poweroff: 'Powering off.',
  reboot: 'Rebooting.',
  exit: 'Exiting container.',
};

/** `/lib/systemd/systemd`, `/sbin/init`: the system manager as PID 1. */
export const systemd: Program = async (context) => {
  const words = context.arguments.slice(1);
  if (words.includes('--version')) {
    await write(context.stdout, Buffer.from(`systemd 257 (${systemdVersion})\n${systemdFeatures}\n`), context.ended);
    return 0;
  }
  if (words.includes('--help') || words.includes('-h')) {
    await write(context.stdout, Buffer.from(help), context.ended);
    return 0;
  }
  if (words.includes('--user') || context.process.pid !== 1) return refuseUserInstance(context);
  const refusal = findMissingRight(context);
  if (refusal === undefined) return run(context, words);
  const console = createConsole(context.stdout, context.environment);
  console.line(refusal.detail, 'error');
  if (refusal.reason !== refusal.detail) console.status('fatal', refusal.reason);
  console.line('Exiting PID 1...', 'error');
  return 255;
};

const help = `systemd [OPTIONS...]

Starts and monitors system and user services.

  -h --help                      Show this help
     --version                   Show version
     --unit=UNIT                 Set default unit
     --show-status=BOOL          Show status updates on the console during boot
`;

async function refuseUserInstance(context: ProgramContext): Promise<number> {
  await write(
    context.stderr,
    Buffer.from('Trying to run as user instance, but the system has not been booted with systemd.\n'),
    context.ended,
  );
  return 1;
}

/** What the kernel or the container's mounts keep systemd from doing, in its words. */
function findMissingRight({ system }: ProgramContext): { detail: string; reason: string } | undefined {
  const mounts = system.mounts();
  const isTemporary = (path: string): boolean => mounts.some(({ target, type }) => target === path && type === 'tmpfs');
  const cgroup = mounts.findLast(({ target }) => target === '/sys/fs/cgroup');
  const capabilities = capabilitiesOf(system);
  if (!capabilities.has('SYS_ADMIN')) {
    if (isTemporary('/run') && cgroup !== undefined)
      return {
        detail: `Failed to mount cgroup (type cgroup) on /sys/fs/cgroup/systemd (MS_NOSUID|MS_NODEV|MS_NOEXEC "none,name=systemd"): Operation not permitted`,
        reason: 'Failed to mount API filesystems.',
      };
    return {
      detail: `Failed to mount tmpfs (type tmpfs) on /run (MS_NOSUID|MS_NODEV|MS_STRICTATIME "mode=0755,size=20%,nr_inodes=800k"): Operation not permitted`,
      reason: 'Failed to mount API filesystems.',
    };
  }
  // Only a privileged container may load modules; its control groups are its own to write.
  const isPrivileged = capabilities.has('SYS_MODULE');
  const isWritable = cgroup !== undefined && !cgroup.options.split(',').includes('ro');
  if (isPrivileged || isWritable) return undefined;
  return {
    detail: 'Failed to create /init.scope control group: Read-only file system',
    reason: 'Failed to allocate manager object: Read-only file system',
  };
}

async function run(context: ProgramContext, words: readonly string[]): Promise<number> {
  const { system } = context;
  await prepareDirectories(context);
  const manager = await createManager(context);
  manager.console.showsStatus = !/^(no|0|false|off|error)$/.test(optionOf(words, 'show-status') ?? 'yes');
  handleSignals(manager, () => announce(manager));
  announce(manager);
  manager.console.welcome(await prettyName(context));
  if (system.hostname === '') manager.log(undefined, 'No hostname configured, using default hostname.', 5);
  await generateUnits(context);
  for (const name of ['-.slice', 'system.slice', 'init.scope', '-.mount']) await manager.units.load(name);
  for (const unit of manager.units.all()) if (unit.isPerpetual) unit.activeEnteredAt = manager.startedAt;
  const wanted = optionOf(words, 'unit') ?? 'default.target';
  const target = await findDefault(manager, wanted);
  if (target === undefined) return freeze(context, manager);
  void manager.whenIdle(2 ** 31 - 1).then(() => {
    manager.isBooted = true;
    manager.console.isBusy = manager.state() === 'stopping';
    const seconds = ((manager.now() - manager.startedAt) / 1000).toFixed(3);
    manager.log(undefined, `Startup finished in ${seconds}s.`);
  });
  const { action, exitCode } = await manager.ended;
  await endRemaining(manager);
  manager.console.line(lastWords[action]);
  // Without CAP_SYS_BOOT the kernel refuses reboot(2), and systemd ends as any program that has done its work.
  if (action !== 'exit' && !capabilitiesOf(context.system).has('SYS_BOOT')) return 0;
  return action === 'exit' ? exitCode : exitCodes[action];
}

/** What systemd itself mounts or makes anew at each boot. */
async function prepareDirectories({ system }: ProgramContext): Promise<void> {
  const { fileSystem } = system;
  await fileSystem.remove('/run/systemd', { recursive: true }).catch(ignoreMissing);
  for (const path of ['/run/systemd/system', '/run/systemd/journal', '/run/lock'])
    await fileSystem.makeDirectory(path, { recursive: true });
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof FileSystemError)) throw error;
}

/** The banner, at the boot and after each re-execution. */
function announce(manager: Manager): void {
  const { architecture } = manager.init.system;
  const name = architecture === 'x86_64' ? 'x86-64' : architecture === 'aarch64' ? 'arm64' : architecture;
  manager.console.line(`systemd ${systemdVersion} running in system mode (${systemdFeatures})`);
  manager.console.line('Detected virtualization docker.');
  manager.console.line(`Detected architecture ${name}.`);
}

async function prettyName({ system }: ProgramContext): Promise<string> {
  const text = await system.fileSystem.readFile('/etc/os-release').then(String, () => '');
  return /^PRETTY_NAME="?([^"\n]*)"?/m.exec(text)?.[1] ?? 'Linux';
}

/** Starts the target, or the rescue target where that cannot be; undefined where neither can. */
async function findDefault(manager: Manager, wanted: string): Promise<Unit | undefined> {
  for (const name of [wanted, 'rescue.target']) {
    const unit = await manager.units.load(name);
    try {
      const begin = manager.plan(unit, 'start');
      manager.log(undefined, `Queued start job for default target ${unit.id}.`);
      void begin();
      return unit;
    } catch (error) {
      if (!(error instanceof TransactionError)) throw error;
      manager.log(undefined, error.message, 3);
      if (name !== 'rescue.target') manager.log(undefined, 'Falling back to rescue.target.');
    }
  }
  return undefined;
}

/** Not even the rescue target: PID 1 stays and does nothing (`Freezing execution.`). */
async function freeze(context: ProgramContext, manager: Manager): Promise<number> {
  manager.console.status('fatal', 'Failed to start up manager.');
  manager.console.line('Freezing execution.', 'error');
  await new Promise<void>((resolve) => context.ended.addEventListener('abort', () => resolve(), { once: true }));
  return 255;
}

function optionOf(words: readonly string[], name: string): string | undefined {
  const at = words.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  if (at < 0) return undefined;
  const word = words[at] ?? '';
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : name === 'show-status' ? 'yes' : words[at + 1];
}
