/** How big the real compiler's files are, in bytes: glibc 2.41, gcc 14, x86-64, a program of a few lines. */

/** A static program carries the C library; a dynamic one has four pages of its own. `isStripped`: without symbols. */
export function linkedSize(isStatic: boolean, isStripped: boolean): number {
  if (isStatic) return isStripped ? 717_000 : 783_000;
  return isStripped ? 14_472 : 15_960;
}

export function objectSize(sourceLength: number): number {
  return 1400 + sourceLength;
}

/** What a stripped program's size is; undefined where there is nothing to take away. */
export function strippedSize(size: number): number | undefined {
  for (const isStatic of [true, false]) if (size === linkedSize(isStatic, false)) return linkedSize(isStatic, true);
  return undefined;
}

/** glibc's loader by the machine's name. */
export function pathOfLoader(architecture: string): string {
  return architecture === 'aarch64' ? '/lib/ld-linux-aarch64.so.1' : '/lib64/ld-linux-x86-64.so.2';
}
