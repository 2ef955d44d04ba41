/** What an address belongs to that there is only in practice: the device (10.42.0.0/24), or its cloud (names below `.localhost`). */
export function practicePlace(address: string): 'device' | 'cloud' | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname } = new URL(address);
  if (/^10\.42\.0\.\d{1,3}$/.test(hostname)) return 'device';
  return hostname.endsWith('.localhost') ? 'cloud' : undefined;
}
