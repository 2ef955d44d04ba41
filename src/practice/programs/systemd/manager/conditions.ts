import { FileSystemError } from '../../../filesystem/filesystem.ts';
import type { System } from '../../../process/process.ts';
import { listOf } from '../units/find-unit.ts';
import type { Condition } from '../units/unit-settings.ts';

/** Docker's default set (capabilities(7), without the prefix): what a container has that asks for nothing. */
const defaultCapabilities: ReadonlySet<string> = new Set(
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'.split(' '),
);

export function capabilitiesOf(system: System): ReadonlySet<string> {
  return system.capabilities ?? defaultCapabilities;
}

/** The condition that is not met, as systemd words it; undefined when the unit may start. */
export async function findUnmetCondition(conditions: readonly Condition[], system: System): Promise<Condition | undefined> {
  let triggering: Condition | undefined;
  let isTriggered = false;
  for (const condition of conditions) {
    const isMet = (await holds(condition, system)) !== condition.isNegated;
    if (condition.isTriggering) {
      triggering ??= condition;
      isTriggered ||= isMet;
    } else if (!isMet) return condition;
  }
  return triggering === undefined || isTriggered ? undefined : triggering;
}

export function conditionText(condition: Condition): string {
  const kind = condition.isAssertion ? 'Assert' : 'Condition';
  return `${kind}${condition.kind}=${condition.isTriggering ? '|' : ''}${condition.isNegated ? '!' : ''}${condition.value}`;
}

async function holds({ kind, value }: Condition, system: System): Promise<boolean> {
  const { fileSystem } = system;
  const status = async (path: string) => {
    try {
      return await fileSystem.stat(path);
    } catch (error) {
      if (error instanceof FileSystemError) return undefined;
      throw error;
    }
  };
  switch (kind) {
    case 'PathExists':
      return (await status(value)) !== undefined;
    case 'PathExistsGlob': {
      const folder = value.slice(0, value.lastIndexOf('/')) || '/';
      const pattern = new RegExp(
        `^${value
          .slice(value.lastIndexOf('/') + 1)
          .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
      );
      return (await listOf(fileSystem, folder)).some((name) => pattern.test(name));
    }
    case 'PathIsDirectory':
      return (await status(value))?.kind === 'directory';
    case 'PathIsSymbolicLink':
      return fileSystem.lstat(value).then(
        ({ kind: found }) => found === 'symlink',
        () => false,
      );
    case 'PathIsMountPoint':
      return system.mounts().some(({ target }) => target === value.replace(/(.)\/$/, '$1'));
    case 'PathIsReadWrite': {
      const covering = system.mounts().filter(({ target }) => value === target || value.startsWith(target === '/' ? '/' : `${target}/`));
      const nearest = covering.sort((left, right) => right.target.length - left.target.length)[0];
      return (await status(value)) !== undefined && nearest?.options.split(',').includes('ro') !== true;
    }
    case 'DirectoryNotEmpty':
      return (await listOf(fileSystem, value)).length > 0;
    case 'FileNotEmpty': {
      const found = await status(value);
      return found?.kind === 'file' && found.size > 0;
    }
    case 'FileIsExecutable': {
      const found = await status(value);
      return found?.kind === 'file' && (found.mode & 0o111) !== 0;
    }
    case 'Capability':
      return capabilitiesOf(system).has(value.toUpperCase().replace(/^CAP_/, ''));
    case 'Virtualization':
      return ['yes', 'true', '1', 'container', 'docker'].includes(value);
    case 'Architecture':
      return value === (system.architecture === 'x86_64' ? 'x86-64' : system.architecture === 'aarch64' ? 'arm64' : system.architecture);
    case 'Host':
      return value === system.hostname;
    case 'User':
      return ['root', '0', '@system'].includes(value);
    case 'NeedsUpdate': {
      // The stamp of systemd-update-done against the age of /usr.
      const stamp = await status(`${value.replace(/^\//, '/')}/.updated`);
      const tree = await status('/usr');
      return stamp === undefined || (tree !== undefined && stamp.modifiedAt < tree.modifiedAt);
    }
    case 'FirstBoot': {
      const isFirst = (await fileSystem.readFile('/etc/machine-id').catch(() => Buffer.from(''))).toString().trim() === 'uninitialized';
      return isFirst === /^(yes|true|1|on)$/.test(value);
    }
    case 'ACPower':
      return value === 'true';
    case 'KernelCommandLine':
    case 'Security':
    case 'Credential':
    case 'Firmware':
    case 'ControlGroupController':
      return false;
    default:
      return false;
  }
}
