import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directoryFileSystem } from '../../../src/practice/filesystem/directory-file-system.ts';
import { FileSystemError } from '../../../src/practice/filesystem/filesystem.ts';
import type { FileSystem } from '../../../src/practice/filesystem/filesystem.ts';
import type { HostNaming } from '../../../src/practice/filesystem/host-names.ts';
import type { LowerDirectory, LowerNode } from '../../../src/practice/filesystem/lower-tree.ts';
import { memoryFileSystem } from '../../../src/practice/filesystem/memory-file-system.ts';

let base: string;
let count = 0;

beforeEach(() => {
  base = fs.mkdtempSync(join(tmpdir(), 'fleetlab-files-'));
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

function open(name = 'tree', naming?: HostNaming, lower?: LowerDirectory) {
  return directoryFileSystem({
    root: join(base, name),
    attributesFile: join(base, `${name}.json`),
    ...(naming === undefined ? {} : { naming }),
    ...(lower === undefined ? {} : { lower }),
  });
}

describe('directoryFileSystem', () => {
  it('shows its writes to another process at once, and sees that process’s writes', async () => {
    const files = await open();
    await files.makeDirectory('/data');
    await files.writeFile('/data/a', 'from inside');
    const script = `const fs = require('fs'); fs.appendFileSync('a', ' and outside'); fs.writeFileSync('b', fs.readFileSync('a'))`;
    execFileSync(process.execPath, ['-e', script], { cwd: join(base, 'tree/data') });
    expect((await files.readFile('/data/b')).toString()).toBe('from inside and outside');
    expect(await files.list('/data')).toEqual(['a', 'b']);
  });

  it('keeps modes, owners and links over a restart, without a real link', async () => {
    const files = await open();
    await files.makeDirectory('/usr/bin', { recursive: true });
    await files.writeFile('/usr/bin/tool', 'x', { mode: 0o755 });
    await files.changeOwner('/usr/bin/tool', 1000, 1001);
    await files.symlink('usr/bin', '/bin');
    await files.rename('/usr/bin', '/usr/programs');
    await files.rename('/usr/programs', '/usr/bin');
    await files.flush();
    const again = await open();
    expect(await again.stat('/bin/tool')).toMatchObject({ kind: 'file', mode: 0o755, uid: 1000, gid: 1001, size: 1 });
    expect(await again.readLink('/bin')).toBe('usr/bin');
    expect(fs.readdirSync(join(base, 'tree'))).toEqual(['usr']);
  });

  it('does not hand a removed file’s mode to a new one of that name', async () => {
    const files = await open();
    await files.writeFile('/a', '', { mode: 0o600 });
    fs.unlinkSync(join(base, 'tree/a'));
    await files.writeFile('/a', '');
    expect((await files.stat('/a')).mode).toBe(0o644);
  });

  it('sets a damaged attributes file aside and goes on with the one before', async () => {
    const files = await open();
    await files.symlink('/etc', '/first');
    await files.flush();
    await files.symlink('/etc', '/second');
    await files.flush();
    fs.writeFileSync(join(base, 'tree.json'), '{"version":1,"val');
    const again = await open();
    expect(await again.list('/')).toEqual(['first']);
    expect(fs.readdirSync(base)).toContain('tree.json.damaged-1');
  });

  it('takes names that are special to JavaScript', async () => {
    const files = await open();
    await files.symlink('/x', '/__proto__');
    await files.makeDirectory('/constructor', { mode: 0o700 });
    await files.flush();
    const again = await open();
    expect(await again.list('/')).toEqual(['__proto__', 'constructor']);
    expect((await again.stat('/constructor')).mode).toBe(0o700);
  });
});

describe('what is planted in the host directory', () => {
  beforeEach(() => {
    fs.mkdirSync(join(base, 'tree'));
    fs.mkdirSync(join(base, 'laptop'));
    fs.writeFileSync(join(base, 'laptop/secret'), 'secret');
  });
  async function secretIsUntouched() {
    expect(fs.readFileSync(join(base, 'laptop/secret'), 'utf8')).toBe('secret');
    expect(fs.readdirSync(join(base, 'laptop'))).toEqual(['secret']);
    return Promise.resolve();
  }

  it.skipIf(process.platform === 'win32')('never follows real links, to files or directories, absolute or relative', async () => {
    fs.symlinkSync(join(base, 'laptop'), join(base, 'tree/absolute'));
    fs.symlinkSync('../laptop', join(base, 'tree/relative'));
    fs.symlinkSync('../laptop/secret', join(base, 'tree/file'));
    const files = await open();
    for (const path of ['/absolute/secret', '/relative/secret', '/file', '/absolute/../relative/secret'])
      await expect(files.readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
    for (const path of ['/absolute/new', '/relative/new', '/file']) await files.writeFile(path, 'x').catch(() => undefined);
    await expect(files.list('/absolute')).rejects.toMatchObject({ code: 'ENOENT' });
    await files.changeMode('/file', 0).catch(() => undefined);
    await files.rename('/relative', '/moved');
    await files.remove('/absolute', { recursive: true });
    await secretIsUntouched();
  });

  it.skipIf(process.platform === 'win32')('reads a real link as a link inside the tree', async () => {
    fs.symlinkSync('/laptop/secret', join(base, 'tree/link'));
    const files = await open();
    await files.makeDirectory('/laptop');
    await files.writeFile('/laptop/secret', 'the container’s own');
    expect((await files.readFile('/link')).toString()).toBe('the container’s own');
    expect((await files.lstat('/link')).kind).toBe('symlink');
  });

  it('resolves `..` and absolute links of its own inside the tree', async () => {
    const files = await open();
    for (const [index, target] of ['../../../../laptop/secret', join(base, 'laptop/secret'), '/../laptop'].entries()) {
      await files.symlink(target, `/link${index}`);
      await expect(files.readFile(`/link${index}`)).rejects.toBeInstanceOf(FileSystemError);
    }
    await expect(files.readFile('/../laptop/secret')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(files.writeFile('/../../laptop/x', '')).rejects.toMatchObject({ code: 'ENOENT' });
    await secretIsUntouched();
  });

  it('removes a tree without following links in it', async () => {
    fs.mkdirSync(join(base, 'tree/sub'));
    if (process.platform !== 'win32') fs.symlinkSync(join(base, 'laptop'), join(base, 'tree/sub/link'));
    const files = await open();
    await files.remove('/sub', { recursive: true });
    expect(await files.list('/')).toEqual([]);
    await secretIsUntouched();
  });

  it('refuses link loops', async () => {
    const files = await open();
    await files.symlink('b', '/a');
    await files.symlink('a', '/b');
    await expect(files.readFile('/a')).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it.skipIf(process.platform === 'win32')('does not hang on a pipe', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(base, 'tree/pipe')]);
    const files = await open();
    expect((await files.lstat('/pipe')).kind).toBe('device');
    await expect(files.readFile('/pipe')).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(files.writeFile('/pipe', 'x')).rejects.toMatchObject({ code: 'EINVAL' });
  });

  it('refuses an attributes file whose host names lead out', async () => {
    const value = { entries: { a: { hostName: '../laptop' } } };
    fs.writeFileSync(join(base, 'tree.json'), JSON.stringify({ version: 1, value }));
    const files = await open();
    await expect(files.list('/a')).rejects.toMatchObject({ code: 'ENOENT' });
    await secretIsUntouched();
  });

  it('names no host path in its errors', async () => {
    const files = await open();
    await files.writeFile(`/${'n'.repeat(300)}`, '').catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'EINVAL' });
      expect(String(error)).not.toContain(base);
    });
    expect.assertions(2);
  });
});

