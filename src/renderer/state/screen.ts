import { createStore, type StoreApi } from 'zustand/vanilla';

/** What lies over the screen, one at a time. */
export type Overlay = 'palette' | 'shortcuts' | 'reset' | 'join';

export interface ScreenState {
  overlay: Overlay | undefined;
  /** A file changed on disk while the Files tab was not in front. */
  hasUnseenFileChange: boolean;
  /** A connection that the Network view shall show again; `turn` counts, so that the same one can be asked for twice. */
  replay: { connectionId: number; turn: number } | undefined;
}

export type ScreenStore = StoreApi<ScreenState>;

export function createScreen(): ScreenStore {
  return createStore<ScreenState>(() => ({ overlay: undefined, hasUnseenFileChange: false, replay: undefined }));
}
