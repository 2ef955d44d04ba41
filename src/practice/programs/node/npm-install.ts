import { normalizePath } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';
import { readLock, requireInSync, writeLock } from './npm-lock.ts';
import type { NpmOptions } from './npm-options.ts';
import { duration, NpmError, say } from './npm-output.ts';
import { isThere, readManifest, readProject, relative } from './npm-project.ts';
import type { Manifest, Project } from './npm-project.ts';
import { runScript } from './npm-run.ts';

export type InstallRequest = { kind: 'ci' } | { kind: 'install'; added: readonly string[] };

/** A folder of the project that a dependency `file:` names. */
interface LinkedPackage {
  name: string;
  directory: string;
  manifest: Manifest;
}

const installScripts = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];

/** `npm ci` and `npm install`: folders of the project are linked; what only a registry has ends as it does without a network. */
export async function install(context: ProgramContext, options: NpmOptions, request: InstallRequest): Promise<number> {
  const startedAt = performance.now();
  if (options.isGlobal) throw new NpmError(['npm install --global is not supported on the practice device']);
  const { fileSystem } = context.system;
  const project =
    request.kind === 'install' && request.added.length > 0 ? await withAdded(context, options, request.added) : await readProject(context);
  const { directory, manifest } = project;
  if (request.kind === 'ci') {
    requireInSync(await readLock(fileSystem, directory), manifest);
    if (!options.isDryRun && (await isThere(fileSystem, `${directory}/node_modules`))) {
      await fileSystem.remove(`${directory}/node_modules`, { recursive: true });
    }
  }
  const wanted = wantedPackages(manifest, options);
  const links = await followLinks(context, project, wanted);
  const missing: string[] = [];
  for (const [name, range] of wanted) {
    if (!isLink(range) && !(await isThere(fileSystem, `${directory}/node_modules/${name}`))) missing.push(name);
  }
  const [first] = missing;
  if (first !== undefined) throw noRegistry(first);
  let added = 0;
  if (!options.isDryRun) {
    for (const each of links) if (await link(fileSystem, directory, each)) added += 1;
    if (request.kind === 'install') await writeLock(fileSystem, directory, manifest, links);
    if (!options.ignoresScripts) {
      for (const script of installScripts) {
        const code = await runScript(context, project, {
          script,
          arguments: [],
          isSilent: options.isSilent,
          isOptional: true,
          ignoresOthers: true,
          command: request.kind,
        });
        if (code !== 0)
          throw new NpmError(
            [`code ${String(code)}`, `path ${directory}`, 'command failed', `command sh -c ${manifest.scripts?.[script] ?? ''}`],
            code,
          );
      }
    }
  }
  if (options.isSilent) return 0;
  const words = added === 0 ? 'up to date' : `added ${String(added)} package${added === 1 ? '' : 's'}`;
  await say(context, `\n${words} in ${duration(performance.now() - startedAt)}\n`);
  return 0;
}

