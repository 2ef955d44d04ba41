import { describe, expect, it } from 'vitest';
import { languageName } from '../../../../src/renderer/workbench/files/language-name.ts';
import { foldersAbove, visibleRows } from '../../../../src/renderer/workbench/files/tree.ts';
import type { WorkspaceEntry } from '../../../../src/shared/domain/workspace.ts';

const entries: WorkspaceEntry[] = ['b.txt', 'a/x.js', 'a/deep/y.js', 'a', 'a/deep'].map((path) => ({
  path,
  kind: path.includes('.') ? 'file' : 'folder',
  size: 0,
}));
const paths = (...open: string[]): string[] => visibleRows(entries, new Set(open)).map((row) => `${row.level} ${row.path}`);

describe('the tree of files', () => {
  it('shows folders first, and what is in open ones', () => {
    expect(paths()).toEqual(['1 a', '1 b.txt']);
    expect(paths('a')).toEqual(['1 a', '2 a/deep', '2 a/x.js', '1 b.txt']);
    expect(paths('a', 'a/deep')).toEqual(['1 a', '2 a/deep', '3 a/deep/y.js', '2 a/x.js', '1 b.txt']);
    expect(paths('a/deep')).toEqual(['1 a', '1 b.txt']);
  });

  it('knows the folders above a file', () => {
    expect(foldersAbove('a/deep/y.js')).toEqual(['a', 'a/deep']);
    expect(foldersAbove('b.txt')).toEqual([]);
  });
});

describe('a file’s language', () => {
  it.each([
    ['single-service/Dockerfile.template', 'dockerfile'],
    ['Dockerfile', 'dockerfile'],
    ['docker-compose.yml', 'yaml'],
    ['index.js', 'javascript'],
    ['package-lock.json', 'json'],
    ['entry.sh', 'shell'],
    ['hello-world.c', 'c'],
    ['printer.service', 'unit'],
    ['README', 'text'],
  ])('%s is %s', (path, name) => {
    expect(languageName(path)).toBe(name);
  });
});
