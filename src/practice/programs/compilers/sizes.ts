/** How big the real compiler's files are, in bytes: glibc 2.41, gcc 14, x86-64, a program of a few lines. */

/** A static program carries the C library; a dynamic one has four pages of its own. `isStripped`: without symbols. */
export function linkedSize(isStatic: boolean, isStripped: boolean, isMusl = false): number {
  // musl's is small where it is linked statically.
  if (isStatic && isMusl) return isStripped ? 14_000 : 18_000;
  if (isStatic) return isStripped ? 717_000 : 783_000;
  return isStripped ? 14_472 : 15_960;
}

export function objectSize(sourceLength: number): number {
  return 1400 + sourceLength;
}

/** What a stripped program's size is; undefined where there is nothing to take away. */
export function strippedSize(size: number): number | undefined {
  for (const isStatic of [true, false])
    for (const isMusl of [true, false]) if (size === linkedSize(isStatic, false, isMusl)) return linkedSize(isStatic, true, isMusl);
  return undefined;
}

/** The loader that a program linked on this machine needs: glibc's, or musl's where that is the C library. */
export function pathOfLoader(architecture: string, isMusl: boolean): string {
  if (isMusl) return `/lib/ld-musl-${architecture}.so.1`;
  return architecture === 'aarch64' ? '/lib/ld-linux-aarch64.so.1' : '/lib64/ld-linux-x86-64.so.2';
}
