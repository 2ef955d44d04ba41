import type { PresenterAction } from '../keys.ts';
import type { NotesSnapshot } from './snapshot.ts';

/** What the main window tells the trainer's window. */
export type FromPresenter = { from: 'presenter'; snapshot: NotesSnapshot } | { from: 'presenter'; ended: true };

/** What the trainer's window tells the main one: that it is there, or what to do. */
export type FromNotes = { from: 'notes'; hello: true } | { from: 'notes'; action: PresenterAction };

export interface NotesLink {
  post(message: FromPresenter | FromNotes): void;
  /** Returns the function that ends it. */
  listen(listener: (message: FromPresenter | FromNotes) => void): () => void;
  close(): void;
}

const channelName = 'fleetlab-presenter';

/** Windows of one origin hear each other; nothing of it leaves the browser or the app. */
export function openNotesLink(): NotesLink {
  const channel = new BroadcastChannel(channelName);
  return {
    post: (message) => channel.postMessage(message),
    listen(listener) {
      const hear = (event: MessageEvent): void => {
        if (isMessage(event.data)) listener(event.data);
      };
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
    close: () => channel.close(),
  };
}

/** Only this page's own windows can post here; one of an older version may. */
function isMessage(data: unknown): data is FromPresenter | FromNotes {
  return typeof data === 'object' && data !== null && 'from' in data && (data.from === 'presenter' || data.from === 'notes');
}
