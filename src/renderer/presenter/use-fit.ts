import { useLayoutEffect, type RefObject } from 'react';

/** The least that a slide's content is pressed together; beyond it, it scrolls. */
const least = 0.55;

/** Presses the content together until it fits into its frame: a long word, a message that came, a narrow window. Never enlarges it. */
export function useFit(frame: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const [outside, inside] = [frame.current, content.current];
    if (outside === null || inside === null) return undefined;
    let width = 0;
    let height = 0;

    function fit(): void {
      if (outside === null || inside === null) return;
      let scale = 1;
      for (let attempt = 0; attempt < 6; attempt += 1) {
        inside.style.setProperty('--fit', String(scale));
        const excess = Math.max(inside.scrollHeight - outside.clientHeight, inside.scrollWidth - outside.clientWidth);
        // A pixel is lost to rounding.
        if (excess <= 1 || scale <= least) break;
        const over = Math.max(inside.scrollHeight / outside.clientHeight, inside.scrollWidth / outside.clientWidth);
        // Text that gets smaller has longer lines as well: the root comes near from above.
        scale = Math.max(least, scale / (attempt < 4 ? Math.sqrt(over) : over));
      }
      width = outside.clientWidth;
      height = inside.offsetHeight;
    }

    fit();
    const observer = new ResizeObserver(() => {
      if (outside.clientWidth !== width || inside.offsetHeight !== height) fit();
    });
    observer.observe(outside);
    observer.observe(inside);
    return () => observer.disconnect();
  });
}
