import { createHash, randomBytes } from 'node:crypto';
import { engineBridge, isHostAddress, lowestFreeAddress, nextFreeSubnet } from '../../../shared/network/address-pools.ts';
import { contains, formatAddress, formatSubnet, overlap, parseAddress, parseSubnet } from '../../../shared/network/ipv4.ts';
import type { Subnet } from '../../../shared/network/ipv4.ts';
import type { BridgeNetwork } from '../../../shared/network/topology.ts';
import type { NetworkInterface } from '../../process/network-namespace.ts';
import { EngineError } from '../engine.ts';
import type { NetworkInfo, NetworkSpec } from '../engine.ts';

/** One bridge and the addresses that are given on it. */
export interface Bridge {
  readonly info: NetworkInfo & { subnet: string; gateway: string; bridge: string };
  /** As the topology tells it. */
  readonly network: BridgeNetwork;
  readonly prefix: number;
  /** The fixed address, or the lowest that is free. Throws EngineError in the engine's words. */
  take(fixed?: string): string;
  release(address: string): void;
}

export interface Bridges {
  /** `bridge`, `host` and `none` of the engine itself first. */
  infos(): readonly NetworkInfo[];
  all(): readonly Bridge[];
  /** By name, id, or the first 12 digits of the id. Throws EngineError `not-found`. */
  find(reference: string): Bridge;
  create(spec: NetworkSpec): NetworkInfo;
  remove(reference: string): void;
  restore(infos: readonly NetworkInfo[]): readonly string[];
  /** The host's own interfaces on them. */
  interfaces(): readonly NetworkInterface[];
}

/** The engine's own networks, which cannot be made or removed. */
const predefined = ['bridge', 'host', 'none'];

/** Networks and their addresses as Docker Engine's default IPAM gives them. `now` is in milliseconds since 1970. */
export function createBridges(now: () => number): Bridges {
  const startedAt = now();
  const own = openBridge({
    ...ownInfo('bridge', 'bridge', startedAt),
    subnet: engineBridge.subnet,
    gateway: engineBridge.gateway,
    bridge: engineBridge.name,
  });
  const others = [ownInfo('host', 'host', startedAt), ownInfo('none', 'null', startedAt)];
  const bridges = new Map<string, Bridge>([['bridge', own]]);

  function subnets(): Subnet[] {
    return [...bridges.values()].map(({ info }) => subnetOf(info));
  }
  function lookUp(reference: string): Bridge | undefined {
    const exact = bridges.get(reference);
    if (exact !== undefined || !/^[0-9a-f]{12,64}$/.test(reference)) return exact;
    return [...bridges.values()].find(({ info }) => info.id.startsWith(reference));
  }
  function find(reference: string): Bridge {
    const found = lookUp(reference);
    if (found === undefined) throw new EngineError('not-found', `network ${reference} not found`);
    return found;
  }
  function add(info: NetworkInfo): NetworkInfo {
    if (bridges.has(info.name)) throw new EngineError('conflict', `network with name ${info.name} already exists`);
    const { subnet } = info;
    const wanted = subnet === undefined ? undefined : parseSubnet(subnet);
    if (wanted !== undefined && subnets().some((other) => overlap(other, wanted)))
      throw new EngineError('conflict', 'Pool overlaps with other one on this address space');
    const bridge = openBridge(info);
    bridges.set(info.name, bridge);
    return bridge.info;
  }

  return {
    infos: () => [own.info, ...others, ...[...bridges.values()].map(({ info }) => info).filter((info) => info !== own.info)],
    all: () => [...bridges.values()],
    find,
    create(spec) {
      if (predefined.includes(spec.name))
        throw new EngineError('conflict', `operation is not permitted on predefined ${spec.name} network `);
      if (spec.name.trim() === '') throw new EngineError('invalid', `invalid name: ${spec.name}`);
      const id = randomBytes(32).toString('hex');
      return add({
        id,
        name: spec.name,
        createdAt: now(),
        driver: 'bridge',
        ...plan(spec, subnets()),
        isSubnetChosen: spec.subnet !== undefined,
        internal: spec.internal === true,
        labels: { ...spec.labels },
        bridge: `br-${id.slice(0, 12)}`,
      });
    },
    remove(reference) {
      if (predefined.includes(reference)) throw new EngineError('conflict', `${reference} is a pre-defined network and cannot be removed`);
      bridges.delete(find(reference).info.name);
    },
    restore(infos) {
      const left: string[] = [];
      for (const info of infos) {
        if (predefined.includes(info.name)) continue;
        try {
          add({ ...info, ...plan({ ...info, subnet: info.subnet ?? '' }, []), bridge: info.bridge ?? `br-${info.id.slice(0, 12)}` });
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          left.push(info.name);
        }
      }
      return left;
    },
    interfaces: () =>
      [...bridges.values()].map(({ info, prefix }) => ({
        name: info.bridge,
        address: info.gateway,
        prefix,
        // A bridge of the kernel's own has a random address that Docker sets: 02:42 and four bytes.
        hardwareAddress: `02:42:${(info.id.slice(0, 8).match(/../g) ?? []).join(':')}`,
      })),
  };
}