const windows: HostNaming = { rules: 'windows', foldsCase: false };

describe('names that the host cannot hold', () => {
  it.each(['a:b', 'CON', 'nul.txt', 'dot.', 'space ', 'what?', 'back\\slash', 'tab\there'])('keeps %j', async (name) => {
    const files = await open('tree', windows);
    await files.writeFile(`/${name}`, 'text');
    await files.flush();
    const again = await open('tree', windows);
    expect(await again.list('/')).toEqual([name]);
    expect((await again.readFile(`/${name}`)).toString()).toBe('text');
    expect(fs.readdirSync(join(base, 'tree'))[0]).toMatch(/^~1~[\w-]+$/);
    await again.rename(`/${name}`, '/plain');
    expect(fs.readdirSync(join(base, 'tree'))).toEqual(['plain']);
    await again.rename('/plain', `/${name}`);
    await again.remove(`/${name}`);
    expect(fs.readdirSync(join(base, 'tree'))).toEqual([]);
  });

  it('tells names apart that differ only in case', async () => {
    const files = await open('tree', { rules: 'windows', foldsCase: true });
    await files.writeFile('/Readme', 'one');
    await files.writeFile('/README', 'two');
    await files.makeDirectory('/readme');
    expect(await files.list('/')).toEqual(['README', 'Readme', 'readme']);
    expect((await files.readFile('/Readme')).toString()).toBe('one');
    expect((await files.readFile('/README')).toString()).toBe('two');
    const onHost = fs.readdirSync(join(base, 'tree')).map((name) => name.toLowerCase());
    expect(new Set(onHost).size).toBe(3);
  });
});

