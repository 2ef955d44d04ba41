import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directoryFileSystem } from '../../../src/practice/filesystem/directory-file-system.ts';
import { memoryFileSystem } from '../../../src/practice/filesystem/memory-file-system.ts';
import { mountedFileSystem } from '../../../src/practice/filesystem/mounted-file-system.ts';
import { makeSystem } from '../programs/practice-system.ts';

let base: string;

beforeEach(() => {
  base = fs.mkdtempSync(join(tmpdir(), 'fleetlab-sizes-'));
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

const openDirectory = () => directoryFileSystem({ root: join(base, 'tree'), attributesFile: join(base, 'tree.json') });

describe.each([
  ['in memory', () => Promise.resolve(memoryFileSystem())],
  ['in a directory', openDirectory],
  ['mounted', () => Promise.resolve(mountedFileSystem(memoryFileSystem(), [{ target: '/m', fileSystem: memoryFileSystem() }]))],
])('a declared size %s', (_name, open) => {
  it('shows until the content is replaced, grows by what is appended and moves with the file', async () => {
    const files = await open();
    await files.writeFile('/big', 'small');
    await files.declareSize('/big', 5_000_000);
    expect(await files.stat('/big')).toMatchObject({ size: 5_000_000, declaredSize: 5_000_000 });
    await files.writeFile('/big', '!!', { append: true });
    expect((await files.stat('/big')).size).toBe(5_000_002);
    await files.rename('/big', '/moved');
    expect((await files.lstat('/moved')).size).toBe(5_000_002);
    expect((await files.readFile('/moved')).toString()).toBe('small!!');
    await files.writeFile('/moved', 'small!!');
    expect((await files.stat('/moved')).size).toBe(7);
    await files.remove('/moved');
    await files.writeFile('/moved', 'small');
    expect(await files.stat('/moved')).not.toHaveProperty('declaredSize');
  });

  it('is only for regular files', async () => {
    const files = await open();
    await files.makeDirectory('/d');
    await expect(files.declareSize('/d', 1)).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(files.declareSize('/none', 1)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('outlives a restart, and not what another process writes', async () => {
  const files = await openDirectory();
  await files.fill([
    { path: '/a', kind: 'file', mode: 0o644, uid: 0, gid: 0, modifiedAt: 0, content: Buffer.from('abc'), declaredSize: 900 },
  ]);
  await files.flush();
  const again = await openDirectory();
  expect((await again.scan())[0]?.status.size).toBe(900);
  fs.writeFileSync(join(base, 'tree/a'), 'another');
  expect((await again.stat('/a')).size).toBe(7);
});

it('is kept by cp, mv to another file system, tar and what lists sizes', async () => {
  const { run, fileSystem } = makeSystem();
  await fileSystem.writeFile('/w/big', 'x');
  await fileSystem.declareSize('/w/big', 3_000_000);
  await run(['cp', '/w/big', '/w/copy']);
  await run(['mkdir', '/w/out']);
  await run(['tar', '-C', '/w', '-cf', '/w/archive.tar', 'big']);
  expect((await run(['tar', '-tvf', '/w/archive.tar'])).stdout).toContain(' 3000000 ');
  await run(['tar', '-C', '/w/out', '-xf', '/w/archive.tar']);
  for (const path of ['/w/copy', '/w/out/big']) expect((await run(['stat', '-c', '%s', path])).stdout).toBe('3000000\n');
  expect((await run(['ls', '-l', '/w/copy'])).stdout).toContain(' 3000000 ');
  expect((await run(['du', '-k', '/w/copy'])).stdout).toBe('2932\t/w/copy\n');
  await run(['dd', 'if=/w/big', 'of=/w/read']);
  expect((await fileSystem.stat('/w/read')).size).toBe(1);
});
