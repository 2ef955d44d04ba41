import type { DebianPackage } from '../../../engine/catalogue/packages/debian-package.ts';

/** The packages that have to be installed for `wanted`, those that others need first. Installed ones are left out. */
export function resolvePackages(
  packages: ReadonlyMap<string, DebianPackage>,
  installed: ReadonlySet<string>,
  wanted: readonly string[],
  withRecommends: boolean,
): DebianPackage[] {
  const ordered: DebianPackage[] = [];
  const seen = new Set(installed);
  const recommended: string[] = [];
  function visit(name: string): void {
    const found = packages.get(name);
    if (found === undefined || seen.has(name)) return;
    seen.add(name);
    for (const other of found.depends) visit(other);
    ordered.push(found);
    if (withRecommends) recommended.push(...found.recommends);
  }
  for (const name of wanted) visit(name);
  for (let name = recommended.shift(); name !== undefined; name = recommended.shift()) visit(name);
  return ordered;
}

/** What is recommended beside `chosen` and not installed. */
export function recommendedBeside(
  packages: ReadonlyMap<string, DebianPackage>,
  installed: ReadonlySet<string>,
  chosen: readonly DebianPackage[],
): string[] {
  const names = new Set(chosen.map(({ name }) => name));
  const found = chosen.flatMap((one) => one.recommends).filter((name) => !names.has(name) && !installed.has(name) && packages.has(name));
  return [...new Set(found)].sort();
}

/** Installed packages that need one of `removed`, and those in turn. */
export function dependentsOf(
  packages: ReadonlyMap<string, DebianPackage>,
  installed: ReadonlySet<string>,
  removed: readonly string[],
): string[] {
  const all = new Set(removed);
  for (let before = -1; before !== all.size;) {
    before = all.size;
    for (const name of installed) if (packages.get(name)?.depends.some((other) => all.has(other)) === true) all.add(name);
  }
  return [...all].filter((name) => installed.has(name)).sort();
}

/** Automatically installed packages that no manually installed one needs or recommends. */
export function unneeded(
  packages: ReadonlyMap<string, DebianPackage>,
  installed: ReadonlySet<string>,
  automatic: ReadonlySet<string>,
): string[] {
  const needed = new Set<string>();
  const todo = [...installed].filter((name) => !automatic.has(name));
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    const found = packages.get(name);
    todo.push(...(found?.depends ?? []), ...(found?.recommends ?? []));
  }
  return [...automatic].filter((name) => installed.has(name) && !needed.has(name)).sort();
}