type Step = { call: keyof FileSystem; path: string; other: string; text: string; flag: boolean; number: number };

const path = fc.array(fc.constantFrom('a', 'b', 'A', 'c:d', '..'), { minLength: 0, maxLength: 3 }).map((names) => `/${names.join('/')}`);
const step: fc.Arbitrary<Step> = fc.record({
  call: fc.constantFrom<keyof FileSystem>(
    ...(['readFile', 'writeFile', 'writeFile', 'stat', 'lstat', 'list', 'makeDirectory', 'makeDirectory', 'remove', 'rename'] as const),
    ...(['symlink', 'symlink', 'readLink', 'changeMode', 'changeOwner'] as const),
  ),
  path,
  other: fc.oneof(
    path,
    path.map((text) => text.slice(1) || '.'),
  ),
  text: fc.string({ maxLength: 4 }),
  flag: fc.boolean(),
  number: fc.integer({ min: 0, max: 0o777 }),
});

/** The outcome without times, which differ. */
async function outcome(files: FileSystem, { call, path, other, text, flag, number }: Step): Promise<unknown> {
  const status = (value: { modifiedAt: number }) => ({ ...value, modifiedAt: 0 });
  try {
    if (call === 'readFile') return (await files.readFile(path)).toString();
    if (call === 'writeFile') {
      await files.writeFile(path, text, { append: flag, mode: number });
      return;
    }
    if (call === 'stat') return status(await files.stat(path));
    if (call === 'lstat') return status(await files.lstat(path));
    if (call === 'list') return await files.list(path);
    if (call === 'makeDirectory') {
      await files.makeDirectory(path, { recursive: flag, mode: number });
      return;
    }
    if (call === 'remove') {
      await files.remove(path, number % 3 === 0 ? { directory: true } : { recursive: flag });
      return;
    }
    if (call === 'rename') {
      await files.rename(path, `/${other.replace(/^\//, '')}`);
      return;
    }
    if (call === 'symlink') {
      await files.symlink(other, path);
      return;
    }
    if (call === 'readLink') return await files.readLink(path);
    if (call === 'changeMode') {
      await files.changeMode(path, number);
      return;
    }
    await files.changeOwner(path, number, number + 1);
    return;
  } catch (error) {
    return error instanceof FileSystemError ? error.code : error;
  }
}

async function everything(files: FileSystem, path = '/'): Promise<unknown> {
  const status = await files.lstat(path);
  const about = [status.kind, status.mode, status.uid, status.gid, status.size];
  if (status.kind === 'symlink') return [...about, await files.readLink(path)];
  if (status.kind === 'file') return [...about, (await files.readFile(path)).toString()];
  const below: unknown[] = [];
  for (const name of await files.list(path)) below.push([name, await everything(files, `${path === '/' ? '' : path}/${name}`)]);
  return [...about, below];
}

