import { describe, expect, it } from 'vitest';
import { deviceFileSystem } from '../../../src/practice/filesystem/device-file-system.ts';
import { memoryFileSystem } from '../../../src/practice/filesystem/memory-file-system.ts';
import { mountedFileSystem } from '../../../src/practice/filesystem/mounted-file-system.ts';

function tree() {
  const root = memoryFileSystem({ '/etc/hostname': 'box', '/data/hidden': 'below the mount', '/home/': '' });
  const data = memoryFileSystem({ '/kept': 'volume' });
  const inner = memoryFileSystem({ '/deep': 'deeper' });
  const files = mountedFileSystem(root, [
    { target: '/data', fileSystem: data },
    { target: '/data/inner', fileSystem: inner },
    { target: '/mnt/fixed', fileSystem: memoryFileSystem({ '/a': 'x' }), isReadOnly: true },
    { target: '/dev', fileSystem: deviceFileSystem(() => 0) },
  ]);
  return { root, data, inner, files };
}

describe('mountedFileSystem', () => {
  it('shows mount points and hides what lies below them', async () => {
    const { files } = tree();
    expect(await files.list('/')).toEqual(['data', 'dev', 'etc', 'home', 'mnt']);
    expect(await files.list('/data')).toEqual(['inner', 'kept']);
    expect(await files.list('/mnt')).toEqual(['fixed']);
    expect((await files.readFile('/data/inner/deep')).toString()).toBe('deeper');
    await expect(files.readFile('/data/hidden')).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await files.stat('/mnt')).kind).toBe('directory');
  });

  it('writes to the mounted file system only', async () => {
    const { files, root, data } = tree();
    await files.writeFile('/data/new', 'here');
    expect(await data.list('/')).toEqual(['kept', 'new']);
    expect(await root.list('/data')).toEqual(['hidden']);
    await files.makeDirectory('/data/a/b', { recursive: true });
    expect(await data.list('/a')).toEqual(['b']);
  });

  it('follows links across mounts in both directions', async () => {
    const { files } = tree();
    await files.symlink('/data/kept', '/home/link');
    await files.symlink('../etc/hostname', '/data/up');
    await files.symlink('/data', '/home/volume');
    expect((await files.readFile('/home/link')).toString()).toBe('volume');
    expect((await files.readFile('/data/up')).toString()).toBe('box');
    expect(await files.list('/home/volume/inner')).toEqual(['deep']);
    await files.writeFile('/home/volume/via', 'x');
    expect(await files.list('/data')).toContain('via');
  });

  it('refuses to move across file systems, and to remove or move a mount point', async () => {
    const { files } = tree();
    await expect(files.rename('/etc/hostname', '/data/hostname')).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(files.remove('/data', { recursive: true })).rejects.toMatchObject({ code: 'EBUSY' });
    await expect(files.remove('/mnt', { recursive: true })).rejects.toMatchObject({ code: 'EBUSY' });
    await expect(files.rename('/data', '/other')).rejects.toMatchObject({ code: 'EBUSY' });
    await files.rename('/data/kept', '/data/moved');
    expect(await files.list('/data')).toEqual(['inner', 'moved']);
  });

  it('keeps a read-only mount as it is', async () => {
    const { files } = tree();
    expect((await files.readFile('/mnt/fixed/a')).toString()).toBe('x');
    for (const change of [
      files.writeFile('/mnt/fixed/a', 'y'),
      files.makeDirectory('/mnt/fixed/b'),
      files.remove('/mnt/fixed/a'),
      files.symlink('a', '/mnt/fixed/c'),
      files.changeMode('/mnt/fixed/a', 0),
    ])
      await expect(change).rejects.toMatchObject({ code: 'EROFS' });
  });

  it('names the path that was asked for in an error', async () => {
    await expect(tree().files.readFile('/data/none')).rejects.toMatchObject({ code: 'ENOENT', path: '/data/none' });
  });
});

describe('deviceFileSystem', () => {
  it('discards, gives zeros, and is full where it says so', async () => {
    const { files } = tree();
    await files.writeFile('/dev/null', 'gone', { append: true });
    expect((await files.readFile('/dev/null')).length).toBe(0);
    expect((await files.readFile('/dev/zero')).every((byte) => byte === 0)).toBe(true);
    expect((await files.readFile('/dev/urandom')).equals(await files.readFile('/dev/urandom'))).toBe(false);
    await expect(files.writeFile('/dev/full', 'x')).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(files.writeFile('/dev/new', 'x')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(files.remove('/dev/null')).rejects.toMatchObject({ code: 'EPERM' });
    expect((await files.stat('/dev/null')).kind).toBe('device');
  });
});
