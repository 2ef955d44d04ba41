import fastCheck from 'fast-check';
import { expect, test } from 'vitest';
import { differences } from '../../../src/practice/programs/text/diff-lines.ts';
import { makeSystem } from './practice-system.ts';
import { compareWithRealTools } from './real-tools.ts';

const files = {
  a: 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n',
  b: 'one\n2\nthree\nfour\nfive\nsix\nseven\neight\n9\nten\neleven\n',
  c: 'x y z\n\n  spaced\nlast',
  empty: '',
  'dir/': '',
  sorted1: 'a\nb\nd\n',
  sorted2: 'b\nc\nd\n',
};
const on = (...commands: string[]): { command: string; files: typeof files; input: string }[] =>
  commands.map((command) => ({ command, files, input: 'from\nstdin\n' }));

compareWithRealTools(
  'rev, tac, nl, paste, fold and comm',
  on(
    'rev a c',
    'rev',
    'tac a',
    'tac c a',
    'tac',
    'tac missing',
    'nl a',
    'nl -ba c',
    'nl -n rz -w 3 -s : a',
    'nl -n ln a',
    'nl -v 10 -i 5 a',
    'nl c',
    'nl -b pt a',
    'nl -b x a',
    'nl missing a',
    'paste a b',
    'paste -d, a b c',
    'paste -s a',
    'paste -sd, a',
    'paste - -',
    "paste -d '\\n' a b",
    'paste a missing',
    'fold -w 3 a',
    'fold -s -w 5 c',
    'fold -w x a',
    'comm sorted1 sorted2',
    'comm -12 sorted1 sorted2',
    'comm -3 sorted1 sorted2',
    'comm -23 sorted1 sorted2',
    'comm a',
    'comm a b',
    'comm sorted1 missing',
    'comm --total sorted1 sorted2',
  ),
);

compareWithRealTools(
  'diff',
  on(
    'diff a b',
    'diff a a',
    'diff -u a b',
    'diff -U1 a b',
    'diff -q a b',
    'diff -s a a',
    'diff a c',
    'diff -u a c',
    'diff empty a',
    'diff a empty',
    'diff -u empty a',
    'diff a missing',
    'diff a',
    'diff a dir',
    'diff - a',
    'diff -i sorted1 sorted2',
    'diff -w c a',
  ).map((one) => (/ dir$/.test(one.command) ? { ...one, stderr: 'text' as const } : one)),
);

const trees = {
  'x/same': 's\n',
  'x/other': '1\n',
  'x/only': '',
  'x/sub/deep': 'd\n',
  'y/same': 's\n',
  'y/other': '2\n',
  'y/sub/deep': 'e\n',
  'y/new': '',
};
compareWithRealTools(
  'diff of directories',
  ['diff x y', 'diff -r x y', 'diff -rq x y'].map((command) => ({ command, files: trees })),
);

const sum = 'd41d8cd98f00b204e9800998ecf8427e';
compareWithRealTools('base64 and checksums', [
  ...on(
    'base64 a',
    'base64 -w 10 c',
    'base64 -w0 a',
    'base64',
    'base64 missing',
    'base64 -d a',
    'md5sum a b',
    'sha256sum a',
    'sha1sum empty',
    'sha512sum',
    'md5sum missing a',
    'md5sum dir',
    'sha256sum --tag a',
    'md5sum -b a',
  ),
  { command: 'base64 -d', input: 'aGVsbG8K' },
  { command: 'base64 -d', input: 'aGVs\nbG8K\n' },
  { command: 'base64 -d', input: 'aGVsbG8' },
  { command: 'md5sum -c list', files: { list: `${sum}  empty\n`, empty: '' } },
  { command: 'md5sum -c list', files: { list: `${sum}  full\nnonsense\n${sum}  missing\n`, full: 'x' } },
  { command: 'md5sum -c list', files: { list: 'nonsense\n' } },
]);

compareWithRealTools('gzip', [
  { command: 'gzip a', files, stderr: 'text' },
  { command: 'gunzip a', files },
  { command: 'gzip missing', files },
  { command: 'gzip -t a', files },
  { command: 'zcat missing', files, stderr: 'presence' },
  { command: 'gzip dir', files },
]);

compareWithRealTools('tar', [
  { command: 'tar cf out.tar x', files: trees },
  { command: 'tar cvf out.tar x/same x/sub', files: trees },
  { command: 'tar -czf out.tgz missing x', files: trees },
  { command: 'tar xf missing.tar', files: trees },
  { command: 'tar', stderr: 'presence' },
  { command: 'tar cf out.tar', stderr: 'presence' },
  { command: 'tar xf x/same', files: trees, stderr: 'presence' },
]);

