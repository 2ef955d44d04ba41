import { normalizePath } from '../../filesystem/filesystem.ts';
import { EngineError } from '../engine.ts';
import type { ContainerSpec } from '../engine.ts';
import { capabilitiesOf } from './capabilities.ts';
import { readDevice } from './devices.ts';
import { readTmpfsOptions } from './tmpfs.ts';

/** What no container can be made of. Throws EngineError `invalid` in the engine's words. */
export function refuseSpec(spec: ContainerSpec): void {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(spec.name))
    throw new EngineError('invalid', `Invalid container name (${spec.name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
  refuseMounts(spec);
  refuseNetwork(spec);
  capabilitiesOf(spec);
  for (const tmpfs of spec.tmpfs ?? []) readTmpfsOptions(tmpfs);
  for (const device of spec.devices ?? []) readDevice(device);
  refuseLimits(spec);
  refuseSecurity(spec);
}

function refuseMounts({ mounts, tmpfs = [] }: ContainerSpec): void {
  const targets = [...mounts, ...tmpfs].map((mount) => mount.target);
  const relative = targets.find((target) => !target.startsWith('/'));
  if (relative !== undefined) throw new EngineError('invalid', `invalid mount path: '${relative}' mount path must be absolute`);
  const normal = targets.map((target) => normalizePath(target));
  if (normal.includes('/')) throw new EngineError('invalid', "invalid specification: destination can't be '/'");
  const duplicate = normal.find((target, index) => normal.indexOf(target) !== index);
  if (duplicate !== undefined) throw new EngineError('invalid', `Duplicate mount point: ${duplicate}`);
}

/** What a container that borrows another one's interfaces cannot have of its own. */
function refuseNetwork(spec: ContainerSpec): void {
  const { networkMode, hostname, publishedPorts = [], exposedPorts = [], extraHosts = [], networks = [] } = spec;
  if (networkMode !== 'bridge' && networks.length > 0)
    throw new EngineError('invalid', `conflicting options: cannot attach both user-defined and non-user-defined network-modes`);
  if (!networkMode.startsWith('container:')) return;
  const conflict =
    hostname !== undefined
      ? 'hostname and the network mode'
      : extraHosts.length > 0
        ? 'custom host-to-IP mapping and the network mode'
        : publishedPorts.length > 0
          ? 'port publishing and the container type network mode'
          : exposedPorts.length > 0
            ? 'port exposing and the container type network mode'
            : undefined;
  if (conflict !== undefined) throw new EngineError('invalid', `conflicting options: ${conflict}`);
}

/**
 * What is no security option. Of those that are, none changes anything here: AppArmor, SELinux and seccomp confine nothing on the practice
 * device, and no program has more privileges than who starts it.
 */
function refuseSecurity({ securityOptions = [] }: ContainerSpec): void {
  for (const option of securityOptions) {
    if (option === 'no-new-privileges') continue;
    const [, name, value = ''] = (option.includes('=') ? /^([^=]*)=(.*)$/s : /^([^:]*):(.*)$/s).exec(option) ?? [];
    if (name === undefined) throw new EngineError('invalid', `invalid --security-opt 1: ${JSON.stringify(option)}`);
    const isSwitch = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value);
    if (!['label', 'apparmor', 'seccomp'].includes(name) && !(name === 'no-new-privileges' && isSwitch))
      throw new EngineError('invalid', `invalid --security-opt 2: ${JSON.stringify(option)}`);
  }
}

/** Docker's least memory of a container. */
const leastMemory = 6 * 1024 * 1024;

function refuseLimits({ memoryLimit, ulimits = {} }: ContainerSpec): void {
  if (memoryLimit !== undefined && memoryLimit < leastMemory) throw new EngineError('invalid', 'Minimum memory limit allowed is 6MB');
  for (const [name, { soft, hard }] of Object.entries(ulimits)) {
    if (!limitNames.has(name)) throw new EngineError('invalid', `invalid ulimit type: ${name}`);
    if (hard !== -1 && (soft === -1 || soft > hard))
      throw new EngineError('invalid', `ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`);
  }
}

/** getrlimit(2) */
const limitNames: ReadonlySet<string> = new Set(
  'as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(' '),
);
