import { useLayoutEffect, type RefObject } from 'react';

/**
 * Hands the focus on when what holds it is taken off the page, whatever the reason: else it would fall to the page itself, and whoever uses the
 * keyboard would begin at the top.
 */
export function useFocusHeir(holder: RefObject<HTMLElement | null>, heir: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = holder.current;
    const next = heir.current;
    // Runs while the element is in the page still.
    return () => {
      if (element?.contains(document.activeElement) === true) next?.focus({ preventScroll: true });
    };
  }, [holder, heir]);
}
