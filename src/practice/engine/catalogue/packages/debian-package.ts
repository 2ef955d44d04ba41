import * as bookworm from './bookworm/base.ts';
import * as bookwormLibraries from './bookworm/libraries.ts';
import * as bookwormModules from './bookworm/node-modules.ts';
import * as bookwormPrograms from './bookworm/programs.ts';
import * as trixie from './trixie/base.ts';
import * as trixieLibraries from './trixie/libraries.ts';
import * as trixieModules from './trixie/node-modules.ts';
import * as trixiePrograms from './trixie/programs.ts';

/** A package that the practice device can install with apt. */
export interface DebianPackage {
  name: string;
  version: string;
  /** Bytes on the disk. */
  installedSize: number;
  /** Bytes of the .deb. */
  downloadSize: number;
  priority: string;
  section: string;
  /** Only those that the images do not start with. */
  depends: readonly string[];
  recommends: readonly string[];
  /** The images start with it. */
  isBase: boolean;
  /** The file that stands for all that is not a program; empty for a package of the base. */
  mainFile: string;
  /** Absolute paths. */
  programs: readonly string[];
  summary: string;
}

const priorities: Readonly<Record<string, string>> = { r: 'required', i: 'important', s: 'standard', o: 'optional' };

const releases = new Map<string, ReadonlyMap<string, DebianPackage>>();

/**
 * The packages of a Debian release, by name. Versions, sizes and relations are those of the release's package index of November
 * 2026 for amd64 (dependencies between alternatives are decided, virtual packages replaced by what provides them), programs those
 * of its file lists. Ubuntu's packages are not known one by one: the Debian release that a version was made from stands for it.
 */
export function debianPackages(codename: string, architecture: 'amd64' | 'arm64'): ReadonlyMap<string, DebianPackage> {
  const older = codename === 'bookworm' || codename === 'jammy';
  const key = `${older ? 'bookworm' : 'trixie'} ${architecture}`;
  let packages = releases.get(key);
  if (packages === undefined) {
    const text = older
      ? bookworm.base + bookwormLibraries.libraries + bookwormPrograms.programs + bookwormModules.nodeModules
      : trixie.base + trixieLibraries.libraries + trixiePrograms.programs + trixieModules.nodeModules;
    packages = readPackages(architecture === 'amd64' ? text : forArm(text));
    releases.set(key, packages);
  }
  return packages;
}

/** One package a line: name, version, KiB, bytes, priority (`b`: of the base), section, depends, recommends, main file, programs, summary. */
function readPackages(text: string): ReadonlyMap<string, DebianPackage> {
  const packages = new Map<string, DebianPackage>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [
      name = '',
      version = '',
      kibibytes,
      bytes,
      priority = '',
      section = '',
      depends = '',
      recommends = '',
      mainFile = '',
      programs = '',
      summary = '',
    ] = line.split('|');
    packages.set(name, {
      name,
      version,
      installedSize: Number(kibibytes) * 1024,
      downloadSize: Number(bytes),
      priority: priorities[priority.charAt(0)] ?? 'optional',
      section,
      depends: words(depends),
      recommends: words(recommends),
      isBase: priority.endsWith('b'),
      mainFile,
      programs: words(programs).flatMap((group) => {
        const [directory = '', names = ''] = group.split(':');
        return names.split(',').map((program) => `${directory}/${program}`);
      }),
      summary,
    });
  }
  return packages;
}

/** The packages that carry the processor's name; libquadmath is for x86 alone. */
function forArm(text: string): string {
  return text
    .replaceAll('x86-64-linux-gnu', 'aarch64-linux-gnu')
    .replaceAll('x86_64-linux-gnu', 'aarch64-linux-gnu')
    .replaceAll(/^libquadmath0\|.*\n/gm, '')
    .replaceAll(/ libquadmath0\b/g, '');
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
