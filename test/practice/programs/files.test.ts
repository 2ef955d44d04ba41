import { expect, test } from 'vitest';
import { makeSystem } from './practice-system.ts';
import { compareWithRealTools } from './real-tools.ts';

const files = { a: 'content of a\n', b: 'b\n', 'dir/inner': 'inner\n', 'dir/sub/deep': 'deep\n', 'empty/': '' };
const changes = (command: string, more: object = {}): { command: string; files: typeof files; tree: true } => ({
  command,
  files,
  tree: true,
  ...more,
});

compareWithRealTools('mkdir and rmdir', [
  changes('mkdir new'),
  changes('mkdir -p x/y/z dir/sub'),
  changes('mkdir -v one two'),
  changes('mkdir -pv dir/p/q'),
  changes('mkdir -m 700 private'),
  changes('mkdir -m u=rwx,go= private'),
  changes('mkdir a'),
  changes('mkdir x/y'),
  changes('mkdir -p a/b'),
  changes('mkdir -p a'),
  changes('mkdir -m nonsense x'),
  'mkdir',
  'mkdir -y',
  changes('rmdir empty'),
  changes('rmdir dir'),
  changes('rmdir a'),
  changes('rmdir missing'),
  changes('rmdir -p dir/sub'),
  'rmdir',
]);

compareWithRealTools('rm', [
  changes('rm a b'),
  changes('rm dir'),
  changes('rm -r dir a'),
  changes('rm -rf dir missing'),
  changes('rm -rv dir'),
  changes('rm missing a'),
  changes('rm -d empty'),
  changes('rm -d dir'),
  changes('rm a/'),
  changes('rm -r .'),
  changes('rm -f'),
  'rm',
  'rm -q',
]);

compareWithRealTools('cp', [
  changes('cp a new'),
  changes('cp a b'),
  changes('cp a dir'),
  changes('cp a b dir'),
  changes('cp dir copy'),
  changes('cp -r dir copy'),
  changes('cp -r dir empty'),
  changes('cp -rv dir copy'),
  changes('cp -a dir/. empty'),
  changes('cp a a'),
  changes('cp missing x'),
  changes('cp a missing/x'),
  changes('cp a b missing'),
  changes('cp a b dir/inner'),
  changes('cp a missing/'),
  changes('cp -r dir a'),
  { command: 'cp -r dir dir/sub', files },
  changes('cp -T a dir'),
  changes('cp -t dir a b'),
  changes('cp -n a b'),
  changes('cp -v a new'),
  { command: 'cp run copy', files: { run: '#!/bin/sh\n' }, modes: { run: 0o755 }, tree: true },
  { command: 'cp run old', files: { run: 'x', old: 'y' }, modes: { run: 0o755, old: 0o600 }, tree: true },
  { command: 'cp -p run old', files: { run: 'x', old: 'y' }, modes: { run: 0o754, old: 0o600 }, tree: true },
  'cp',
  changes('cp a'),
]);

compareWithRealTools('mv', [
  changes('mv a new'),
  changes('mv a b'),
  changes('mv a b dir'),
  changes('mv dir other'),
  changes('mv dir empty'),
  changes('mv dir a'),
  changes('mv a a'),
  changes('mv dir dir/sub'),
  changes('mv missing x'),
  changes('mv a missing/x'),
  changes('mv -T dir empty'),
  changes('mv -n a b'),
  changes('mv -v a new'),
  changes('mv a b missing'),
  'mv',
]);

compareWithRealTools('ln, readlink and realpath', [
  changes('ln -s a link'),
  changes('ln -s ../a dir/link'),
  changes('ln -s dir/inner'),
  changes('ln -s a b'),
  changes('ln -sf a b'),
  changes('ln -sv a link'),
  changes('ln -s a b dir'),
  'ln',
  changes('readlink a'),
  changes('readlink -v a'),
  'readlink',
  { command: 'realpath -m --relative-to', stderr: 'none' },
  'realpath /usr/../etc/.',
  'realpath missing/x',
  'readlink -f /etc/../etc',
  'readlink -e /missing',
]);

