import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Sight {
  blockId: string | undefined;
  /** Raised each time, so that the same block is brought into view again. */
  count: number;
}
export type SightStore = StoreApi<Sight>;

/** The block that is to be seen now, because something begins there. Each view has its own: a slide scrolls nothing of the learner's. */
export function createSight(): SightStore {
  return createStore<Sight>(() => ({ blockId: undefined, count: 0 }));
}

export function seek(sight: SightStore, blockId: string): void {
  sight.setState(({ count }) => ({ blockId, count: count + 1 }));
}
