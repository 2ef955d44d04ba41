import { describe, expect, it } from 'vitest';
import { memoryFileSystem } from '../../../src/practice/filesystem/memory-file-system.ts';

describe('memoryFileSystem', () => {
  it('holds the files it is made from, with their directories', async () => {
    const files = memoryFileSystem({ '/etc/hostname': 'box\n', '/bin/run': '#!/bin/sh\n', '/tmp/': '' });
    expect((await files.readFile('/etc/hostname')).toString()).toBe('box\n');
    expect(await files.list('/')).toEqual(['bin', 'etc', 'tmp']);
    expect(await files.list('/tmp')).toEqual([]);
    expect((await files.stat('/bin/run')).mode).toBe(0o755);
    expect((await files.stat('/etc/hostname')).mode).toBe(0o644);
  });

  it('appends, replaces and keeps the mode of a file that exists', async () => {
    const files = memoryFileSystem();
    await files.writeFile('/a', 'one', { mode: 0o600 });
    await files.writeFile('/a', ' two', { append: true, mode: 0o777 });
    expect((await files.readFile('/a')).toString()).toBe('one two');
    expect((await files.stat('/a')).mode).toBe(0o600);
    await files.writeFile('/a', 'three');
    expect((await files.stat('/a')).size).toBe(5);
  });

  it('gives a copy of the content, so that a reader cannot change the file', async () => {
    const files = memoryFileSystem({ '/a': 'text' });
    (await files.readFile('/a')).fill(0);
    expect((await files.readFile('/a')).toString()).toBe('text');
  });

  it('follows links, relative and absolute, and never above the root', async () => {
    const files = memoryFileSystem({ '/usr/bin/tool': 'x', '/etc/passwd': 'root' });
    await files.symlink('usr/bin', '/bin');
    await files.symlink('../../../../etc/passwd', '/usr/secret');
    expect((await files.readFile('/bin/tool')).toString()).toBe('x');
    expect((await files.readFile('/usr/secret')).toString()).toBe('root');
    expect((await files.lstat('/bin')).kind).toBe('symlink');
    expect((await files.stat('/bin')).kind).toBe('directory');
    await files.writeFile('/bin/new', '');
    expect(await files.list('/usr/bin')).toEqual(['new', 'tool']);
  });

  it('writes through a link whose target is missing', async () => {
    const files = memoryFileSystem({ '/var/': '' });
    await files.symlink('/var/log', '/log');
    await files.writeFile('/log', 'line');
    expect((await files.readFile('/var/log')).toString()).toBe('line');
  });

  it.each([
    ['ENOENT', 'a missing file', (f: ReturnType<typeof memoryFileSystem>) => f.readFile('/none')],
    ['ENOENT', 'a missing parent', (f: ReturnType<typeof memoryFileSystem>) => f.writeFile('/none/a', '')],
    ['ENOTDIR', 'a file as parent', (f: ReturnType<typeof memoryFileSystem>) => f.readFile('/file/a')],
    ['EISDIR', 'reading a directory', (f: ReturnType<typeof memoryFileSystem>) => f.readFile('/full')],
    ['EISDIR', 'removing a directory', (f: ReturnType<typeof memoryFileSystem>) => f.remove('/full')],
    ['ENOTEMPTY', 'rmdir of a full directory', (f: ReturnType<typeof memoryFileSystem>) => f.remove('/full', { directory: true })],
    ['ENOTDIR', 'rmdir of a file', (f: ReturnType<typeof memoryFileSystem>) => f.remove('/file', { directory: true })],
    ['EBUSY', 'removing the root', (f: ReturnType<typeof memoryFileSystem>) => f.remove('/', { recursive: true })],
    ['EEXIST', 'making what exists', (f: ReturnType<typeof memoryFileSystem>) => f.makeDirectory('/full')],
    ['EEXIST', 'making a directory over a file', (f: ReturnType<typeof memoryFileSystem>) => f.makeDirectory('/file', { recursive: true })],
    ['EINVAL', 'moving a directory into itself', (f: ReturnType<typeof memoryFileSystem>) => f.rename('/full', '/full/below')],
    ['EINVAL', 'reading a file as link', (f: ReturnType<typeof memoryFileSystem>) => f.readLink('/file')],
    ['ELOOP', 'a loop of links', (f: ReturnType<typeof memoryFileSystem>) => f.readFile('/loop')],
  ])('rejects with %s for %s', async (code, _what, call) => {
    const files = memoryFileSystem({ '/file': 'x', '/full/a': '1' });
    await files.symlink('/loop', '/loop');
    await expect(call(files)).rejects.toMatchObject({ code });
  });
});
