const passing = '[role=dialog], [role=alertdialog], [role=menu]';

/** What had the focus last outside of dialogs and menus. */
let lastFocus: HTMLElement | undefined;

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement && target.closest(passing) === null) lastFocus = target;
});

/**
 * For a dialog that closes: where a whole region had the focus (F6 leads there) it comes back to the region. The library would give it to the
 * first control inside, on which Enter then does something.
 */
export function returnFocus(): (() => boolean) | undefined {
  const holder = lastFocus;
  if (holder === undefined || holder.tabIndex >= 0) return undefined;
  return () => {
    queueMicrotask(() => {
      const isLeft =
        document.activeElement === document.body || document.activeElement?.closest('[role=dialog], [role=alertdialog]') != null;
      if (isLeft && holder.isConnected) holder.focus({ preventScroll: true });
    });
    return false;
  };
}
