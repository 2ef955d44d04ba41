/** Whether keys go to a shell at this moment. */
export function isInTerminal(document: Document): boolean {
  return document.activeElement?.closest('.terminal-screen') != null;
}

/** Milliseconds: the terminal comes with its first use, and a busy machine takes its time to lay the slide out anew. */
const patience = 3000;

/** Gives the keys to the shell in front as soon as it is there and shown; any key or click before then calls it off. */
export function focusTerminal(document: Document): void {
  const end = performance.now() + patience;
  const off = new AbortController();
  const callOff = (): void => off.abort();
  for (const event of ['keydown', 'pointerdown'])
    document.addEventListener(event, callOff, { capture: true, once: true, signal: off.signal });
  function attempt(): void {
    if (off.signal.aborted) return;
    document.querySelector<HTMLElement>('.terminal-panel:not([hidden]) textarea.xterm-helper-textarea')?.focus({ preventScroll: true });
    if (isInTerminal(document) || performance.now() > end) callOff();
    else setTimeout(attempt, 30);
  }
  // The key that asked for it is still on its way.
  setTimeout(attempt, 0);
}
