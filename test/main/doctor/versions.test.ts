import { describe, expect, it } from 'vitest';
import { isAtLeast, versionIn } from '../../../src/main/doctor/versions.ts';

describe('versions', () => {
  it.each([
    ['curl 8.14.1 (x86_64-pc-linux-gnu) libcurl/8.13.0', [8, 14, 1]],
    ['OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2', [9, 5]],
    ['git version 2.39.5 (Apple Git-154)', [2, 39, 5]],
    ['v24.21.0', [24, 21, 0]],
    ['no number at all', undefined],
  ])('reads %s', (text, version) => {
    expect(versionIn(text)).toEqual(version);
  });

  it('compares part by part, and takes a missing part for 0', () => {
    expect(isAtLeast([8, 2], [7, 49])).toBe(true);
    expect(isAtLeast([7, 49], [7, 49])).toBe(true);
    expect(isAtLeast([7, 5, 9], [7, 49])).toBe(false);
    expect(isAtLeast([24], [24, 0, 1])).toBe(false);
  });
});
