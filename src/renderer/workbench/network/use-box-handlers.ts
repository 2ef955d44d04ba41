import { useEffect, useMemo, useRef } from 'react';
import type { BoxesProps } from './boxes.tsx';

export type BoxHandlers = Pick<BoxesProps, 'onPoint' | 'onFocus' | 'onKey'>;

/** The same functions for as long as the view is there, which call the latest ones: the drawing is not drawn anew because of them. */
export function useBoxHandlers(handlers: BoxHandlers): BoxHandlers {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  return useMemo(
    () => ({
      onPoint: (id) => latest.current.onPoint(id),
      onFocus: (id) => latest.current.onFocus(id),
      onKey: (event, id) => latest.current.onKey(event, id),
    }),
    [],
  );
}
