import { describe, expect, it } from 'vitest';
import { findBaseImage } from '../../../../src/practice/engine/catalogue/catalogue.ts';
import type { BaseImage } from '../../../../src/practice/engine/catalogue/catalogue.ts';
import { flattenLayers, makeLayer } from '../../../../src/practice/engine/images/layer.ts';
import { memoryFileSystem } from '../../../../src/practice/filesystem/memory-file-system.ts';
import type { FileSystem } from '../../../../src/practice/filesystem/filesystem.ts';

function image(reference: string): BaseImage {
  const found = findBaseImage(reference, 'amd64');
  if ('error' in found) throw new Error(found.error);
  return found.image;
}

async function fileSystemOf(reference: string): Promise<FileSystem> {
  const files = memoryFileSystem();
  const parts = image(reference).tree('amd64');
  const layer = makeLayer(
    parts.map((part) => {
      const about = { path: part.path, uid: 0, gid: 0, modifiedAt: 0 };
      if (part.kind === 'symlink') return { ...about, kind: 'symlink' as const, mode: 0o777, target: part.target };
      if (part.kind === 'directory') return { ...about, kind: 'directory' as const, mode: part.mode };
      return { ...about, kind: 'file' as const, mode: part.mode, size: part.content.length, blob: part.content };
    }),
    [],
  );
  for (const entry of flattenLayers([layer]).values()) {
    if (entry.kind === 'directory') await files.makeDirectory(entry.path, { mode: entry.mode });
    else if (entry.kind === 'symlink') await files.symlink(entry.target, entry.path);
    else await files.writeFile(entry.path, entry.blob, { mode: entry.mode });
  }
  return files;
}

const all = [
  'debian:trixie-slim',
  'debian:bookworm',
  'ubuntu',
  'alpine',
  'busybox',
  'node:lts-trixie-slim',
  'node:lts-trixie',
  'node:lts-alpine',
  'balenalib/amd64-debian',
];

describe('base images', () => {
  it.each(all)('%s is a whole file tree: every part has its directory, every link leads somewhere', async (reference) => {
    const files = await fileSystemOf(reference);
    for (const part of image(reference).tree('amd64'))
      if (part.kind === 'symlink' && !part.target.includes('proc/'))
        expect((await files.stat(part.path)).kind, part.path).not.toBe('symlink');
    const shell = (await files.readFile('/bin/sh')).toString();
    expect(shell).toMatch(/fleetlab program: (dash|busybox)\n/);
    expect((await files.stat('/tmp')).mode).toBe(0o1777);
    expect((await files.readFile('/etc/passwd')).toString()).toContain('root:x:0:0:root:/root:');
  });

  it('contain what the real ones contain, and lack what those lack', async () => {
    const slim = await fileSystemOf('debian:trixie-slim');
    expect((await slim.readFile('/etc/os-release')).toString()).toContain(
      'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\nVERSION_ID="13"\n',
    );
    for (const missing of ['/usr/bin/curl', '/usr/bin/ps', '/usr/bin/gcc', '/usr/sbin/ip', '/usr/bin/node'])
      await expect(slim.stat(missing), missing).rejects.toMatchObject({ code: 'ENOENT' });
    const node = await fileSystemOf('node:lts-trixie');
    for (const present of ['/usr/local/bin/node', '/usr/local/bin/npm', '/usr/bin/curl', '/usr/bin/ps', '/usr/bin/gcc'])
      expect((await node.stat(present)).mode, present).toBe(0o755);
    expect((await node.readFile('/etc/passwd')).toString()).toContain('node:x:1000:1000::/home/node:/bin/bash');
    await expect((await fileSystemOf('alpine')).stat('/bin/bash')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('are found by all their names', () => {
    expect(image('docker.io/library/debian:13-slim')).toMatchObject({ repository: 'debian', size: 78_600_000 });
    expect(image('node')).toMatchObject({ size: 1_130_000_000 });
    expect(image('balenalib/intel-nuc-debian-node:24-bookworm').config).toMatchObject({ entrypoint: ['/usr/bin/entry.sh'] });
    expect(findBaseImage('balenalib/raspberrypi4-64-debian', 'amd64')).toMatchObject({
      error: expect.stringContaining('for the machines amd64') as string,
    });
    expect(findBaseImage('balenalib/raspberrypi4-64-debian', 'aarch64')).toHaveProperty('image');
  });

  it('are smaller to fetch than on disk', () => {
    for (const reference of all) expect(image(reference).compressedSize).toBeLessThan(image(reference).size);
  });
});
