/** An IPv4 subnet: the network's address as a number and the prefix length. */
export interface Subnet {
  base: number;
  prefix: number;
}

/**
 * The address as a 32-bit number, or undefined where the text is none (RFC 6943, section 3.1.1: four decimal numbers; a
 * leading zero is refused, because some read such a number as octal).
 */
export function parseAddress(text: string): number | undefined {
  const match = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(text);
  if (match === null) return undefined;
  const parts = match.slice(1).map(Number);
  if (parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** Reads `172.20.0.0/16`; undefined where it is no subnet. Host bits are cut off. */
export function parseSubnet(text: string): Subnet | undefined {
  const [address = '', prefixText = '', ...rest] = text.split('/');
  const base = parseAddress(address);
  if (base === undefined || rest.length > 0 || !/^\d{1,2}$/.test(prefixText) || Number(prefixText) > 32) return undefined;
  const prefix = Number(prefixText);
  return { base: base - (base % size({ base, prefix })), prefix };
}

export function formatSubnet(subnet: Subnet): string {
  return `${formatAddress(subnet.base)}/${String(subnet.prefix)}`;
}

/** How many addresses the subnet has, its network and broadcast addresses included. */
export function size(subnet: Subnet): number {
  return 2 ** (32 - subnet.prefix);
}

export function contains(subnet: Subnet, address: number): boolean {
  return address >= subnet.base && address < subnet.base + size(subnet);
}

export function overlap(left: Subnet, right: Subnet): boolean {
  return contains(left, right.base) || contains(right, left.base);
}
