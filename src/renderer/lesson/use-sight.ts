import { useEffect, useRef, type RefObject } from 'react';
import { useModel } from '../state/model-context.tsx';
import type { Problem } from '../state/problem.ts';
import { bringIntoSight } from './into-sight.ts';

/** Brings a block into view when something begins there, and when a notice opens below it. */
export function useSight(group: RefObject<HTMLElement | null>, blockId: string, notice: Problem | undefined): void {
  const { sight, screen } = useModel();
  useEffect(
    () =>
      sight.subscribe((now) => {
        if (now.blockId === blockId) show(group.current);
      }),
    [sight, group, blockId],
  );
  const seen = useRef(notice);
  useEffect(() => {
    const isNew = notice !== undefined && notice !== seen.current;
    seen.current = notice;
    // The learner's own view stays where it is while slides lie over it.
    if (isNew && !screen.getState().isPresenting) show(group.current);
  }, [screen, group, notice]);
}

/** Of what is higher than the page, the end: there is what is new. */
function show(group: HTMLElement | null): void {
  const page = group?.closest('.lesson-page, .slide-frame');
  if (group == null || page == null) return;
  const isTall = group.offsetHeight > page.clientHeight;
  bringIntoSight(isTall ? (group.querySelector('.note') ?? group.firstElementChild ?? group) : group);
}
