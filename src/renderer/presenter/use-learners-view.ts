import { useLayoutEffect } from 'react';
import type { Model } from '../state/model.ts';
import type { Talk } from './talk.ts';

/**
 * The learner's view stays in the page, laid out but not seen, so sizes, tabs and scroll positions need no saving. What a presentation does
 * change (which terminal is in front, and where the focus is) is put back when it ends.
 */
export function useLearnersView(model: Model, talk: Talk): void {
  useLayoutEffect(() => {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
    const { activeId, split } = model.terminals.store.getState();
    const root = document.documentElement;
    const scrolled = scrolledParts(document);
    root.dataset['presenting'] = '';
    talk.presented.start();
    talk.presentation.enter();
    return () => {
      delete root.dataset['presenting'];
      talk.presentation.leave();
      talk.presented.end();
      const ids = new Set(model.terminals.store.getState().views.map((view) => view.id));
      const isThere = (id: string | undefined): boolean => id !== undefined && ids.has(id);
      model.terminals.store.setState({
        ...(isThere(activeId) ? { activeId } : {}),
        ...(split === undefined || (isThere(split.left) && isThere(split.right)) ? { split } : {}),
      });
      requestAnimationFrame(() => {
        scrolled.forEach((scrollBack) => scrollBack());
        if (focused !== undefined) focusOnceSeen(focused);
      });
      model.announcer.announce('Presenter mode has ended.');
    };
  }, [model, talk]);
}

/** For each part that is scrolled, what scrolls it back: a window that was larger meanwhile has nothing to scroll. */
function scrolledParts(document: Document): (() => void)[] {
  return [...document.querySelectorAll('.instrument *')]
    .filter((element) => element.scrollTop !== 0 || element.scrollLeft !== 0)
    .map((element) => {
      const { scrollTop, scrollLeft, scrollHeight, clientHeight } = element;
      // A log that was followed has gone on.
      const isAtEnd = scrollTop + clientHeight >= scrollHeight - 2;
      return () => element.scrollTo({ top: isAtEnd ? element.scrollHeight : scrollTop, left: scrollLeft, behavior: 'instant' });
    });
}

/** Frames after which a part that is still not seen is not waited for. */
const mostFrames = 60;

/** What is not seen yet takes no focus: with less motion, visibility comes back one level of the page a frame. */
function focusOnceSeen(element: HTMLElement, frames = mostFrames): void {
  const { activeElement } = document;
  if (!element.isConnected || frames === 0 || (activeElement !== null && activeElement !== document.body)) return;
  element.focus({ preventScroll: true });
  if (document.activeElement !== element) requestAnimationFrame(() => focusOnceSeen(element, frames - 1));
}
