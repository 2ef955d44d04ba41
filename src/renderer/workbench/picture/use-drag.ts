import { useRef, type MouseEvent, type PointerEvent } from 'react';

interface Way {
  x: number;
  y: number;
}

/** A drag on its way, in pixels. */
export interface Drag {
  /** Since the last call. */
  step: Way;
  /** Since it began. */
  whole: Way;
  isFirst: boolean;
}

/** A few pixels are still a click. */
const dragFrom = 4;

/** Listeners that tell of drags with the main button. The click at the end of one is no click. */
export function useDrag(onDrag: (drag: Drag) => void) {
  const drag = useRef<{ start: Way; last: Way; hasMoved: boolean }>(undefined);
  const hasDragged = useRef(false);
  function end(): void {
    drag.current = undefined;
  }
  return {
    onPointerDown({ button, clientX, clientY }: PointerEvent): void {
      hasDragged.current = false;
      const at = { x: clientX, y: clientY };
      if (button === 0) drag.current = { start: at, last: at, hasMoved: false };
    },
    onPointerMove(event: PointerEvent<HTMLElement>): void {
      const { current } = drag;
      if (current === undefined) return;
      const { start, last, hasMoved } = current;
      const at = { x: event.clientX, y: event.clientY };
      const whole = { x: at.x - start.x, y: at.y - start.y };
      if (!hasMoved && Math.hypot(whole.x, whole.y) < dragFrom) return;
      if (!hasMoved) event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { start, last: at, hasMoved: true };
      hasDragged.current = true;
      onDrag({ step: { x: at.x - last.x, y: at.y - last.y }, whole, isFirst: !hasMoved });
    },
    onPointerUp: end,
    onPointerCancel: end,
    onClickCapture(event: MouseEvent): void {
      if (hasDragged.current) event.stopPropagation();
      hasDragged.current = false;
    },
  };
}
