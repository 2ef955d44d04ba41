import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareTrees, flattenLayers, makeLayer } from '../../../../src/practice/engine/images/layer.ts';
import type { LayerEntry } from '../../../../src/practice/engine/images/layer.ts';

const name = fc.constantFrom('a', 'b', 'a-b', 'c');
const leaf = fc.oneof(
  fc.record({ kind: fc.constant('file' as const), blob: fc.constantFrom('1', '2'), size: fc.constant(1) }),
  fc.record({ kind: fc.constant('symlink' as const), target: fc.constantFrom('/x', '/y') }),
  fc.record({ kind: fc.constant('directory' as const) }),
);
const about = { uid: 0, gid: 0, modifiedAt: 0 };

/** Trees in which every parent is a directory. */
const tree = fc
  .array(fc.tuple(fc.array(name, { minLength: 1, maxLength: 3 }), leaf, fc.constantFrom(0o644, 0o755)), { maxLength: 8 })
  .map((list) => {
    const entries = new Map<string, LayerEntry>();
    for (const [names, value, mode] of list) {
      const path = `/${names.join('/')}`;
      const parents = names.slice(0, -1).map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
      if (entries.has(path) || parents.some((parent) => entries.has(parent) && entries.get(parent)?.kind !== 'directory')) continue;
      for (const parent of parents)
        if (!entries.has(parent)) entries.set(parent, { ...about, path: parent, kind: 'directory', mode: 0o755 });
      entries.set(path, { ...about, ...value, path, mode });
    }
    return entries;
  });

function sorted(entries: ReadonlyMap<string, LayerEntry>): [string, LayerEntry][] {
  return [...entries].sort(([first], [second]) => (first < second ? -1 : 1));
}

it('gives back any tree from the layers that led to it, parents first', () => {
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), (trees) => {
      let before: ReadonlyMap<string, LayerEntry> = new Map();
      const layers = trees.map((after) => {
        const { entries, whiteouts } = compareTrees(before, after);
        before = after;
        return makeLayer(entries, whiteouts);
      });
      const flat = flattenLayers(layers);
      expect(sorted(flat)).toEqual(sorted(before));
      const seen = new Set(['']);
      for (const path of flat.keys()) {
        expect(seen.has(path.slice(0, path.lastIndexOf('/')))).toBe(true);
        seen.add(path);
      }
    }),
  );
});

it('names a layer by its content, not by its time', () => {
  const entry: LayerEntry = { ...about, path: '/a', kind: 'file', mode: 0o644, size: 3, blob: '1' };
  expect(makeLayer([{ ...entry, modifiedAt: 5 }], []).id).toBe(makeLayer([entry], []).id);
  expect(makeLayer([{ ...entry, mode: 0o600 }], []).id).not.toBe(makeLayer([entry], []).id);
  expect(makeLayer([entry], ['/b']).id).not.toBe(makeLayer([entry], []).id);
  expect(makeLayer([entry], []).size).toBe(3);
});
