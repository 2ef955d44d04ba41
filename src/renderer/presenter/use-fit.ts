import { useLayoutEffect, type RefObject } from 'react';

/** The least that a slide's content is pressed together; beyond it, it scrolls. */
const least = 0.42;

/** Presses the content together until it fits into its frame: a long word, a message that came, a narrow window. Never enlarges it. */
export function useFit(frame: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const [outside, inside] = [frame.current, content.current];
    if (outside === null || inside === null) return undefined;
    let width = 0;
    let height = 0;

    function fits(scale: number): boolean {
      if (outside === null || inside === null) return true;
      inside.style.setProperty('--fit', String(scale));
      // A pixel is lost to rounding.
      return inside.scrollHeight - outside.clientHeight <= 1 && inside.scrollWidth - outside.clientWidth <= 1;
    }

    function fit(): void {
      if (outside === null || inside === null) return;
      if (!fits(1)) {
        let [fitting, tooLarge] = [least, 1];
        for (let attempt = 0; attempt < 6; attempt += 1) {
          const middle = (fitting + tooLarge) / 2;
          if (fits(middle)) fitting = middle;
          else tooLarge = middle;
        }
        fits(fitting);
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
