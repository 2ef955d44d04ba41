/** Whether an address is of the practice device or its services: 10.42.0.0/24, and `localhost` with the names below it. */
export function isDeviceAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return /^10\.42\.0\.\d{1,3}$/.test(hostname) || /(^|\.)localhost$/.test(hostname);
}