compareWithRealTools('touch, chmod and stat', [
  changes('touch new a'),
  changes('touch -c new'),
  changes('touch missing/new'),
  changes('touch a/'),
  'touch',
  changes('touch -d nonsense a'),
  changes('chmod 600 a'),
  changes('chmod u+x,g-r a'),
  changes('chmod a=r,u+w a'),
  changes('chmod +x a b'),
  changes('chmod -r a'),
  changes('chmod go= a'),
  changes('chmod g=u a'),
  changes('chmod -R a+X dir a'),
  changes('chmod -v 755 a'),
  changes('chmod -c 644 a'),
  changes('chmod 1777 dir'),
  changes('chmod zzz a'),
  changes('chmod 999 a'),
  changes('chmod 755'),
  'chmod',
  changes('chmod 755 missing'),
  changes('chmod --reference=a dir/inner'),
  changes("stat -c '%n %s %a %A %F %Y' a dir"),
  { ...changes("stat -c '%U:%G %u:%g' a"), root: true },
  changes("stat -c '%y|%N|%f' a"),
  changes("stat --printf '%n\\t%s\\n' a b"),
  changes('stat missing'),
  'stat',
  { ...changes('chown bin a'), root: true },
  { ...changes('chown no-such-user a'), root: true },
  { ...changes('chown root:no-such-group a'), root: true },
  'chown',
  'chown root',
]);

compareWithRealTools('basename, dirname, mktemp and du', [
  'basename /usr/bin/sort',
  'basename include/stdio.h .h',
  'basename -s .h a.h b.h',
  'basename -a any/str1 any/str2',
  'basename /',
  'basename a/b/',
  'basename',
  'basename a b c',
  'dirname /usr/bin/ dir1/str dir2/str stdio.h /',
  'dirname',
  'mktemp x',
  'mktemp missing/fileXXXXXX',
  changes('du -b a'),
  changes('du --apparent-size -k a'),
  changes('du -a dir/sub'),
  changes('du missing'),
]);

test('stat shows a file in full', async () => {
  const { run, fileSystem } = makeSystem({ '/w/a': 'four' });
  await fileSystem.touch('/w/a', Date.UTC(2026, 0, 2, 3, 4, 5));
  expect((await run(['stat', 'a'])).stdout).toMatch(
    /^ {2}File: a\n {2}Size: 4 +\tBlocks: 8 +IO Block: 4096 +regular file\nDevice: .*\tInode: \d+ +Links: 1 *\nAccess: \(0644\/-rw-r--r--\) {2}Uid: \( {4}0\/ {4}root\) {3}Gid: \( {4}0\/ {4}root\)\nAccess: .*\nModify: 2026-01-02 03:04:05\.000000000 \+0000\n/,
  );
});

test('mktemp makes a private file or directory of a new name each time', async () => {
  const { run, fileSystem } = makeSystem();
  const first = (await run(['mktemp'])).stdout.trim();
  const second = (await run(['mktemp', '-d'])).stdout.trim();
  expect(first).toMatch(/^\/tmp\/tmp\.[a-zA-Z0-9]{10}$/);
  expect(second).not.toBe(first);
  expect(await fileSystem.stat(first)).toMatchObject({ kind: 'file', mode: 0o600 });
  expect(await fileSystem.stat(second)).toMatchObject({ kind: 'directory', mode: 0o700 });
});

test('links are followed to their end, and a loop is refused', async () => {
  const { run, fileSystem } = makeSystem({ '/w/dir/file': 'x' });
  await fileSystem.symlink('dir', '/w/d');
  await fileSystem.symlink('d/file', '/w/f');
  await fileSystem.symlink('loop', '/w/loop');
  expect(await run(['readlink', '-f', 'f'])).toEqual({ stdout: '/w/dir/file\n', stderr: '', code: 0 });
  expect(await run(['realpath', 'loop'])).toEqual({ stdout: '', stderr: 'realpath: loop: Too many levels of symbolic links\n', code: 1 });
  expect((await run(['ls', '-l', 'f'])).stdout).toMatch(/^lrwxrwxrwx 1 root root 6 .* f -> d\/file\n$/);
});

test('hard links are refused in words', async () => {
  const { run } = makeSystem({ '/w/a': '' });
  expect(await run(['ln', 'a', 'b'])).toEqual({
    stdout: '',
    stderr: "ln: hard links are not supported on the practice device; use 'ln -s'\n",
    code: 1,
  });
});

compareWithRealTools('dd', [
  { command: 'dd if=a of=copy bs=4 status=none', files, tree: true },
  { command: 'dd if=a bs=1 skip=3 count=4 status=noxfer', files },
  { command: 'dd if=a of=b bs=2 seek=1 conv=notrunc status=none', files, tree: true },
  { command: 'dd bs=3 count=2 status=none', input: 'abcdefghi' },
  { command: 'dd if=missing', files },
  { command: 'dd x', files },
  { command: 'dd bs=x', files },
]);
