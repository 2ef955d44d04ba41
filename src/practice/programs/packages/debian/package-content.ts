import type { DebianPackage } from '../../../engine/catalogue/packages/debian-package.ts';
import { unitPackages } from '../../systemd/unit-files.ts';
import { headerFiles } from '../c-headers.ts';
import type { PackageContent } from '../place-files.ts';

/** What `update-alternatives` links when a package is set up: `link=target` (through /etc/alternatives in the real system). */
const alternatives: Readonly<Record<string, string>> = {
  gcc: '/usr/bin/cc=gcc /usr/bin/c89=c89-gcc /usr/bin/c99=c99-gcc',
  'g++': '/usr/bin/c++=g++',
  vim: '/usr/bin/vim=vim.basic /usr/bin/vi=vim.basic /usr/bin/editor=vim.basic',
  'vim-tiny': '/usr/bin/vi=vim.tiny',
  nano: '/usr/bin/editor=nano /usr/bin/pico=nano',
  'netcat-openbsd': '/usr/bin/nc=nc.openbsd /usr/bin/netcat=nc.openbsd',
  less: '/usr/bin/pager=less',
  nodejs: '/usr/bin/nodejs=node',
  telnet: '/usr/bin/telnet=inetutils-telnet',
};

/** Files by which programs see that a package is there. */
const files: Readonly<Record<string, readonly { path: string; content: string }[]>> = {
  'libc6-dev': headerFiles(),
  'ca-certificates': [{ path: '/etc/ssl/certs/ca-certificates.crt', content: '# The practice device has no certificates of its own.\n' }],
  sudo: [{ path: '/etc/sudoers', content: 'root\tALL=(ALL:ALL) ALL\n%sudo\tALL=(ALL:ALL) ALL\n' }],
};

/** What a package puts into the image, its units among it. `tuple` is the processor's, e.g. `x86_64-linux-gnu`. */
export function packageContent(found: DebianPackage, tuple: string): PackageContent {
  const units = isUnitPackage(found.name) ? unitPackages[found.name] : undefined;
  const links = [
    ...(units?.links ?? []),
    ...(alternatives[found.name] ?? '').split(' ').flatMap((pair) => {
      const [path, target] = pair.split('=');
      return path === undefined || target === undefined || path === '' ? [] : [{ path, target }];
    }),
  ].filter(({ path }) => !found.programs.includes(path) || units !== undefined);
  const linked = new Set(links.map(({ path }) => path));
  const unitPrograms = new Set(units?.programs.map(({ path }) => path));
  return {
    directories: units?.directories ?? [],
    files: [...(files[found.name] ?? []), ...(units?.files ?? [])],
    links,
    programs: [
      ...(units?.programs ?? []),
      ...found.programs
        .filter((path) => !linked.has(path) && !unitPrograms.has(path))
        .map((path) => ({ path, program: programName(path, tuple) })),
    ],
    mainFile: found.mainFile,
    size: found.installedSize,
  };
}

function isUnitPackage(name: string): name is keyof typeof unitPackages {
  return Object.hasOwn(unitPackages, name);
}

/** `x86_64-linux-gnu-gcc-14`, `gcc-14`, `vim.basic`: which program that is. */
function programName(path: string, tuple: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const plain = name.startsWith(`${tuple}-`) ? name.slice(tuple.length + 1) : name;
  return plain
    .replace(/^((?:gcc|g\+\+|cpp|gcov)(?:-ar|-nm|-ranlib)?)-\d+$/, '$1')
    .replace(/^(vim|nc)\.(basic|tiny|openbsd)$/, '$1')
    .replace(/^c[89]9-gcc$/, 'gcc');
}
