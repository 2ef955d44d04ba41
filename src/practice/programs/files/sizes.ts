/** `-h` sizes: powers of 1024, one digit after the point below 10, always rounded up, as coreutils do. */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  const units = 'KMGTPE';
  let value = bytes / 1024;
  let unit = 0;
  while (roundUp(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const tenths = Math.ceil(value * 10 - 1e-9) / 10;
  return `${tenths < 10 ? tenths.toFixed(1) : String(roundUp(value))}${units.charAt(unit)}`;
}

/** Disk space of a file in bytes: whole blocks of 4 KiB, as ext4 and overlayfs allocate. */
export function allocatedBytes(status: { kind: string; size: number }): number {
  if (status.kind === 'directory') return 4096;
  return status.kind === 'file' ? Math.ceil(status.size / 4096) * 4096 : 0;
}

function roundUp(value: number): number {
  return Math.ceil(value - 1e-9);
}
