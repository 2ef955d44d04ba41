/** Whether keys go to a shell at this moment. */
export function isInTerminal(document: Document): boolean {
  return document.activeElement?.closest('.terminal-screen') != null;
}

/** Gives the keys to the shell in front, once the screen is laid out anew. */
export function focusTerminal(document: Document): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('.terminal-panel:not([hidden]) textarea.xterm-helper-textarea')?.focus({ preventScroll: true }),
    ),
  );
}
