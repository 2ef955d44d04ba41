import { FileSystemError } from '../../../filesystem/filesystem.ts';
import type { FileSystem } from '../../../filesystem/filesystem.ts';
import { findUnit } from '../units/find-unit.ts';
import { partsOf } from '../units/unit-names.ts';
import { defaultInstance, findLinks, presetOf, readInstall, readLink } from './unit-file-state.ts';
import type { UnitFiles } from './unit-file-state.ts';

/** What `systemctl enable`, `mask` and the like do to links, in the words they report it with. */

export interface InstallOutcome {
  /** `Created symlink …`, `Removed …`. */
  lines: string[];
  /** False where no named unit has an `[Install]` section that says anything. */
  hasInstallInformation: boolean;
}

/** A change that cannot be made; the message is systemd's, without `Failed to … unit: `. */
export class InstallError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InstallError';
  }
}

/** Where links are made: `--runtime` makes them go with the next boot. */
export function placeOfLinks(isRuntime: boolean): string {
  return isRuntime ? '/run/systemd/system' : '/etc/systemd/system';
}

export async function enableUnits(
  files: UnitFiles,
  names: readonly string[],
  place: string,
  done = new Set<string>(),
): Promise<InstallOutcome> {
  const outcome: InstallOutcome = { lines: [], hasInstallInformation: false };
  for (const name of names) {
    if (done.has(name)) continue;
    done.add(name);
    const path = await findFile(files, name);
    const { settings } = await readInstall(files, name, path);
    const { wantedBy, requiredBy, aliases, also } = settings.install;
    if (wantedBy.length + requiredBy.length + aliases.length + also.length > 0) outcome.hasInstallInformation = true;
    const linked = defaultInstance(name, settings.install.defaultInstance);
    if (linked === undefined && wantedBy.length + requiredBy.length > 0)
      throw new InstallError(
        `Unit ${name} is a template and has no DefaultInstance=; name an instance, e.g. ${partsOf(name).prefix}@1.service`,
      );
    const wanted = [
      ...aliases.map((alias) => `${place}/${alias}`),
      ...wantedBy.map((target) => `${place}/${target}.wants/${linked ?? name}`),
      ...requiredBy.map((target) => `${place}/${target}.requires/${linked ?? name}`),
    ];
    for (const link of wanted) outcome.lines.push(...(await makeLink(files.fileSystem, path, link)));
    if (also.length > 0) outcome.lines.push(...(await enableUnits(files, also, place, done)).lines);
  }
  return outcome;
}

export async function disableUnits(files: UnitFiles, names: readonly string[], place: string): Promise<InstallOutcome> {
  const outcome: InstallOutcome = { lines: [], hasInstallInformation: false };
  for (const name of names) {
    const found = await findUnit(files.fileSystem, name);
    if (found.kind === 'not-found') throw new InstallError(`Unit ${name} does not exist`);
    const path = found.kind === 'file' ? found.path : undefined;
    const install = path === undefined ? undefined : (await readInstall(files, name, path)).settings.install;
    const isSaid =
      install !== undefined && [install.wantedBy, install.requiredBy, install.aliases, install.also].some((list) => list.length > 0);
    if (isSaid) outcome.hasInstallInformation = true;
    for (const link of await findLinks(files.fileSystem, place)) {
      const isFolder = /\.(wants|requires|upholds)\//.test(link.path);
      const isOwn = isFolder
        ? link.name === name || link.name === defaultInstance(name, install?.defaultInstance)
        : link.target === path && link.name !== name;
      if (!isOwn || (!isFolder && link.name === 'default.target')) continue;
      await files.fileSystem.remove(link.path);
      outcome.hasInstallInformation = true;
      outcome.lines.push(`Removed '${link.path}'.`);
    }
  }
  return outcome;
}

export async function maskUnits({ fileSystem }: UnitFiles, names: readonly string[], place: string): Promise<string[]> {
  const lines: string[] = [];
  for (const name of names) lines.push(...(await makeLink(fileSystem, '/dev/null', `${place}/${name}`)));
  return lines;
}

export async function unmaskUnits({ fileSystem }: UnitFiles, names: readonly string[], place: string): Promise<string[]> {
  const lines: string[] = [];
  for (const name of names) {
    const path = `${place}/${name}`;
    if ((await readLink(fileSystem, path)) !== '/dev/null') continue;
    await fileSystem.remove(path);
    lines.push(`Removed '${path}'.`);
  }
  return lines;
}

export async function setDefaultUnit(files: UnitFiles, name: string): Promise<string[]> {
  const path = await findFile(files, name);
  const link = '/etc/systemd/system/default.target';
  const before = await readLink(files.fileSystem, link);
  if (before === path) return [];
  const lines: string[] = [];
  if (before !== undefined) {
    await files.fileSystem.remove(link);
    lines.push(`Removed '${link}'.`);
  }
  return [...lines, ...(await makeLink(files.fileSystem, path, link))];
}

/** `systemctl link`: makes a unit file outside the search path known. */
export async function linkUnits({ fileSystem }: UnitFiles, paths: readonly string[], place: string): Promise<string[]> {
  const lines: string[] = [];
  for (const path of paths) {
    const isThere = await fileSystem.stat(path).then(
      ({ kind }) => kind === 'file',
      () => false,
    );
    if (!isThere) throw new InstallError(`Unit ${path} does not exist`);
    lines.push(...(await makeLink(fileSystem, path, `${place}/${path.slice(path.lastIndexOf('/') + 1)}`)));
  }
  return lines;
}

/** Enables or disables each unit as the preset files say. */
export async function presetUnits(files: UnitFiles, names: readonly string[], place: string): Promise<InstallOutcome> {
  const outcome: InstallOutcome = { lines: [], hasInstallInformation: true };
  for (const name of names) {
    const path = await findFile(files, name);
    const { wantedBy, requiredBy, aliases } = (await readInstall(files, name, path)).settings.install;
    if (wantedBy.length + requiredBy.length + aliases.length === 0) continue;
    const wanted = await presetOf(files.fileSystem, name);
    const change = wanted === 'enabled' ? await enableUnits(files, [name], place) : await disableUnits(files, [name], place);
    outcome.lines.push(...change.lines);
  }
  return outcome;
}

async function findFile({ fileSystem }: UnitFiles, name: string): Promise<string> {
  const found = await findUnit(fileSystem, name);
  if (found.kind === 'file') return found.path;
  if (found.kind === 'masked') throw new InstallError(`Unit ${found.path} is masked`);
  throw new InstallError(`Unit ${name} does not exist`);
}

async function makeLink(fileSystem: FileSystem, target: string, path: string): Promise<string[]> {
  const before = await readLink(fileSystem, path);
  if (before === target) return [];
  if (before !== undefined) throw new InstallError(`File '${path}' already exists and is a symlink to ${before}`);
  try {
    await fileSystem.makeDirectory(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    await fileSystem.symlink(target, path);
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
    throw new InstallError(error.code === 'EEXIST' ? `File '${path}' already exists` : error.message);
  }
  return [`Created symlink '${path}' → '${target}'.`];
}
