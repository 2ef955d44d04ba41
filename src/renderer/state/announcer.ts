import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Announcement {
  message: string;
  /** Raised with each announcement, so that the same sentence is spoken again. */
  count: number;
}

export interface Announcer {
  store: StoreApi<Announcement>;
  /** Has a screen reader say at once what answers the learner; it takes the place of what was said before. */
  announce(message: string): void;
  /** The same for what happens by itself: it waits its turn, so that of two results both are heard. */
  tell(message: string): void;
}

/** A sentence that is replaced sooner than this may never be read: the page is not looked at for each change of it. */
const least = 500;

export function createAnnouncer(): Announcer {
  const store = createStore<Announcement>(() => ({ message: '', count: 0 }));
  /** What was told since the last sentence was said, oldest first. */
  let waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function say(message: string): void {
    clearTimeout(timer);
    store.setState(({ count }) => ({ message, count: count + 1 }));
    timer = setTimeout(() => {
      timer = undefined;
      const next = waiting.join(' ');
      waiting = [];
      if (next !== '') say(next);
    }, least);
  }

  return {
    store,
    announce: say,
    tell(message) {
      if (timer === undefined) say(message);
      // Told twice within a moment, it is meant once.
      else if (!waiting.includes(message)) waiting.push(message);
    },
  };
}
