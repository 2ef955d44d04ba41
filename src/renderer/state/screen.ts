import { createStore, type StoreApi } from 'zustand/vanilla';

/** What lies over the screen, one at a time. */
export type Overlay = 'palette' | 'shortcuts' | 'reset' | 'join';

export interface ScreenState {
  overlay: Overlay | undefined;
  /** A file changed on disk while the Files tab was not in front. */
  hasUnseenFileChange: boolean;
}

export type ScreenStore = StoreApi<ScreenState>;

export function createScreen(): ScreenStore {
  return createStore<ScreenState>(() => ({ overlay: undefined, hasUnseenFileChange: false }));
}
