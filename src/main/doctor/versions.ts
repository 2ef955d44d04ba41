/** The first version in a text (`git version 2.39.5 (Apple Git-154)`), as numbers. Undefined where there is none. */
export function versionIn(text: string): number[] | undefined {
  const [found] = /\d+(?:\.\d+)+/.exec(text) ?? [];
  return found?.split('.').map(Number);
}

/** Whether `version` is `oldest` or newer; missing parts count as 0. */
export function isAtLeast(version: readonly number[], oldest: readonly number[]): boolean {
  for (const [index, wanted] of oldest.entries()) {
    const part = version[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
