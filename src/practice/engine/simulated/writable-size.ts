import { lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { boundFiles } from './bound-files.ts';

/** Size and time of each host file as the image left it: what differs belongs to the container's own layer. */
const baseline = z.record(z.string(), z.tuple([z.number(), z.number()]));

export async function writeBaseline(directory: string): Promise<void> {
  const files = await measure(join(directory, 'root'));
  await writeFile(join(directory, 'baseline.json'), JSON.stringify(Object.fromEntries(files)));
}

/** Bytes in the container's writable layer. */
export async function writableBytes(directory: string): Promise<number> {
  const parsed = baseline.safeParse(JSON.parse(await readFile(join(directory, 'baseline.json'), 'utf8').catch(() => '{}')));
  const before = new Map(Object.entries(parsed.data ?? {}));
  let total = 0;
  for (const [path, [size, time]] of await measure(join(directory, 'root'))) {
    const known = before.get(path);
    if (!boundFiles.includes(path) && (known?.[0] !== size || known[1] !== time)) total += size;
  }
  return total;
}

async function measure(root: string): Promise<Map<string, [number, number]>> {
  const files = new Map<string, [number, number]>();
  async function visit(path: string): Promise<void> {
    // Gone between the listing and the look: another process works here.
    const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory()) await visit(below);
      else if (entry.isFile()) {
        const status = await lstat(join(root, below)).catch(() => undefined);
        if (status !== undefined) files.set(below, [status.size, Math.floor(status.mtimeMs)]);
      }
    }
  }
  await visit('');
  return files;
}
