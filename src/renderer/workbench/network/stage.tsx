import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode, type Ref } from 'react';
import type { Box as StageSize } from '../picture/use-box.ts';
import { useDrag } from '../picture/use-drag.ts';
import type { Size } from './sizes.ts';
import { firstView, fit, isWhole, move, reveal, zoom, type Viewport } from './viewport.ts';

export interface ViewportControl {
  viewport: Viewport;
  isFitted: boolean;
  zoomBy(factor: number): void;
  moveBy(x: number, y: number): void;
  fit(): void;
  reveal(rect: Size & { x: number; y: number }): void;
  set(change: (viewport: Viewport) => Viewport): void;
}

/** Shows the picture as it is first seen until the learner zooms or moves it; `fit` shows all of it. */
export function useViewport(picture: Size, stage: StageSize): ViewportControl {
  const [chosen, setChosen] = useState<Viewport | 'whole'>();
  const toViewport = (known: typeof chosen): Viewport => {
    // A class looks at what a presenter enlarges, and cannot move it: all of it is in sight.
    if (known === undefined && stage.zoom !== 1) return fit(picture, stage);
    if (known === undefined) return firstView(picture, stage, stage.scale);
    return known === 'whole' ? fit(picture, stage) : known;
  };
  const viewport = toViewport(chosen);
  const middle = { x: stage.width / 2, y: stage.height / 2 };
  const set = (change: (viewport: Viewport) => Viewport): void => setChosen((known) => change(toViewport(known)));
  return {
    viewport,
    isFitted: viewport.scale === fit(picture, stage).scale && isWhole(viewport, picture, stage),
    set,
    fit: () => setChosen('whole'),
    zoomBy: (factor) => set((known) => zoom(known, factor, middle, picture, stage)),
    moveBy: (x, y) => set((known) => move(known, { x, y }, picture, stage)),
    reveal: (rect) =>
      setChosen((known) => {
        const now = toViewport(known);
        const next = reveal(now, rect, picture, stage);
        return next === now ? known : next;
      }),
  };
}

export interface StageProps {
  ref: Ref<HTMLDivElement>;
  size: StageSize;
  picture: Size;
  control: ViewportControl;
  children: ReactNode;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [60, 0],
  ArrowRight: [-60, 0],
  ArrowUp: [0, 60],
  ArrowDown: [0, -60],
};

/** Where the picture lies: Ctrl and the wheel or two fingers zoom, the wheel and dragging move, `+`, `-`, `0` and the arrows do the same. */
export function Stage({ ref, size, picture, control, children }: StageProps): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef({ control, size, picture });
  useEffect(() => {
    latest.current = { control, size, picture };
  });
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    // React listens for wheels passively: it could not keep the page from zooming.
    function noticeWheel(event: WheelEvent): void {
      const { control: current, size: stage, picture: drawn } = latest.current;
      if (element === null || (current.isFitted && !event.ctrlKey)) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const at = { x: (event.clientX - left) / stage.scale, y: (event.clientY - top) / stage.scale };
      if (event.ctrlKey) current.set((known) => zoom(known, Math.exp(-event.deltaY / 300), at, drawn, stage));
      else current.moveBy(-event.deltaX / stage.scale, -event.deltaY / stage.scale);
    }
    element.addEventListener('wheel', noticeWheel, { passive: false });
    return () => element.removeEventListener('wheel', noticeWheel);
  }, []);

  function noticeKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const arrow = arrows[event.key];
    if (arrow !== undefined) control.moveBy(...arrow);
    else if (event.key === '+' || event.key === '=') control.zoomBy(1.25);
    else if (event.key === '-') control.zoomBy(0.8);
    else if (event.key === '0') control.fit();
    else return;
    event.preventDefault();
  }

  const drag = useDrag(({ step }) => control.moveBy(step.x / size.scale, step.y / size.scale));
  const { scale, x, y } = control.viewport;
  return (
    <div
      ref={(element) => {
        frame.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref !== null) ref.current = element;
      }}
      className="net-stage"
      tabIndex={0}
      role="group"
      aria-label="Picture. Plus and minus zoom, 0 fits, arrow keys move, Tab goes to the boxes."
      onKeyDown={noticeKey}
      {...drag}
    >
      <div className="net-canvas" style={{ transform: `translate(${x / 16}rem, ${y / 16}rem) scale(${scale})` }}>
        {children}
      </div>
    </div>
  );
}
