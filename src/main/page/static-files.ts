import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export interface StaticAnswer {
  headers: Record<string, string>;
  body: Buffer;
}

/** The built page's files. Only names found by listing the folder are served, so no path can lead out of it. */
export interface StaticFiles {
  /** Undefined where there is no such file. `path` is the address's, still encoded, and begins with `/`. */
  answer(path: string, acceptEncoding: string): Promise<StaticAnswer | undefined>;
}

type Encoding = 'br' | 'gzip' | 'identity';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};
const compressible = new Set(['.html', '.js', '.css', '.json', '.svg', '.ttf']);

/** Lists `folder`; rejects where it is missing. Files are read and compressed when they are first asked for, then kept in memory. */
export async function openStaticFiles(folder: string): Promise<StaticFiles> {
  const files = await listFiles(folder);
  const bodies = new Map<string, Promise<Buffer>>();

  function body(path: string, encoding: Encoding): Promise<Buffer> {
    const key = `${encoding}:${path}`;
    const kept = bodies.get(key);
    if (kept !== undefined) return kept;
    const made = encode(files.get(path) ?? '', encoding);
    bodies.set(key, made);
    made.catch(() => bodies.delete(key));
    return made;
  }

  return {
    async answer(address, acceptEncoding) {
      const path = decodePath(address);
      if (path === undefined || !files.has(path)) return undefined;
      const extension = extname(path);
      const encoding = compressible.has(extension) ? preferredEncoding(acceptEncoding) : 'identity';
      const bytes = await body(path, encoding);
      return {
        body: bytes,
        headers: {
          'Content-Type': types[extension] ?? 'application/octet-stream',
          ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
          Vary: 'Accept-Encoding',
          // The bundler puts a digest of the content into the names below /assets/.
          'Cache-Control': path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
          ETag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
        },
      };
    },
  };
}

async function listFiles(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, string>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, file).split(sep).join('/')}`, file);
  }
  return files;
}

function decodePath(address: string): string | undefined {
  try {
    const path = decodeURIComponent(address);
    return path === '/' ? '/index.html' : path;
  } catch {
    return undefined;
  }
}

function preferredEncoding(acceptEncoding: string): Encoding {
  const accepted = acceptEncoding
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*/))
    .filter(([, quality]) => quality === undefined || !/^q=0(\.0*)?$/.test(quality))
    .map(([name]) => name?.toLowerCase());
  if (accepted.includes('br')) return 'br';
  return accepted.includes('gzip') ? 'gzip' : 'identity';
}

async function encode(file: string, encoding: Encoding): Promise<Buffer> {
  const bytes = await readFile(file);
  if (encoding === 'gzip') return promisify(gzip)(bytes);
  // Quality 5 is within a few percent of the best for scripts, and takes milliseconds where the best takes seconds.
  if (encoding === 'br') return promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  return bytes;
}