/** `npm install FOLDER`: the manifest gains the dependency. */
async function withAdded(context: ProgramContext, options: NpmOptions, words: readonly string[]): Promise<Project> {
  const { fileSystem } = context.system;
  const project = await readProject(context);
  const kind = options.saves === 'nothing' ? 'dependencies' : options.saves;
  const dependencies = { ...project.manifest[kind] };
  const manifest = { ...project.manifest, [kind]: dependencies };
  for (const word of words) {
    if (!/^(file:|\.{0,2}\/|\.{1,2}$)/.test(word)) throw noRegistry(word.replace(/(?<=.)@[^/]*$/, ''));
    const folder = normalizePath(word.replace(/^file:/, ''), context.workingDirectory);
    const found = await readLinked(fileSystem, folder);
    dependencies[found.manifest.name ?? ''] = `file:${relative(project.directory, folder)}`;
  }
  if (options.saves !== 'nothing' && !options.isDryRun) {
    await fileSystem.writeFile(`${project.directory}/package.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
  }
  return { ...project, manifest };
}

function wantedPackages(manifest: Manifest, options: NpmOptions): [string, string][] {
  const all = { ...(options.omitsDevelopment ? {} : manifest.devDependencies), ...manifest.dependencies };
  return Object.entries(all);
}

/** The folders that are named by `file:`, and those that these name. */
async function followLinks(context: ProgramContext, project: Project, wanted: readonly [string, string][]): Promise<LinkedPackage[]> {
  const found = new Map<string, LinkedPackage>();
  const queue = wanted.map(([name, range]) => ({ name, range, from: project.directory }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { name, range, from } = next;
    if (!isLink(range) || found.has(name)) continue;
    if (/\.(tgz|tar\.gz|tar)$/.test(range))
      throw new NpmError([`${range}: packed packages are not supported on the practice device; name the package's folder`]);
    const linked = { ...(await readLinked(context.system.fileSystem, normalizePath(range.slice(range.indexOf(':') + 1), from))), name };
    found.set(name, linked);
    for (const [other, otherRange] of Object.entries(linked.manifest.dependencies ?? {})) {
      if (isLink(otherRange)) queue.push({ name: other, range: otherRange, from: linked.directory });
      else if (!(await isThere(context.system.fileSystem, `${linked.directory}/node_modules/${other}`))) throw noRegistry(other);
    }
  }
  return [...found.values()];
}

async function readLinked(fileSystem: FileSystem, directory: string): Promise<LinkedPackage> {
  const manifest = await readManifest(fileSystem, `${directory}/package.json`);
  if (manifest !== undefined) return { name: manifest.name ?? '', directory, manifest };
  const path = `${directory}/package.json`;
  throw new NpmError(
    [
      'code ENOENT',
      'syscall open',
      `path ${path}`,
      'errno -2',
      `enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${path}'`,
      'enoent This is related to npm not being able to find a file.',
      'enoent',
    ],
    254,
  );
}

/** Links a folder into node_modules, and its programs into node_modules/.bin; tells whether something was new. */
async function link(fileSystem: FileSystem, root: string, { name, directory, manifest }: LinkedPackage): Promise<boolean> {
  const place = normalizePath(`node_modules/${name}`, root);
  const target = relative(normalizePath('..', place), directory);
  const isKnown = await fileSystem.readLink(place).then(
    (present) => present === target,
    () => false,
  );
  if (!isKnown) {
    await fileSystem.makeDirectory(normalizePath('..', place), { recursive: true });
    if (await isThere(fileSystem, place)) await fileSystem.remove(place, { recursive: true });
    await fileSystem.symlink(target, place);
  }
  const { bin } = manifest;
  const programs = typeof bin === 'string' ? { [name.slice(name.lastIndexOf('/') + 1)]: bin } : (bin ?? {});
  for (const [program, file] of Object.entries(programs)) {
    const path = normalizePath(file, directory);
    if (!(await isThere(fileSystem, path))) continue;
    await fileSystem.makeDirectory(normalizePath('node_modules/.bin', root), { recursive: true });
    const entry = normalizePath(`node_modules/.bin/${program}`, root);
    if (await isThere(fileSystem, entry)) await fileSystem.remove(entry);
    await fileSystem.symlink(`../${name}/${file.replace(/^\.\//, '')}`, entry);
    await fileSystem.changeMode(path, 0o755);
  }
  return !isKnown;
}

/** npm without a network, and why that is so. */
export function noRegistry(name: string): NpmError {
  return new NpmError([
    'code EAI_AGAIN',
    'syscall getaddrinfo',
    'errno EAI_AGAIN',
    `request for ${name} failed, reason: getaddrinfo EAI_AGAIN`,
    '',
    'The practice device has no way to a registry. Packages in folders of the project work ("file:./folder"),',
    'and so does a node_modules folder that is copied into the image.',
  ]);
}

function isLink(range: string): boolean {
  return range.startsWith('file:') || range.startsWith('link:');
}
