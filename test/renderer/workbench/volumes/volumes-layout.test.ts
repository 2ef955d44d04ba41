import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storageAfterPush, storageOf, type Storage } from '../../../../src/renderer/workbench/volumes/storage.ts';
import { storageText } from '../../../../src/renderer/workbench/volumes/storage-words.ts';
import { layOutVolumes, type Box, type VolumesLayout } from '../../../../src/renderer/workbench/volumes/volumes-layout.ts';
import { deviceWith, filesWith, mountings } from './storages.ts';

function each(holds: (layout: VolumesLayout, storage: Storage) => void): void {
  const cases = fc.record({ before: mountings, after: mountings, isPlanned: fc.boolean(), width: fc.integer({ min: 300, max: 1600 }) });
  fc.assert(
    fc.property(cases, ({ before, after, isPlanned, width }) => {
      const engine = deviceWith(before, ['z']);
      const storage = (isPlanned ? storageAfterPush(engine, [], filesWith(after)) : undefined) ?? storageOf(engine, []);
      holds(layOutVolumes(storage, { width, height: 300 }), storage);
    }),
    { numRuns: 1000 },
  );
}

const meet = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

describe('layOutVolumes, for 1,000 devices', () => {
  it('lets no box cover another, and keeps all inside', () =>
    each(({ services, volumes, width, height }) => {
      const boxes: Box[] = [...services, ...volumes];
      boxes.forEach((box, index) => {
        expect(boxes.slice(index + 1).some((other) => meet(box, other))).toBe(false);
        expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
      });
    }));

  it('draws a box for each service and volume and a wire for each mount', () =>
    each((layout, storage) => {
      expect(layout.services.map(({ service }) => service)).toEqual(storage.services.map(({ service }) => service));
      expect(layout.volumes.map(({ id }) => id).sort()).toEqual(storage.volumes.map(({ id }) => id).sort());
      expect(layout.wires).toHaveLength(storage.services.reduce((sum, { mounts }) => sum + mounts.length, 0));
    }));

  it('is told in words to the last path and volume', () =>
    each((_layout, storage) => {
      const text = storageText(storage).map(({ sentence }) => sentence);
      for (const { service, mounts } of storage.services) {
        const own = text.find((sentence) => sentence.startsWith(`${service} `) || sentence.startsWith(`${service}:`)) ?? '';
        for (const mount of mounts) expect(own).toContain(`volume ${mount.volume} at ${mount.path}`);
      }
      for (const { label } of storage.volumes) expect(text.some((sentence) => sentence.startsWith(`Volume ${label}`))).toBe(true);
    }));
});
