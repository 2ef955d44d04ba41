import type { StoreApi } from 'zustand/vanilla';
import { interruptedExitCode, type TerminalView } from '../../shared/domain/terminal.ts';
import type { TerminalNews, TerminalsState } from './terminals-state.ts';

export interface NewsOfTerminals {
  /** Main told the view of a terminal; `before` is the one that was known of it. */
  take(view: TerminalView, before: TerminalView | undefined): void;
  /** It printed something. Answers whether that is news, and not the shell's own prompt. */
  output(id: string): boolean;
  bell(id: string): void;
  /** It is closed. */
  forget(id: string): void;
}

/** What matters more comes first. */
const order: readonly TerminalNews[] = ['failed', 'bell', 'finished', 'output'];
/** Milliseconds after a change of a shell's state in which it draws its prompt. */
const promptTime = 1500;

/** Keeps what happened in terminals that nobody looks at: one that is looked at has no news. */
export function createTerminalNews(store: StoreApi<TerminalsState>): NewsOfTerminals {
  const changedAt = new Map<string, number>();

  store.subscribe((state, before) => {
    if (state.activeId === before.activeId && state.split === before.split) return;
    const unseen = Object.entries(state.news).filter(([id]) => !isShown(state, id));
    if (unseen.length < Object.keys(state.news).length) store.setState({ news: Object.fromEntries(unseen) });
  });

  function note(id: string, what: TerminalNews): void {
    const state = store.getState();
    const known = state.news[id];
    if (isShown(state, id) || !state.views.some((view) => view.id === id)) return;
    // How its command ended is newer than what it printed; a bell is not forgotten over the output that follows.
    if (known !== undefined && what === 'output') return;
    if (known !== undefined && what === 'bell' && order.indexOf(known) < order.indexOf(what)) return;
    store.setState({ news: { ...state.news, [id]: what } });
  }

  function noteEnd(id: string, exitCode: number): void {
    if (exitCode !== interruptedExitCode) return note(id, exitCode === 0 ? 'finished' : 'failed');
    // It has not failed, and is no news to the one who stopped it. How the one before it ended is told no more.
    const { [id]: known, ...others } = store.getState().news;
    if (known === 'failed' || known === 'finished') store.setState({ news: others });
  }

  return {
    take({ id, state, exitCode = 0 }, before) {
      if (before?.state !== state) changedAt.set(id, Date.now());
      if (before?.state === 'running' && state === 'prompt') noteEnd(id, exitCode);
    },
    output(id) {
      const state = store.getState().views.find((view) => view.id === id)?.state;
      const isNews =
        state === 'running' || state === 'unknown' || (state === 'prompt' && Date.now() - (changedAt.get(id) ?? 0) > promptTime);
      if (isNews) note(id, 'output');
      return isNews;
    },
    bell: (id) => note(id, 'bell'),
    forget: (id) => void changedAt.delete(id),
  };
}

/** Whether the learner sees it now. */
function isShown({ activeId, split }: TerminalsState, id: string): boolean {
  return activeId === id || split?.left === id || split?.right === id;
}
