import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { round, type Figure } from './figure.ts';

/** Scripts that the page's HTML names itself (entry and module preloads), compressed one by one as a server would. */
export async function eagerScriptSize(): Promise<Figure[]> {
  const folder = join(import.meta.dirname, '../../out/renderer');
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const paths = new Set([...html.matchAll(/(?:src|href)="\.?\/?([^"]+\.js)"/g)].map((match) => match[1] ?? ''));
  let bytes = 0;
  for (const path of paths) bytes += gzipSync(await readFile(join(folder, path))).length;
  return [
    {
      name: 'eager script, gzip',
      value: round(bytes / 1000, 1),
      unit: 'kB',
      aim: '< 300',
      anchor: '',
      method: `${String(paths.size)} scripts named by index.html, gzip level 6, summed`,
    },
  ];
}
