import { interruptedExitCode, type TerminalView } from '../../shared/domain/terminal.ts';
import type { Model } from '../state/model.ts';
import { terminalName } from './tabs/tab-name.ts';

/** Milliseconds after which nobody sits and waits for a command. */
const patience = 5000;

/**
 * A command that took its time ends while the learner is in another window: this one's title says so, until they are back. Returns the function that
 * ends it.
 */
export function tellEndInTitle(model: Model): () => void {
  const own = document.title;
  const { store } = model.terminals;
  const began = new Map<string, number>();
  for (const view of store.getState().views) note(view, undefined);

  function note(view: TerminalView, before: TerminalView | undefined): void {
    if (view.state === before?.state) return;
    if (view.state === 'running') began.set(view.id, Date.now());
    else if (view.state === 'prompt' && isLong(view.id) && !document.hasFocus()) tell(view);
    if (view.state !== 'running') began.delete(view.id);
  }

  function isLong(id: string): boolean {
    const since = began.get(id);
    return since !== undefined && Date.now() - since >= patience;
  }

  function tell({ id, exitCode = 0 }: TerminalView): void {
    if (exitCode === interruptedExitCode) return;
    const name = terminalName(store.getState(), id);
    document.title = exitCode === 0 ? `✓ ${name} · ${own}` : `✗ exit code ${exitCode}: ${name} · ${own}`;
  }

  const restore = (): void => void (document.title = own);
  window.addEventListener('focus', restore);
  const unsubscribe = store.subscribe((state, before) => {
    if (state.views === before.views) return;
    for (const view of state.views)
      note(
        view,
        before.views.find(({ id }) => id === view.id),
      );
  });
  return () => {
    unsubscribe();
    window.removeEventListener('focus', restore);
    restore();
  };
}
