import type { DebianPackage } from './debian-package.ts';

/** A package's paragraph in /var/lib/dpkg/status (dpkg's deb822 form). */
export function statusParagraph(found: DebianPackage, architecture: string): string {
  return [
    `Package: ${found.name}`,
    ...(found.priority === 'required' && found.isBase ? ['Essential: yes'] : []),
    'Status: install ok installed',
    `Priority: ${found.priority}`,
    `Section: ${found.section}`,
    `Installed-Size: ${Math.round(found.installedSize / 1024)}`,
    `Architecture: ${architecture}`,
    `Version: ${found.version}`,
    ...(found.depends.length === 0 ? [] : [`Depends: ${found.depends.join(', ')}`]),
    `Description: ${found.summary === '' ? found.name : found.summary}`,
    '\n',
  ].join('\n');
}

/** The database of an image that nothing has been installed into. */
export function baseStatus(packages: ReadonlyMap<string, DebianPackage>, architecture: string): string {
  return [...packages.values()]
    .filter((one) => one.isBase)
    .map((one) => statusParagraph(one, architecture))
    .join('');
}
