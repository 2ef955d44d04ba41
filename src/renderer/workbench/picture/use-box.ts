import { useLayoutEffect, useState, type RefObject } from 'react';

/**
 * The inner size of an element in units of 1/16 rem, so that a picture laid out in them grows with the window's type:
 * one unit is one pixel at the design size. Zero until it has been measured.
 */
export interface Box {
  width: number;
  height: number;
  /** Pixels a unit, where nothing enlarges it. */
  scale: number;
  /** By how much CSS enlarges it: the presenter's pictures are drawn for a room. */
  zoom: number;
}

export function useBox(element: RefObject<HTMLElement | null>): Box {
  const [box, setBox] = useState<Box>({ width: 0, height: 0, scale: 1, zoom: 1 });
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    function measure(): void {
      if (current === null) return;
      const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
      const width = Math.floor(current.clientWidth / scale);
      const height = Math.floor(current.clientHeight / scale);
      // WebKit does not tell it.
      const zoom = 'currentCSSZoom' in current ? current.currentCSSZoom : 1;
      const next = { width, height, scale, zoom };
      setBox((known) => (isSame(known, next) ? known : next));
    }
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return box;
}

function isSame(one: Box, other: Box): boolean {
  return one.width === other.width && one.height === other.height && one.scale === other.scale && one.zoom === other.zoom;
}
