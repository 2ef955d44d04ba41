import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Announcement {
  message: string;
  /** Raised with each announcement, so that the same sentence is spoken again. */
  count: number;
}

export interface Announcer {
  store: StoreApi<Announcement>;
  /** Has a screen reader say the sentence when it next pauses. */
  announce(message: string): void;
}

export function createAnnouncer(): Announcer {
  const store = createStore<Announcement>(() => ({ message: '', count: 0 }));
  return {
    store,
    announce: (message) => store.setState((state) => ({ message, count: state.count + 1 })),
  };
}
