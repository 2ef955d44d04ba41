import { gunzipSync, gzipSync } from 'node:zlib';
import tarStream from 'tar-stream';
import type { Header } from 'tar-stream';
import { FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { openInput, pathOf } from '../inputs.ts';
import { readAll, write } from '../lines.ts';
import { reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { ownerNames } from '../system/accounts.ts';
import { formatDate } from '../system/date-format.ts';
import { matchesGlob } from '../text/glob.ts';
import { joinName } from './destination.ts';
import { modeText } from './mode-text.ts';

const options = {
  create: { short: 'c', long: 'create', help: 'create a new archive' },
  directory: { short: 'C', long: 'directory', value: 'DIR', help: 'change to directory DIR' },
  exclude: { long: 'exclude', value: 'PATTERN', help: 'exclude files, given as a PATTERN' },
  extract: { short: 'x', long: 'extract', help: 'extract files from an archive' },
  file: { short: 'f', long: 'file', value: 'ARCHIVE', help: 'use archive file; - is standard input or output' },
  gzip: { short: 'z', long: 'gzip', help: 'filter the archive through gzip' },
  keepPermissions: { short: 'p', long: 'preserve-permissions', help: '(always so here)' },
  list: { short: 't', long: 'list', help: 'list the contents of an archive' },
  strip: { long: 'strip-components', value: 'NUMBER', help: 'strip NUMBER leading components from file names on extraction' },
  verbose: { short: 'v', long: 'verbose', help: 'verbosely list files processed' },
} as const;

type TarCall = Call<typeof options>;

export const tar = defineProgram(
  {
    usage: 'NAME [OPTION...] [FILE]...',
    summary:
      "Save many files together into a single archive, and restore them: 'tar -cf archive.tar foo bar', 'tar -tvf archive.tar', 'tar -xf archive.tar'.",
    version: '(GNU tar) 1.35',
    usageStatus: 2,
    usageHint: "Try 'NAME --help' or 'NAME --usage' for more information.",
    unsupported: 'AbBdFgGhiIjJkKlLmMnNoOPrRsSTuUVwWXZa',
    options,
    // The first argument may be letters without a dash; those with values take theirs in order.
    prepare: (given) => (given[0] === undefined || given[0].startsWith('-') ? given : bundled(given[0], given.slice(1))),
  },
  async (call) => {
    const { context, values, complain } = call;
    const chosen = [values.create, values.extract, values.list].filter(Boolean).length;
    if (chosen === 0) throw new UsageError("You must specify one of the '-Acdtrux', '--delete' or '--test-label' options");
    if (chosen > 1) throw new UsageError("You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option");
    const base = pathOf(context, values.directory ?? '.');
    try {
      if ((await context.system.fileSystem.stat(base)).kind !== 'directory') throw new FileSystemError('ENOTDIR', base);
    } catch (error) {
      await complain(`${values.directory ?? '.'}: Cannot open: ${reasonOf(error)}`);
      await complain('Error is not recoverable: exiting now');
      return 2;
    }
    return values.create ? create(call, base) : extract(call, base);
  },
);

async function create(call: TarCall, base: string): Promise<number> {
  const { context, values, operands, complain } = call;
  const { fileSystem } = context.system;
  if (operands.length === 0) throw new UsageError('Cowardly refusing to create an empty archive');
  const names = await ownerNames(context);
  const pack = tarStream.pack();
  const collected = readAll(pack as AsyncIterable<Buffer>);
  const status = { code: 0 };
  const target = values.file ?? '-';
  const listing = target === '-' ? context.stderr : context.stdout;
  const warned = { leading: false };

  async function add(name: string, path: string): Promise<void> {
    if (call.all('exclude').some((pattern) => matchesGlob(pattern, name) || matchesGlob(pattern, name.slice(name.lastIndexOf('/') + 1))))
      return;
    try {
      const found = await fileSystem.lstat(path);
      if (found.kind === 'device') return;
      const stored = name.replace(/^\/+/, '');
      if (stored !== name && !warned.leading) {
        warned.leading = true;
        await complain("Removing leading `/' from member names");
      }
      const isDirectory = found.kind === 'directory';
      if (values.verbose) await write(listing, Buffer.from(`${name}${isDirectory && !name.endsWith('/') ? '/' : ''}\n`), context.ended);
      const header: Partial<Header> & { name: string } = {
        name: isDirectory && !stored.endsWith('/') ? `${stored}/` : stored,
        mode: found.mode,
        uid: found.uid,
        gid: found.gid,
        uname: names.user(found.uid),
        gname: names.group(found.gid),
        mtime: new Date(found.modifiedAt),
        type: isDirectory ? 'directory' : found.kind === 'symlink' ? 'symlink' : 'file',
        ...(found.kind === 'symlink' ? { linkname: await fileSystem.readLink(path) } : {}),
        ...(found.declaredSize === undefined ? {} : { pax: { [declaredSizeKey]: String(found.declaredSize) } }),
      };
      if (found.kind === 'file') pack.entry(header, await fileSystem.readFile(path));
      else pack.entry(header);
      if (isDirectory) for (const child of await fileSystem.list(path)) await add(joinName(name, child), joinName(path, child));
    } catch (error) {
      await complain(`${name}: Cannot stat: ${reasonOf(error)}`);
      status.code = 2;
    }
  }
  for (const name of operands) await add(name, normalizePath(name, base));
  pack.finalize();
  const plain = await collected;
  const content = values.gzip ? gzipSync(plain) : plain;
  try {
    if (target === '-') await write(context.stdout, content, context.ended);
    else await fileSystem.writeFile(pathOf(context, target), content);
  } catch (error) {
    await complain(`${target}: Cannot open: ${reasonOf(error)}`);
    await complain('Error is not recoverable: exiting now');
    return 2;
  }
  if (status.code !== 0) await complain('Exiting with failure status due to previous errors');
  return status.code;
}

async function extract(call: TarCall, base: string): Promise<number> {
  const { context, values, operands, complain } = call;
  const source = values.file ?? '-';
  let content: Buffer;
  try {
    content = await readAll(await openInput(context, source));
  } catch (error) {
    const reason = reasonOf(error);
    await complain(reason === 'Is a directory' ? `${source}: Cannot read: ${reason}` : `${source}: Cannot open: ${reason}`);
    await complain('Error is not recoverable: exiting now');
    return 2;
  }
  const isGzip = content[0] === 0x1f && content[1] === 0x8b;
  let entries: { header: Header; data: Buffer }[];
  try {
    if (values.gzip && !isGzip && content.length > 0) throw new Error('not in gzip format');
    entries = await readEntries(isGzip ? gunzipSync(content) : content);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    await complain(
      error.message === 'not in gzip format' ? 'This does not look like a gzip file' : 'This does not look like a tar archive',
    );
    await complain('Exiting with failure status due to previous errors');
    return 2;
  }
  const wanted = new Set(operands.map((name) => name.replace(/\/$/, '')));
  const found = new Set<string>();
  const status = { code: 0 };
  const strip = Number(values.strip ?? 0);
  for (const { header, data } of entries) {
    const plain = header.name.replace(/\/$/, '');
    const owner = [...wanted].find((name) => plain === name || plain.startsWith(`${name}/`));
    if (wanted.size > 0 && owner === undefined) continue;
    if (owner !== undefined) found.add(owner);
    if (call.all('exclude').some((pattern) => matchesGlob(pattern, plain))) continue;
    if (values.list || values.verbose) await call.print(`${values.list && values.verbose ? longLine(header, data) : header.name}\n`);
    if (values.list) continue;
    const stored = plain.split('/').slice(strip).join('/');
    if (stored === '' && strip > 0) continue;
    // Neither a leading slash nor `..` may lead out of the directory.
    const path = normalizePath(
      `/${stored
        .split('/')
        .filter((name) => name !== '..')
        .join('/')}`,
    );
    try {
      await unpack(call, joinName(base, path.slice(1)).replace(/\/$/, '') || '/', header, data);
    } catch (error) {
      await complain(`${header.name}: Cannot open: ${reasonOf(error)}`);
      status.code = 2;
    }
  }
  for (const name of wanted) {
    if (found.has(name)) continue;
    await complain(`${name}: Not found in archive`);
    status.code = 2;
  }
  if (status.code !== 0) await complain('Exiting with failure status due to previous errors');
  return status.code;
}

async function unpack({ context }: TarCall, path: string, header: Header, data: Buffer): Promise<void> {
  const { fileSystem } = context.system;
  const parent = path.slice(0, path.lastIndexOf('/')) || '/';
  await fileSystem.makeDirectory(parent, { recursive: true });
  const before = await fileSystem.lstat(path).catch(() => undefined);
  const mode = header.mode & 0o7777;
  if (header.type === 'directory') {
    if (before === undefined) await fileSystem.makeDirectory(path, { mode });
  } else {
    if (before !== undefined && before.kind !== 'directory') await fileSystem.remove(path);
    if (header.type === 'symlink') {
      await fileSystem.symlink(header.linkname, path);
      return;
    }
    await fileSystem.writeFile(path, data, { mode });
    const declared = declaredSizeOf(header);
    if (declared !== undefined) await fileSystem.declareSize(path, declared);
  }
  await fileSystem.changeMode(path, mode);
  await fileSystem.changeOwner(path, header.uid, header.gid);
  await fileSystem.touch(path, header.mtime.getTime());
}

/** The vendor's own key of an extended header, as POSIX pax allows: how a declared size travels in an archive. */
const declaredSizeKey = 'FLEETLAB.declaredsize';

function declaredSizeOf(header: Header): number | undefined {
  const value = (header.pax as Readonly<Record<string, string>> | null | undefined)?.[declaredSizeKey];
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function readEntries(content: Buffer): Promise<{ header: Header; data: Buffer }[]> {
  return new Promise((resolve, reject) => {
    const entries: { header: Header; data: Buffer }[] = [];
    const parser = tarStream.extract();
    parser.on('entry', (header, stream, next) => {
      readAll(stream as AsyncIterable<Buffer>).then((data) => {
        entries.push({ header, data });
        next();
      }, reject);
    });
    parser.on('finish', () => resolve(entries));
    parser.on('error', reject);
    parser.end(content);
  });
}

function longLine(header: Header, data: Buffer): string {
  const kind = header.type === 'directory' ? 'directory' : header.type === 'symlink' ? 'symlink' : 'file';
  const owner = `${header.uname === '' ? String(header.uid) : header.uname}/${header.gname === '' ? String(header.gid) : header.gname}`;
  const size = String(declaredSizeOf(header) ?? data.length);
  const link = kind === 'symlink' ? ` -> ${header.linkname}` : '';
  return `${modeText({ kind, mode: header.mode & 0o7777 })} ${owner} ${size.padStart(Math.max(1, 18 - owner.length))} ${formatDate('%Y-%m-%d %H:%M', header.mtime.getTime())} ${header.name}${link}`;
}

function bundled(letters: string, rest: readonly string[]): string[] {
  const values = [...rest];
  const read = Array.from(letters).flatMap((letter) =>
    letter === 'f' || letter === 'C' ? [`-${letter}`, values.shift() ?? ''] : [`-${letter}`],
  );
  return [...read, ...values];
}