describe('directoryFileSystem against the model in memory', () => {
  it.each<[string, HostNaming]>([
    ['posix', { rules: 'posix', foldsCase: false }],
    ['windows', { rules: 'windows', foldsCase: true }],
  ])('answers every sequence of calls alike, with %s names', async (_name, naming) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const name = `run${(count += 1)}`;
        const model = memoryFileSystem();
        const real = await open(name, naming);
        for (const one of steps) expect(await outcome(real, one)).toEqual(await outcome(model, one));
        expect(await everything(real)).toEqual(await everything(model));
        await real.flush();
        expect(await everything(await open(name, naming))).toEqual(await everything(model));
      }),
      { numRuns: 150 },
    );
  });

  it.each<[string, HostNaming]>([
    ['posix', { rules: 'posix', foldsCase: false }],
    ['windows', { rules: 'windows', foldsCase: true }],
  ])('does so over a tree that shows through, which stays as it is, with %s names', async (_name, naming) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.array(step, { maxLength: 20 }), async (before, steps) => {
        const name = `over${(count += 1)}`;
        const model = memoryFileSystem();
        for (const one of before) await outcome(model, one);
        // The root itself is always the file system's own.
        await model.changeMode('/', 0o755);
        await model.changeOwner('/', 0, 0);
        const lower = await lowerOf(model);
        const untouched = structuredClone(plain(lower));
        const real = await open(name, naming, lower);
        expect(await everything(real)).toEqual(await everything(model));
        for (const one of steps) expect(await outcome(real, one)).toEqual(await outcome(model, one));
        expect(await everything(real)).toEqual(await everything(model));
        await real.flush();
        expect(await everything(await open(name, naming, lower))).toEqual(await everything(model));
        expect(plain(lower)).toEqual(untouched);
        const other = await open(`${name}-other`, naming, lower);
        expect(await other.scanOwn()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a tree that shows through', () => {
  const about = { mode: 0o644, uid: 0, gid: 0, modifiedAt: 1000 };
  let reads: number;
  let lower: LowerDirectory;

  beforeEach(() => {
    reads = 0;
    const file = (content: string, more: object = {}): LowerNode => ({
      ...about,
      kind: 'file',
      size: content.length,
      read: () => {
        reads += 1;
        return Buffer.from(content);
      },
      ...more,
    });
    const entries = new Map<string, LowerNode>([
      ['program', file('stands for more', { mode: 0o755, uid: 5, gid: 6, declaredSize: 5000 })],
      ['log', file('one\n')],
    ]);
    const directory: LowerNode = { ...about, mode: 0o700, kind: 'directory', entries };
    lower = { ...about, mode: 0o755, kind: 'directory', entries: new Map([['data', directory]]) };
  });

  it('takes no room until something is changed, and then only that', async () => {
    const files = await open('tree', undefined, lower);
    expect(await files.lstat('/data/program')).toEqual({
      ...about,
      kind: 'file',
      mode: 0o755,
      uid: 5,
      gid: 6,
      size: 5000,
      declaredSize: 5000,
    });
    await files.readFile('/data/log');
    expect(fs.readdirSync(join(base, 'tree'))).toEqual([]);
    await files.writeFile('/data/log', 'two\n', { append: true });
    expect((await files.scanOwn()).map(({ path: each, status }) => [each, status.size])).toEqual([
      ['/data', 4096],
      ['/data/log', 8],
    ]);
    expect((await files.stat('/data')).mode).toBe(0o700);
    expect((await files.readFile('/data/log')).toString()).toBe('one\ntwo\n');
  });

  it('keeps mode, owner, time and declared size of what is copied up, and its directory’s time', async () => {
    const files = await open('tree', undefined, lower);
    await files.changeOwner('/data/program', 7, 8);
    expect(await files.stat('/data/program')).toMatchObject({ mode: 0o755, uid: 7, gid: 8, modifiedAt: 1000, declaredSize: 5000 });
    expect((await files.stat('/data')).modifiedAt).toBe(1000);
    await files.rename('/data', '/moved');
    expect(await files.stat('/moved/program')).toMatchObject({ uid: 7, declaredSize: 5000 });
    expect((await files.readFile('/moved/log')).toString()).toBe('one\n');
    expect(await files.list('/')).toEqual(['moved']);
  });

  it('is not read for a file that is written anew', async () => {
    const files = await open('tree', undefined, lower);
    await files.writeFile('/data/program', 'small');
    expect(reads).toBe(0);
    expect(await files.stat('/data/program')).toMatchObject({ size: 5, mode: 0o755, uid: 5 });
  });
});

async function lowerOf(files: FileSystem, path = '/'): Promise<LowerDirectory> {
  const entries = new Map<string, LowerNode>();
  for (const name of await files.list(path)) {
    const inner = `${path === '/' ? '' : path}/${name}`;
    const { kind, mode, uid, gid, modifiedAt } = await files.lstat(inner);
    const attributes = { mode, uid, gid, modifiedAt };
    if (kind === 'directory') entries.set(name, await lowerOf(files, inner));
    else if (kind === 'symlink') entries.set(name, { ...attributes, kind, target: await files.readLink(inner) });
    else {
      const content = await files.readFile(inner);
      entries.set(name, { ...attributes, kind: 'file', size: content.length, read: () => content });
    }
  }
  const { mode, uid, gid, modifiedAt } = await files.lstat(path);
  return { mode, uid, gid, modifiedAt, kind: 'directory', entries };
}

/** As data that can be compared. */
function plain(node: LowerNode): unknown {
  if (node.kind === 'directory') return { ...node, entries: [...node.entries].map(([name, below]) => [name, plain(below)]) };
  return node.kind === 'file' ? { ...node, read: node.read().toString() } : node;
}
