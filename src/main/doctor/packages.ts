import type { Machine } from '../paths.ts';

/** What a program's package is called; Fedora and Arch use Debian's name unless told otherwise. */
interface PackageNames {
  debian: string;
  fedora?: string;
  arch?: string;
  homebrew?: string;
  windows?: string;
}

/** The command that installs it here, or undefined where none is sure. `has` tells whether a program is on the PATH. */
export function installCommand(names: PackageNames, machine: Machine, has: (program: string) => boolean): string | undefined {
  if (machine.platform === 'win32') return names.windows === undefined ? undefined : `winget install --id ${names.windows}`;
  if (machine.platform === 'darwin') return names.homebrew === undefined || !has('brew') ? undefined : `brew install ${names.homebrew}`;
  if (has('apt-get')) return `sudo apt-get install ${names.debian}`;
  if (has('dnf')) return `sudo dnf install ${names.fedora ?? names.debian}`;
  if (has('pacman')) return `sudo pacman -S ${names.arch ?? names.debian}`;
  return undefined;
}
