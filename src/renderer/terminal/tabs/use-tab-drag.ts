import { useEffect, useRef, useState, type RefObject } from 'react';
import { dropPlace } from './drop-place.ts';

/** A tab that is dragged along its list. */
export interface TabDrag {
  id: string;
  /** The tab before which it would come now; undefined behind all. */
  before: string | undefined;
}

/** Pixels that a pressed mouse may move before that is a drag and no click. */
const least = 6;
/** Pixels from an end of the list in which it scrolls, and by how many with each frame. */
const edge = 40;
const scrollStep = 8;

/** Follows a tab that is dragged with the mouse or a pen. `onDrop` is told where it was let go of; not after Escape. */
export function useTabDrag(list: RefObject<HTMLElement | null>, onDrop: (drag: TabDrag) => void): TabDrag | undefined {
  const [drag, setDrag] = useState<TabDrag>();
  const drop = useRef(onDrop);
  useEffect(() => void (drop.current = onDrop));
  useEffect(() => {
    const strip = list.current;
    if (strip === null) return undefined;
    let stop: (() => void) | undefined;

    function press(event: PointerEvent): void {
      const id = idOfTab(event);
      if (strip === null || id === undefined || event.button !== 0 || event.pointerType === 'touch') return;
      stop?.();
      stop = follow(strip, event, {
        onMove: (before) => setDrag((known) => (known?.id === id && known.before === before ? known : { id, before })),
        onEnd(before) {
          setDrag(undefined);
          if (before !== undefined) drop.current({ id, before: before.tab });
        },
      });
    }

    strip.addEventListener('pointerdown', press);
    return () => {
      strip.removeEventListener('pointerdown', press);
      stop?.();
    };
  }, [list]);
  return drag;
}

/** Of the tab that was pressed, unless it was its cross. */
function idOfTab({ target }: PointerEvent): string | undefined {
  if (!(target instanceof Element) || target.closest('.terminal-tab-close') !== null) return undefined;
  return target.closest<HTMLElement>('.terminal-tab')?.dataset['terminal'];
}

interface Follower {
  onMove: (before: string | undefined) => void;
  /** Without a place where it was given up. */
  onEnd: (place: { tab: string | undefined } | undefined) => void;
}

/** From a press to where the button is let go of. Returns the function that ends it before. */
function follow(strip: HTMLElement, { clientX: pressedAt, pointerId }: PointerEvent, { onMove, onEnd }: Follower): () => void {
  let x = pressedAt;
  let state: 'pressed' | 'dragged' | 'given-up' = 'pressed';
  let frame = 0;

  const place = (): string | undefined =>
    dropPlace(
      [...strip.querySelectorAll<HTMLElement>('.terminal-tab')].map((tab) => {
        const { left, width } = tab.getBoundingClientRect();
        return { id: tab.dataset['terminal'] ?? '', left, width };
      }),
      x,
    );

  function move(event: PointerEvent): void {
    if (event.pointerId !== pointerId) return;
    // It was let go of where nobody heard of it.
    if (event.buttons === 0) return stop();
    x = event.clientX;
    if (state === 'pressed' && Math.abs(x - pressedAt) >= least) {
      state = 'dragged';
      // The mouse has another form for all of the page, and what it comes upon does not explain itself.
      document.documentElement.dataset['drag'] = 'tab';
      scroll();
    }
    if (state === 'dragged') onMove(place());
  }

  function scroll(): void {
    frame = requestAnimationFrame(scroll);
    const { left, right } = strip.getBoundingClientRect();
    const by = x < left + edge ? -scrollStep : x > right - edge ? scrollStep : 0;
    const before = strip.scrollLeft;
    strip.scrollLeft += by;
    if (strip.scrollLeft !== before) onMove(place());
  }

  function giveUp(): void {
    if (state === 'dragged') onEnd(undefined);
    state = 'given-up';
    rest();
  }

  function press(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || state !== 'dragged') return;
    event.preventDefault();
    event.stopPropagation();
    giveUp();
  }

  function release(event: PointerEvent): void {
    if (event.pointerId !== pointerId) return;
    const tab = place();
    const isDropped = state === 'dragged';
    // A drag, given up or not, is no click on what is under the mouse.
    if (state !== 'pressed') swallowClick();
    state = 'pressed';
    stop();
    if (isDropped) onEnd({ tab });
  }

  function rest(): void {
    cancelAnimationFrame(frame);
    delete document.documentElement.dataset['drag'];
  }

  function stop(): void {
    if (state === 'dragged') onEnd(undefined);
    rest();
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', release);
    window.removeEventListener('pointercancel', stop);
    window.removeEventListener('blur', giveUp);
    window.removeEventListener('keydown', press, { capture: true });
  }

  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', release);
  window.addEventListener('pointercancel', stop);
  window.addEventListener('blur', giveUp);
  window.addEventListener('keydown', press, { capture: true });
  return stop;
}

/** The one that the browser makes of the release that it tells just now. */
function swallowClick(): void {
  const swallow = (event: MouseEvent): void => event.stopPropagation();
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
}
