import { FileSystemError, errorTexts, normalizePath } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { CopyInstruction } from '../dockerfile/instructions.ts';
import { expandText } from '../dockerfile/substitute.ts';
import { BuildError } from '../engine.ts';
import type { LayerEntry } from '../images/layer.ts';
import { findAccount } from './accounts.ts';
import { archiveContent, unpack } from './archive.ts';
import { baseImage } from './base-images.ts';
import type { BuildSession, StageTree } from './builder.ts';
import { contextTree, findSources, sourceFacts } from './copy-sources.ts';
import type { CopySource } from './copy-sources.ts';
import type { Stage } from './stage.ts';
import { treeOf } from './stage-root.ts';

/** A COPY or ADD with its sources found, ready to be looked up in the cache and to be done. */
export interface PreparedCopy {
  /** Everything that decides the result. */
  facts: unknown;
  /** For the image's history. */
  createdBy: string;
  perform(fileSystem: FileSystem): Promise<void>;
}

/** Throws BuildError where a source is missing. */
export async function prepareCopy(session: BuildSession, stage: Stage, instruction: CopyInstruction): Promise<PreparedCopy> {
  const { keyword, line } = instruction;
  const fail = (reason: string): BuildError => new BuildError(`${keyword} failed: ${reason}`, line);
  const words = instruction.sources.map((word) => stage.expand(word, line));
  const written = stage.expand(instruction.destination, line);
  const destination = normalizePath(written, stage.image.config.workingDirectory);
  const tree = await sourceTree(session, instruction.from === undefined ? undefined : stage.expand(instruction.from, line), line);
  const found = findSources(tree, words, instruction.from === undefined);
  if ('error' in found) throw fail(found.error);
  const { sources } = found;
  const documents = instruction.documents.map(({ name, content, expands }) => ({
    name,
    content: expands ? expandText(content, stage.variables, session.dockerfile.escape) : content,
  }));
  const isDirectory = /\/\.?$|^\.{1,2}$/.test(written);
  if (sources.length + documents.length > 1 && !isDirectory)
    throw new BuildError(
      `When using ${keyword} with more than one source file, the destination must be a directory and end with a /`,
      line,
    );
  const owner = instruction.owner === undefined ? undefined : stage.expand(instruction.owner, line);
  const mode = instruction.mode === undefined ? undefined : readMode(stage.expand(instruction.mode, line), fail);
  const facts = [keyword, sourceFacts(sources), documents, destination, isDirectory, owner ?? '', mode ?? ''];

  async function perform(fileSystem: FileSystem): Promise<void> {
    const account = owner === undefined ? { uid: 0, gid: 0 } : await findAccount(fileSystem, ownerWithGroup(owner));
    if ('error' in account) throw fail(account.error);
    const put: Put = { session, fileSystem, uid: account.uid, gid: account.gid, mode, unpacks: keyword === 'ADD' };
    try {
      for (const source of sources) await copySource(put, source, destination, isDirectory);
      for (const { name, content } of documents) {
        const blob = await session.builder.layers.addBlob(Buffer.from(content));
        const about = { path: `/${name}`, uid: 0, gid: 0, modifiedAt: session.builder.now(), mode: 0o644 };
        const entry: LayerEntry = { ...about, kind: 'file', size: Buffer.byteLength(content), blob };
        await copySource({ ...put, unpacks: false }, { path: entry.path, isDirectory: false, entries: [entry] }, destination, isDirectory);
      }
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      throw fail(`${error.path}: ${errorTexts[error.code].toLowerCase()}`);
    }
  }
  const createdBy = `/bin/sh -c #(nop) ${keyword} ${words.join(' ')} in ${destination} `;
  return { facts, createdBy, perform };
}

/** What a source is looked for in: the build's context, or a stage (by name or number) or image. Throws BuildError. */
export async function sourceTree(session: BuildSession, from: string | undefined, line: number): Promise<StageTree> {
  const { builder, request, stages } = session;
  if (from === undefined) return (session.context ??= contextTree(request.context, builder.layers, builder.now()));
  const isIndex = /^\d+$/.test(from);
  const former = isIndex ? stages[Number(from)] : stages.find((finished) => finished.name === from.toLowerCase());
  if (isIndex && former === undefined)
    throw new BuildError(`invalid from flag value ${from}: refers to current build stage or one that does not exist`, line);
  const image = former?.image ?? (await baseImage(builder, from, line));
  return treeOf(builder, image.history);
}

interface Put {
  session: BuildSession;
  fileSystem: FileSystem;
  uid: number;
  gid: number;
  mode: number | undefined;
  unpacks: boolean;
}

async function copySource(put: Put, source: CopySource, destination: string, isDirectory: boolean): Promise<void> {
  const { fileSystem } = put;
  if (source.isDirectory) {
    await fileSystem.makeDirectory(destination, { recursive: true });
    const prefix = source.path === '/' ? 0 : source.path.length;
    for (const entry of source.entries) await putEntry(put, entry, normalizePath(`${destination}/${entry.path.slice(prefix)}`));
    return;
  }
  const [entry] = source.entries;
  if (entry?.kind === 'file' && put.unpacks) {
    const content = await put.session.builder.layers.readBlob(entry.blob);
    const archive = archiveContent(content);
    if (archive !== undefined && 'error' in archive)
      throw new BuildError(`ADD of a ${archive.error} archive is not supported on the practice device: use tar or tar.gz`);
    if (archive !== undefined) {
      await fileSystem.makeDirectory(destination, { recursive: true });
      await unpack(archive.tar, fileSystem, destination);
      return;
    }
  }
  const isInDirectory = isDirectory || (await isExistingDirectory(fileSystem, destination));
  const name = source.path.slice(source.path.lastIndexOf('/') + 1);
  if (entry !== undefined) await putEntry(put, entry, isInDirectory ? normalizePath(`${destination}/${name}`) : destination);
}

async function putEntry(put: Put, entry: LayerEntry, path: string): Promise<void> {
  const { fileSystem, uid, gid } = put;
  await fileSystem.makeDirectory(path.slice(0, Math.max(1, path.lastIndexOf('/'))), { recursive: true });
  if (entry.kind === 'symlink') {
    await fileSystem.remove(path).catch(() => undefined);
    await fileSystem.symlink(entry.target, path);
    return;
  }
  if (entry.kind === 'directory') await fileSystem.makeDirectory(path, { recursive: true });
  else {
    await fileSystem.writeFile(path, await put.session.builder.layers.readBlob(entry.blob));
    if (entry.declaredSize !== undefined) await fileSystem.declareSize(path, entry.declaredSize);
  }
  await fileSystem.changeMode(path, put.mode ?? entry.mode);
  await fileSystem.changeOwner(path, uid, gid);
  if (entry.kind === 'file') await fileSystem.touch(path, entry.modifiedAt);
}

async function isExistingDirectory(fileSystem: FileSystem, path: string): Promise<boolean> {
  return fileSystem.stat(path).then(
    ({ kind }) => kind === 'directory',
    () => false,
  );
}

/** `--chown=name` gives the group of that name too. */
function ownerWithGroup(owner: string): string {
  return owner.includes(':') ? owner : /^\d+$/.test(owner) ? `${owner}:${owner}` : owner;
}

function readMode(text: string, fail: (reason: string) => BuildError): number {
  if (!/^[0-7]{3,4}$/.test(text)) throw fail(`invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`);
  return parseInt(text, 8);
}
