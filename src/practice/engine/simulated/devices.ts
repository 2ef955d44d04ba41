import { FileSystemError } from '../../filesystem/filesystem.ts';
import { generatedFileSystem } from '../../filesystem/generated-file-system.ts';
import type { GeneratedNode } from '../../filesystem/generated-file-system.ts';
import type { Mount } from '../../filesystem/mounted-file-system.ts';
import { EngineError } from '../engine.ts';
import type { ContainerSpec } from '../engine.ts';

/** Device files of the practice device beyond those that every container has: its storage, consoles and kernel interfaces. */
const hostDevices: readonly string[] = (
  'fuse kmsg loop-control loop0 loop1 mem mmcblk0 mmcblk0p1 mmcblk0p2 mmcblk0p3 mmcblk0p4 mmcblk0p5 mmcblk0p6 net/tun port ttyS0 tty0 ' +
  'tty1 watchdog watchdog0'
)
  .split(' ')
  .map((name) => `/dev/${name}`);

/** In every container's /dev already. */
const usualDevices = new Set(['null', 'zero', 'full', 'random', 'urandom', 'tty'].map((name) => `/dev/${name}`));

/**
 * The device files that a container gets beyond the usual ones: all of the device's where it is privileged, else those it
 * names. They can be listed and found; no hardware answers behind them. Throws EngineError for one that the device lacks.
 */
export function deviceMounts({ privileged, devices = [] }: Pick<ContainerSpec, 'privileged' | 'devices'>, now: () => number): Mount[] {
  const named = devices.map((device) => {
    const { source, target } = readDevice(device);
    if (!hostDevices.includes(source) && !usualDevices.has(source))
      throw new EngineError(
        'failed',
        `error gathering device information while adding custom device "${source}": no such file or directory`,
      );
    return target;
  });
  const targets = new Set([...(privileged ? hostDevices : []), ...named.filter((target) => !usualDevices.has(target))]);
  return [...targets].map((target) => ({
    target,
    fileSystem: generatedFileSystem((names) => (names.length === 0 ? node : undefined), now),
  }));
}

/** `/dev/host:/dev/container:rwm`; the second part is the first one's where it is missing. Throws EngineError `invalid`. */
export function readDevice(device: string): { source: string; target: string; permissions: string } {
  const [source = '', ...rest] = device.split(':');
  const last = rest.at(-1);
  const permissions = last !== undefined && /^[rwm]{1,3}$/.test(last) ? last : 'rwm';
  const target = rest[0] !== undefined && rest[0].startsWith('/') ? rest[0] : source;
  const expected = 1 + (target === rest[0] ? 1 : 0) + (last === permissions ? 1 : 0);
  if (!source.startsWith('/') || rest.length + 1 !== expected) throw new EngineError('invalid', `invalid device specification: ${device}`);
  return { source, target, permissions };
}

const node: GeneratedNode = { kind: 'device', mode: 0o660, read: refuse, write: refuse };

function refuse(path: string): never {
  throw new FileSystemError('EINVAL', path);
}
