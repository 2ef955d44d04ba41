import { EngineError } from '../engine.ts';
import type { ContainerSpec } from '../engine.ts';

/** capabilities(7), in the kernel's order, without the prefix CAP_. */
const all: readonly string[] = (
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST ' +
  'NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE ' +
  'SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM ' +
  'BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'
).split(' ');

/** What Docker leaves root of a container that asks for nothing. */
const usual: readonly string[] =
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'.split(' ');

type Wish = Pick<ContainerSpec, 'privileged' | 'capabilitiesAdded' | 'capabilitiesDropped'>;

/** The capabilities of a container's root. Throws EngineError `invalid` for a name that the kernel does not know. */
export function capabilitiesOf({ privileged, capabilitiesAdded = [], capabilitiesDropped = [] }: Wish): ReadonlySet<string> {
  const added = capabilitiesAdded.map((name) => known(name, 'CapAdd'));
  const dropped = capabilitiesDropped.map((name) => known(name, 'CapDrop'));
  if (privileged) return new Set(all);
  if (added.includes('ALL')) return new Set(all.filter((name) => !dropped.includes(name)));
  if (dropped.includes('ALL')) return new Set(added);
  return new Set([...usual.filter((name) => !dropped.includes(name)), ...added]);
}

function known(name: string, list: 'CapAdd' | 'CapDrop'): string {
  const plain = name.toUpperCase().replace(/^CAP_/, '');
  if (plain !== 'ALL' && !all.includes(plain)) throw new EngineError('invalid', `invalid ${list}: unknown capability: "CAP_${plain}"`);
  return plain;
}
