import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import tar from 'tar-stream';
import { ProjectError } from './project-error.ts';

export type ProjectFiles = ReadonlyMap<string, { content: Buffer; mode: number }>;

/** Bytes of all files together. */
const largestProject = 500 * 1024 * 1024;
const mostFiles = 100_000;

/**
 * Reads the upload of `balena push`, a gzipped tar, into memory. Rejects with ProjectError where it is empty, cut off,
 * too large, or names a path outside of the project.
 */
export function readArchive(upload: Readable): Promise<ProjectFiles> {
  return readFiles('gzipped tar', (extract) => pipeline(upload, createGunzip(), extract));
}

/** The same for a tar that is not compressed: what an engine's own builder is given. */
export function readTar(upload: Readable): Promise<ProjectFiles> {
  return readFiles('tar', (extract) => pipeline(upload, extract));
}

async function readFiles(kind: string, unpack: (extract: tar.Extract) => Promise<void>): Promise<ProjectFiles> {
  const files = new Map<string, { content: Buffer; mode: number }>();
  const links: { path: string; target: string }[] = [];
  const extract = tar.extract();
  let size = 0;
  const reading = (async () => {
    for await (const entry of extract) {
      const { name, type, mode, linkname } = entry.header;
      const path = safePath(name);
      if (type === 'file' || type === 'contiguous-file') {
        const chunks: Buffer[] = [];
        for await (const chunk of entry as AsyncIterable<Buffer>) {
          size += chunk.length;
          if (size > largestProject)
            throw new ProjectError('The project is larger than 500 MB. Name what the build does not need in .dockerignore.');
          chunks.push(chunk);
        }
        files.set(path, { content: Buffer.concat(chunks), mode: mode & 0o7777 });
        if (files.size > mostFiles)
          throw new ProjectError(`The project has more than ${mostFiles} files. Name what the build does not need in .dockerignore.`);
        continue;
      }
      entry.resume();
      if (type === 'symlink' || type === 'link') links.push({ path, target: linkTarget(path, type, linkname) });
      else if (type !== 'directory') throw new ProjectError(`The upload has the special file "${name}", which no image can hold.`);
    }
  })();
  try {
    await Promise.all([unpack(extract), reading]);
  } catch (error) {
    // What the reader found wrong ends the pipeline with it; its reason is the one to tell.
    const reason = await reading.then(
      () => error,
      (own: unknown) => own,
    );
    throw reason instanceof ProjectError ? reason : unreadable(reason, kind);
  }
  for (const { path, target } of links) {
    const file = files.get(target);
    if (file === undefined) throw new ProjectError(`The link "${path}" does not lead to a file of the project.`);
    files.set(path, file);
  }
  if (files.size === 0) throw new ProjectError('The upload is empty: the project has no files, or .dockerignore names all of them.');
  return files;
}

/** Posix path relative to the project's root. Backslashes are what a broken archiver on Windows leaves. */
function safePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || parts.includes('..') || name.includes('\\') || name.includes('\0') || /^[A-Za-z]:/.test(name))
    throw new ProjectError(`The upload names ${JSON.stringify(name)}, a path outside of the project.`);
  return parts.join('/');
}

/** A hard link names another entry; a symbolic one goes from the directory it is in. */
function linkTarget(path: string, type: 'symlink' | 'link', target: string): string {
  if (type === 'link') return safePath(target);
  const parts = target.startsWith('/') ? ['..'] : path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..' && parts.pop() === undefined) throw new ProjectError(`The link "${path}" leads outside of the project.`);
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return safePath(parts.join('/'));
}

function unreadable(error: unknown, kind: string): ProjectError {
  const reason = error instanceof Error ? error.message : String(error);
  if (/unexpected end/i.test(reason)) return new ProjectError('The upload was cut off: push again.');
  return new ProjectError(`The upload is not a ${kind} archive (${reason}).`);
}
