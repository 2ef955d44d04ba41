import { useLayoutEffect, useState, type RefObject } from 'react';

/**
 * The inner size of an element in units of 1/16 rem, so that a picture laid out in them grows with the window's type:
 * one unit is one pixel at the design size. Zero until it has been measured.
 */
export interface Box {
  width: number;
  height: number;
  /** Pixels a unit. */
  scale: number;
}

export function useBox(element: RefObject<HTMLElement | null>): Box {
  const [box, setBox] = useState<Box>({ width: 0, height: 0, scale: 1 });
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    function measure(): void {
      if (current === null) return;
      const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
      const next = { width: Math.floor(current.clientWidth / scale), height: Math.floor(current.clientHeight / scale), scale };
      setBox((known) => (known.width === next.width && known.height === next.height && known.scale === next.scale ? known : next));
    }
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return box;
}
