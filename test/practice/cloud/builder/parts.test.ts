import fc from 'fast-check';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formatDuration, summaryTable } from '../../../../src/practice/cloud/builder/build-log.ts';
import { readArchive, readTar } from '../../../../src/practice/cloud/builder/read-archive.ts';
import { archive } from '../support/push.ts';

describe('the upload', () => {
  it('keeps contents and modes, and follows links inside of the project', async () => {
    const files = await readArchive(Readable.from([await archive({ './a/run.sh': 'echo', 'b.txt': '' }, { mode: 0o755 })]));
    expect([...files].map(([path, { content, mode }]) => [path, content.toString(), mode])).toEqual([
      ['a/run.sh', 'echo', 0o755],
      ['b.txt', '', 0o755],
    ]);
    const linked = await archive({ 'a/link': '' }, { type: 'symlink', linkname: '../../etc/passwd' });
    await expect(readArchive(Readable.from([linked]))).rejects.toThrow(/leads outside of the project/);
    const dangling = await archive({ 'a/link': '' }, { type: 'symlink', linkname: 'gone' });
    await expect(readArchive(Readable.from([dangling]))).rejects.toThrow(/does not lead to a file/);
    const device = await archive({ null: '' }, { type: 'character-device' });
    await expect(readArchive(Readable.from([device]))).rejects.toThrow(/special file "null"/);
  });

  it('is never half taken: cut anywhere, it is refused', async () => {
    const whole = await archive({ Dockerfile: 'FROM a\n', data: Array.from({ length: 2000 }, (_value, index) => index).join(',') });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        await expect(readArchive(Readable.from([whole.subarray(0, length)]))).rejects.toMatchObject({ name: 'ProjectError' });
      }),
      { numRuns: 60 },
    );
  });

  it('may be a tar that is not compressed', async () => {
    const files = await readTar(Readable.from([gunzipSync(await archive({ 'a.txt': 'x' }))]));
    expect([...files.keys()]).toEqual(['a.txt']);
    await expect(readTar(Readable.from([await archive({ 'a.txt': 'x' })]))).rejects.toMatchObject({ name: 'ProjectError' });
  });
});

describe('the table of a build', () => {
  it('is as wide as its longest cell', () => {
    const lines = summaryTable([
      { service: 'a-long-service-name', size: 289_000_000, milliseconds: 83_000 },
      { service: 'b', size: 1, milliseconds: 1 },
    ]);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[3]).toContain('│ a-long-service-name │ 275.61 MB  │ 1 minute, 23 seconds │');
  });

  it.each<[number, string]>([
    [999, '< 1 second'],
    [1_000, '1 second'],
    [59_999, '59 seconds'],
    [60_000, '1 minute'],
    [121_000, '2 minutes, 1 second'],
  ])('writes %d ms as %s', (milliseconds, words) => {
    expect(formatDuration(milliseconds)).toBe(words);
  });
});
