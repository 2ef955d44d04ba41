import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { DirectoryFileSystem } from '../../filesystem/directory-file-system.ts';
import { boundFiles } from './bound-files.ts';

/** Size and time of each file as the image left it: what differs belongs to the container's own layer. */
const baseline = z.record(z.string(), z.tuple([z.number(), z.number()]));

export async function writeBaseline(root: DirectoryFileSystem, path: string): Promise<void> {
  await writeFile(path, JSON.stringify(Object.fromEntries(await measure(root))));
}

/** Bytes in the container's writable layer. */
export async function writableBytes(root: DirectoryFileSystem, path: string): Promise<number> {
  const before = new Map(Object.entries(await readBaseline(path)));
  let total = 0;
  for (const [name, [size, time]] of await measure(root)) {
    const known = before.get(name);
    if (!boundFiles.includes(name) && (known?.[0] !== size || known[1] !== time)) total += size;
  }
  return total;
}

async function readBaseline(path: string): Promise<z.infer<typeof baseline>> {
  try {
    return baseline.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Lost to a damaged disk: then everything counts.
    return {};
  }
}

async function measure(root: DirectoryFileSystem): Promise<Map<string, [number, number]>> {
  const files = (await root.scan()).filter(({ status }) => status.kind === 'file');
  return new Map(files.map(({ path, status }) => [path, [status.size, status.modifiedAt]]));
}