/** The hardware address that the engine gives to an interface with this IPv4 address. */
export function hardwareAddressOf(address: string): string {
  return ['02', '42', ...address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':');
}

function ownInfo(name: string, driver: NetworkInfo['driver'], createdAt: number): NetworkInfo {
  const id = createHash('sha256').update(`network ${name}`).digest('hex');
  return { id, name, createdAt, driver, internal: false, labels: {} };
}

/** Subnet, range and gateway of a new network. Throws EngineError. */
function plan(spec: NetworkSpec, used: readonly Subnet[]): { subnet: string; gateway: string; ipRange?: string } {
  const { ipRange } = spec;
  if (spec.subnet === undefined) {
    if (ipRange !== undefined) throw invalidSubnet('');
    const free = nextFreeSubnet(used);
    if (free === undefined)
      throw new EngineError(
        'failed',
        'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
      );
    return { subnet: formatSubnet(free), gateway: gatewayOf(spec, free, free) };
  }
  const subnet = parseSubnet(spec.subnet);
  if (subnet === undefined) throw invalidSubnet(spec.subnet);
  if (ipRange === undefined) return { subnet: formatSubnet(subnet), gateway: gatewayOf(spec, subnet, subnet) };
  const range = parseSubnet(ipRange);
  if (range === undefined) throw new EngineError('invalid', `Invalid ip-range ${ipRange} : invalid CIDR address: ${ipRange}`);
  // Docker Engine takes no notice of a range that is no part of the subnet; a learner's mistake is better told.
  if (!contains(subnet, range.base) || range.prefix < subnet.prefix)
    throw new EngineError('invalid', `ip-range ${ipRange} is no part of the subnet ${spec.subnet}`);
  return { subnet: formatSubnet(subnet), gateway: gatewayOf(spec, subnet, range), ipRange: formatSubnet(range) };
}

function invalidSubnet(text: string): EngineError {
  return new EngineError('invalid', `Invalid subnet ${text} : invalid CIDR address: ${text}`);
}

/** Without one that is chosen, the first address of the range. */
function gatewayOf({ gateway }: NetworkSpec, subnet: Subnet, range: Subnet): string {
  if (gateway === undefined) {
    const first = lowestFreeAddress(subnet, range, new Set());
    if (first === undefined) throw new EngineError('failed', 'failed to allocate gateway (): No available addresses on this pool');
    return first;
  }
  const address = parseAddress(gateway);
  if (address === undefined) throw new EngineError('invalid', `invalid gateway address ${gateway} in Ipam configuration`);
  if (!contains(subnet, address))
    throw new EngineError('invalid', `failed to allocate gateway (${gateway}): Requested address is out of range`);
  return formatAddress(address);
}

function openBridge(info: NetworkInfo): Bridge {
  const subnet = subnetOf(info);
  const range = parseSubnet(info.ipRange ?? '') ?? subnet;
  const gateway = info.gateway ?? formatAddress(subnet.base + 1);
  const full = { ...info, subnet: formatSubnet(subnet), gateway, bridge: info.bridge ?? `br-${info.id.slice(0, 12)}` };
  const isOwn = info.name === 'bridge';
  const taken = new Set([gateway]);
  return {
    info: full,
    network: isOwn ? engineBridge : { name: info.name, subnet: full.subnet, gateway, internal: info.internal },
    prefix: subnet.prefix,
    take(fixed) {
      const address = fixed ?? lowestFreeAddress(subnet, range, taken);
      if (address === undefined)
        throw new EngineError('failed', `no available IPv4 addresses on this network's address pools: ${info.name} (${info.id})`);
      if (fixed !== undefined) refuseFixed(fixed);
      taken.add(address);
      return address;
    },
    release: (address) => void taken.delete(address),
  };

  function refuseFixed(fixed: string): void {
    const number = parseAddress(fixed);
    if (number === undefined) throw new EngineError('invalid', `invalid IPv4 address: ${fixed}`);
    if (isOwn) throw new EngineError('invalid', 'user specified IP address is supported on user defined networks only');
    if (info.isSubnetChosen === false)
      throw new EngineError(
        'invalid',
        'user specified IP address is supported only when connecting to networks with user configured subnets',
      );
    if (!contains(subnet, number))
      throw new EngineError('invalid', `Invalid address ${fixed}: It does not belong to any of this network's subnets`);
    if (taken.has(fixed) || !isHostAddress(subnet, number)) throw new EngineError('conflict', 'Address already in use');
  }
}

function subnetOf(info: NetworkInfo): Subnet {
  const subnet = parseSubnet(info.subnet ?? '');
  if (subnet === undefined) throw new EngineError('invalid', `network ${info.name} has no subnet`);
  return subnet;
}
