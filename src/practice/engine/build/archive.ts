import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { normalizePath } from '../../filesystem/filesystem.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';

/** The tar archive in a file that ADD unpacks; undefined where it is none; `error` for a compression that is not supported. */
export function archiveContent(content: Buffer): { tar: Buffer } | { error: string } | undefined {
  if (isTar(content)) return { tar: content };
  if (content.subarray(0, 3).equals(Buffer.from([0x42, 0x5a, 0x68]))) return { error: 'bzip2' };
  if (content.subarray(0, 6).equals(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]))) return { error: 'xz' };
  if (!content.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return undefined;
  try {
    const tar = gunzipSync(content);
    return isTar(tar) ? { tar } : undefined;
  } catch {
    return undefined;
  }
}

/** Unpacks below `target`, keeping modes and owners. A name with `..` stays inside. */
export async function unpack(tar: Buffer, fileSystem: FileSystem, target: string): Promise<void> {
  const reader = extract();
  reader.end(tar);
  for await (const entry of reader) {
    const { name, type, mode, uid, gid, mtime, linkname } = entry.header;
    const path = normalizePath(`${target}${normalizePath(name)}`);
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    await fileSystem.makeDirectory(path.slice(0, Math.max(1, path.lastIndexOf('/'))), { recursive: true });
    if (type === 'directory') await fileSystem.makeDirectory(path, { recursive: true });
    else {
      await fileSystem.remove(path, { recursive: true }).catch(() => undefined);
      if (type === 'symlink') await fileSystem.symlink(linkname, path);
      else if (type === 'link') {
        await fileSystem.writeFile(path, await fileSystem.readFile(normalizePath(`${target}${normalizePath(linkname)}`)));
      } else if (type === 'file' || type === 'contiguous-file') await fileSystem.writeFile(path, Buffer.concat(chunks));
      else continue;
    }
    if (type === 'symlink') continue;
    await fileSystem.changeMode(path, mode);
    await fileSystem.changeOwner(path, uid, gid);
    await fileSystem.touch(path, mtime.getTime());
  }
}

/** The ustar and GNU formats write their name there; the older one is not recognized. */
function isTar(content: Buffer): boolean {
  return content.length >= 512 && content.subarray(257, 262).toString('latin1') === 'ustar';
}
