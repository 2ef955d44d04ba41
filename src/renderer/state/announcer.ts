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

/** A sentence that is replaced sooner than this may never be read: the page is not looked at for each change of it. */
const least = 500;

export function createAnnouncer(): Announcer {
  const store = createStore<Announcement>(() => ({ message: '', count: 0 }));
  /** What has come since the last sentence was said, oldest first. */
  let waiting: string[] = [];
  let isSaying = false;

  function say(message: string): void {
    isSaying = true;
    store.setState(({ count }) => ({ message, count: count + 1 }));
    setTimeout(() => {
      isSaying = false;
      const next = waiting.join(' ');
      waiting = [];
      if (next !== '') say(next);
    }, least);
  }

  return {
    store,
    announce(message) {
      if (!isSaying) say(message);
      // Said twice within a moment, it is meant once.
      else if (!waiting.includes(message)) waiting.push(message);
    },
  };
}
