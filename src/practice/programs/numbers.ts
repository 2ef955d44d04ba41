/** Counts as coreutils read them: `10`, `2K` (1024), `2kB` (1000), `1M`, `3b` (512); undefined where it is none. */
export function parseCount(text: string): number | undefined {
  const match = /^(\d+)(?:(b)|([kKMGTPE])(B|iB)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, digits, blocks, unit, decimal] = match;
  if (blocks !== undefined) return Number(digits) * 512;
  if (unit === undefined) return Number(digits);
  const base = decimal === 'B' ? 1000 : 1024;
  return Number(digits) * base ** ('KMGTPE'.indexOf(unit.toUpperCase()) + 1);
}
