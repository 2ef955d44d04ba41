import { useEffect, useState, type RefObject } from 'react';

/** Whether there are tabs beyond the edges of the list. */
export interface Hidden {
  before: boolean;
  after: boolean;
}

/** Keeps the tab in front in view, whatever changes its size or its place, and tells at which edges there is more. */
export function useTabStrip(list: RefObject<HTMLElement | null>, activeId: string | undefined, order: string): Hidden {
  const [hidden, setHidden] = useState<Hidden>({ before: false, after: false });
  useEffect(() => {
    const strip = list.current;
    if (strip === null) return undefined;

    function look(): void {
      if (strip === null) return;
      const before = strip.scrollLeft > 1;
      const after = strip.scrollLeft + strip.clientWidth < strip.scrollWidth - 1;
      setHidden((known) => (known.before === before && known.after === after ? known : { before, after }));
    }

    function keepInView(): void {
      strip?.querySelector('.terminal-tab[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      look();
    }

    /** A plain mouse has one wheel. */
    function turn(event: WheelEvent): void {
      if (strip === null || event.deltaX !== 0 || event.ctrlKey || strip.scrollWidth <= strip.clientWidth) return;
      event.preventDefault();
      strip.scrollLeft += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 24;
    }

    const observer = new ResizeObserver(keepInView);
    observer.observe(strip);
    for (const tab of strip.querySelectorAll('.terminal-tab')) observer.observe(tab);
    strip.addEventListener('scroll', look, { passive: true });
    strip.addEventListener('wheel', turn, { passive: false });
    keepInView();
    return () => {
      observer.disconnect();
      strip.removeEventListener('scroll', look);
      strip.removeEventListener('wheel', turn);
    };
  }, [list, activeId, order]);
  return hidden;
}