test('tar packs a tree and unpacks it elsewhere, with modes and times', async () => {
  const { run, fileSystem } = makeSystem({ '/w/x/run': '#!/bin/sh\n', '/w/x/sub/file': 'content', '/w/target/': '' });
  await fileSystem.symlink('run', '/w/x/link');
  await fileSystem.touch('/w/x/sub/file', 1_700_000_000_000);
  expect(await run(['tar', 'czf', 'out.tgz', 'x'])).toEqual({ stdout: '', stderr: '', code: 0 });
  expect((await run(['tar', 'tzf', 'out.tgz'])).stdout).toBe('x/\nx/link\nx/run\nx/sub/\nx/sub/file\n');
  expect((await run(['tar', '-tvf', 'out.tgz', 'x/sub/file'])).stdout).toBe('-rw-r--r-- root/root         7 2023-11-14 22:13 x/sub/file\n');
  expect(await run(['tar', '-xf', 'out.tgz', '-C', 'target', '--strip-components=1'])).toEqual({ stdout: '', stderr: '', code: 0 });
  expect((await fileSystem.readFile('/w/target/sub/file')).toString()).toBe('content');
  expect(await fileSystem.stat('/w/target/sub/file')).toMatchObject({ modifiedAt: 1_700_000_000_000 });
  expect(await fileSystem.readLink('/w/target/link')).toBe('run');
  expect((await fileSystem.stat('/w/target/run')).mode).toBe(0o755);
});

test('gzip and gunzip bring a file back as it was', async () => {
  const { run, fileSystem } = makeSystem({ '/w/text': 'again and again\n'.repeat(100) });
  expect(await run(['gzip', 'text'])).toEqual({ stdout: '', stderr: '', code: 0 });
  expect(await fileSystem.list('/w')).toEqual(['text.gz']);
  expect((await run(['zcat', 'text.gz'])).stdout).toBe('again and again\n'.repeat(100));
  expect(await run(['gunzip', 'text.gz'])).toEqual({ stdout: '', stderr: '', code: 0 });
  expect((await fileSystem.readFile('/w/text')).toString()).toBe('again and again\n'.repeat(100));
  await fileSystem.writeFile('/w/bad.gz', 'no gzip');
  expect(await run(['gunzip', 'bad.gz'])).toEqual({ stdout: '', stderr: '\ngzip: bad.gz: not in gzip format\n', code: 1 });
});

test('awk prints fields of the lines that match, and refuses what it does not know', async () => {
  const { run } = makeSystem({ '/w/t': 'a 1 x\nb 20 y\nc 3 z\n', '/w/csv': 'k,v\n' });
  const awk = async (...words: string[]): Promise<string> => (await run(['awk', ...words])).stdout;
  expect(await awk('{print $1}', 't')).toBe('a\nb\nc\n');
  expect(await awk('{ print $3, $1 }', 't')).toBe('x a\ny b\nz c\n');
  expect(await awk('{print $NF "-" NR}', 't')).toBe('x-1\ny-2\nz-3\n');
  expect(await awk('$2 > 2 {print $1}', 't')).toBe('b\nc\n');
  expect(await awk('/b|c/', 't')).toBe('b 20 y\nc 3 z\n');
  expect(await awk('NR==2{print $(NF-1)}', 't')).toBe('20\n');
  expect(await awk('-F,', '{print $2}', 'csv')).toBe('v\n');
  expect(await awk('-v', 'x=hi', 'BEGIN{print x} END{print NR}', 't')).toBe('hi\n3\n');
  expect(await awk('$1 == "b" && !/z/ {print "found"}', 't')).toBe('found\n');
  expect(await run(['awk', '{sum += $2} END {print sum}', 't'])).toMatchObject({
    stdout: '',
    code: 2,
    stderr: expect.stringContaining('not supported on the practice device') as string,
  });
});

test('less shows a text whole where it does not write to a terminal', async () => {
  const { run } = makeSystem({ '/w/t': 'line\n'.repeat(200) });
  expect((await run(['less', 't'])).stdout).toBe('line\n'.repeat(200));
  expect((await run(['more'], { input: 'piped\n' })).stdout).toBe('piped\n');
});

test('a difference turns the first list into the second, and is never longer than both', () => {
  const list = fastCheck.array(fastCheck.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fastCheck.assert(
    fastCheck.property(list, list, (from, to) => {
      const result: string[] = [];
      let at = 0;
      for (const change of differences(from, to, (a, b) => a === b)) {
        result.push(...from.slice(at, change.fromStart), ...to.slice(change.toStart, change.toEnd));
        at = change.fromEnd;
      }
      expect([...result, ...from.slice(at)]).toEqual(to);
    }),
  );
});

test('sort orders as its keys say, keeps every line, and is what sort -c accepts', async () => {
  const { run } = makeSystem();
  const line = fastCheck.string({ unit: fastCheck.constantFrom('a', 'B', '1', '20', ' ', '-', '.'), maxLength: 8 });
  const flags = fastCheck.constantFrom('-n', '-r', '-f', '-k2', '-nr', '-k2n', '-b', '-V', '-h');
  await fastCheck.assert(
    fastCheck.asyncProperty(fastCheck.array(line, { maxLength: 10 }), flags, async (lines, flag) => {
      const input = lines.map((one) => `${one}\n`).join('');
      const { stdout } = await run(['sort', flag], { input });
      expect(stdout.split('\n').sort()).toEqual(input.split('\n').sort());
      expect((await run(['sort', '-c', flag], { input: stdout })).code).toBe(0);
    }),
    { numRuns: 60 },
  );
});
