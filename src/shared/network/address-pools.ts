import { contains, formatAddress, overlap, parseAddress, size, type Subnet } from './ipv4.ts';
import type { BridgeNetwork } from './topology.ts';

/** balenaOS gives its engine's own bridge these addresses, so that the default pools are free for networks of services. */
export const engineBridge: BridgeNetwork = {
  name: 'balena0',
  subnet: '10.114.101.0/24',
  gateway: '10.114.101.1',
  internal: false,
  nameless: true,
};

/**
 * The first part of Docker Engine's default address pools that overlaps none of `used`: 172.17.0.0/16 to 172.31.0.0/16, then
 * /20 parts of 192.168.0.0/16. Undefined where all are taken.
 */
export function nextFreeSubnet(used: readonly Subnet[]): Subnet | undefined {
  return pools.find((candidate) => !used.some((other) => overlap(other, candidate)));
}

/**
 * The lowest address of `range` that is free. The first and the last of the whole subnet are never given: they are its own and
 * its broadcast address. Undefined where the range is used up.
 */
export function lowestFreeAddress(subnet: Subnet, range: Subnet, taken: { has(address: string): boolean }): string | undefined {
  for (let number = range.base; number < range.base + size(range); number += 1) {
    const address = formatAddress(number);
    if (!isEdge(subnet, number) && !taken.has(address)) return address;
  }
  return undefined;
}

/** Whether a host can have the address. */
export function isHostAddress(subnet: Subnet, address: number): boolean {
  return contains(subnet, address) && !isEdge(subnet, address);
}

const pools: readonly Subnet[] = [
  ...Array.from({ length: 15 }, (_, index) => ({ base: parseAddress(`172.${String(17 + index)}.0.0`) ?? 0, prefix: 16 })),
  ...Array.from({ length: 16 }, (_, index) => ({ base: parseAddress(`192.168.${String(index * 16)}.0`) ?? 0, prefix: 20 })),
];

function isEdge(subnet: Subnet, address: number): boolean {
  return address === subnet.base || address === subnet.base + size(subnet) - 1;
}
