import { useLayoutEffect, useState, type RefObject } from 'react';

/**
 * Presses the content together until it fits into its frame: a long word, a message that came, a narrow window. Never enlarges it, and never
 * makes it smaller than the stage's `--least-fit`, at which code can be read from the last row: what does not fit then is scrolled to.
 * Gives whether there is something below.
 */
export function useFit(frame: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): boolean {
  const [hasMore, setMore] = useState(false);
  useLayoutEffect(() => {
    const [outside, inside] = [frame.current, content.current];
    if (outside === null || inside === null) return undefined;
    let width = 0;
    let height = 0;
    let least = 1;

    function lookBelow(): void {
      if (outside !== null) setMore(hasBelow(outside));
    }

    function fits(scale: number): boolean {
      if (outside === null || inside === null) return true;
      inside.style.setProperty('--fit', String(scale));
      // A pixel is lost to rounding.
      return inside.scrollHeight - outside.clientHeight <= 1 && inside.scrollWidth - outside.clientWidth <= 1;
    }

    function fit(): void {
      if (outside === null || inside === null) return;
      least = parseFloat(getComputedStyle(outside).getPropertyValue('--least-fit')) || 1;
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
      lookBelow();
    }

    fit();
    const observer = new ResizeObserver(() => {
      if (outside.clientWidth !== width || inside.offsetHeight !== height) fit();
    });
    observer.observe(outside);
    observer.observe(inside);
    outside.addEventListener('scroll', lookBelow, { passive: true });
    return () => {
      observer.disconnect();
      outside.removeEventListener('scroll', lookBelow);
    };
  });
  return hasMore;
}

/** Scrolls on by most of a page; false where the slide ends there. */
export function readOn(frame: HTMLElement, direction: 1 | -1): boolean {
  if (direction === 1 ? !hasBelow(frame) : frame.scrollTop <= slack) return false;
  frame.scrollBy({ top: direction * frame.clientHeight * 0.8, behavior: 'instant' });
  return true;
}

const slack = 2;

function hasBelow({ scrollTop, clientHeight, scrollHeight }: HTMLElement): boolean {
  return scrollTop + clientHeight < scrollHeight - slack;
}
