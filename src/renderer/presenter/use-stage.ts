import { useLayoutEffect, type RefObject } from 'react';
import type { SlideLayout } from './slides.ts';

/** The size that the presenter's lengths are drawn for; every other screen shows the same, larger or smaller. */
const design = { width: 1280, height: 720 };

/** What is read beside the stage's own lengths: the lesson's blocks and the Workbench, at so many times their size on a desk. */
const zooms: Readonly<Record<SlideLayout, { text: number; picture: number }>> = {
  text: { text: 2, picture: 1 },
  picture: { text: 1, picture: 1.6 },
  terminal: { text: 1, picture: 1 },
  'text-picture': { text: 1.5, picture: 1.35 },
  'text-terminal': { text: 1.5, picture: 1 },
};

/** The smallest code on a slide, in the lesson's own pixels, and the least that it may become for a room. */
const code = { lesson: 13, room: 18 };

/** Keeps the stage's unit, the zoom of its parts and the terminal's place up to date, as custom properties of the page. */
export function useStage(stage: RefObject<HTMLElement | null>, terminal: RefObject<HTMLElement | null>, layout: SlideLayout): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    function measure(): void {
      const unit = Math.max(0.6, Math.min(window.innerWidth / design.width, window.innerHeight / design.height));
      const rem = parseFloat(getComputedStyle(root).fontSize) / 16;
      set('--unit', `${unit}px`);
      set('--zoom-text', String((zooms[layout].text * unit) / rem));
      set('--least-fit', String(Math.min(1, code.room / (code.lesson * zooms[layout].text))));
      set('--zoom-picture', String((zooms[layout].picture * unit) / rem));
      // It has a place even where it is not shown: its size would change for nothing.
      const place = terminal.current?.getBoundingClientRect();
      if (place === undefined) return;
      for (const side of ['left', 'top', 'width', 'height'] as const) set(`--terminal-${side}`, `${place[side]}px`);
    }
    function set(name: string, value: string): void {
      if (root.style.getPropertyValue(name) !== value) root.style.setProperty(name, value);
    }
    measure();
    const observer = new ResizeObserver(measure);
    for (const element of [stage.current, terminal.current]) if (element !== null) observer.observe(element);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [stage, terminal, layout]);
}
