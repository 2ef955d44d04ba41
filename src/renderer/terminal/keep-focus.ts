import type { Model } from '../state/model.ts';

/** Of this window, for as long as it is there: another window has a focus of its own. */
const key = 'fleetlab-terminal-has-focus';

/** A reload of the page leaves the keys in the terminal, where they were. Returns the function that ends it. */
export function keepTerminalFocus(model: Model): () => void {
  const { activeId } = model.terminals.store.getState();
  if (recall() && activeId !== undefined) model.terminals.activate(activeId, true);
  const remember = (): void => {
    const isInTerminal = document.activeElement?.closest('.terminal-screen') != null;
    attempt(() => (isInTerminal ? sessionStorage.setItem(key, 'yes') : sessionStorage.removeItem(key)));
  };
  window.addEventListener('pagehide', remember);
  return () => window.removeEventListener('pagehide', remember);
}

function recall(): boolean {
  let isKept = false;
  attempt(() => {
    isKept = sessionStorage.getItem(key) !== null;
    sessionStorage.removeItem(key);
  });
  return isKept;
}

/** A browser may refuse to keep anything. */
function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // The focus is then where a new page has it.
  }
}
