import fc from 'fast-check';
import type { EngineImage } from '../../../../src/shared/domain/engine-view.ts';

export function imageOf(id: string, sizes: readonly number[], change: Partial<EngineImage> = {}): EngineImage {
  return {
    id,
    tags: [],
    service: 'main',
    createdAt: 0,
    size: sizes.reduce((sum, size) => sum + size, 0),
    layers: sizes.map((size, index) => ({ createdBy: `RUN step ${index}`, size, isEmpty: size === 0 })),
    ...change,
  };
}

const sizes = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1_000_000, max: 900_000_000 })), {
  minLength: 1,
  maxLength: 40,
});

/** One or two images, at times with a common base. */
export const pairs: fc.Arbitrary<EngineImage[]> = fc
  .record({ base: sizes, left: sizes, right: fc.option(sizes) })
  .map(({ base, left, right }) => [
    imageOf('left', [...base, ...left]),
    ...(right === null ? [] : [imageOf('right', [...base, ...right])]),
  ]);
