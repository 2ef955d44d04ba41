import type { AlpinePackage } from '../../../engine/catalogue/packages/alpine.ts';
import { headerFiles } from '../c-headers.ts';
import type { PackageContent } from '../place-files.ts';

/** Links that a package brings beside its programs: `path=target`. */
const links: Readonly<Record<string, string>> = {
  'netcat-openbsd': '/usr/bin/nc=nc.openbsd',
  python3: '/usr/bin/python=python3',
  vim: '/usr/bin/vi=vim',
};

/** What a package puts into the image. */
export function packageContent(found: AlpinePackage): PackageContent {
  return {
    directories: [],
    files: found.name === 'musl-dev' ? headerFiles() : [],
    links: (links[found.name] ?? '').split(' ').flatMap((pair) => {
      const [path = '', target = ''] = pair.split('=');
      return path === '' ? [] : [{ path, target }];
    }),
    programs: found.programs.map((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return { path, program: name === 'c89' || name === 'c99' ? 'gcc' : name.replace(/^nc\.openbsd$/, 'nc') };
    }),
    mainFile: found.mainFile,
    size: found.installedSize,
  };
}
