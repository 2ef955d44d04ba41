import { useLayoutEffect, useRef } from 'react';
import type { Model } from '../state/model.ts';
import { matchPresenterKey, type PresenterAction, type PresenterKeyPlace } from './keys.ts';

/** The keyboard and the clicker while presenting. */
export function usePresenterKeys(model: Model, perform: (action: PresenterAction) => void): void {
  const latest = useRef(perform);
  useLayoutEffect(() => {
    latest.current = perform;
  });
  // Before the slide is painted: whoever sees it may press a key.
  useLayoutEffect(() => {
    function handle(event: KeyboardEvent): void {
      // Dialogs and menus have the keys while they are open.
      if (model.screen.getState().overlay !== undefined || model.terminals.store.getState().question !== undefined) return;
      const target = event.target instanceof Element ? event.target : undefined;
      if (target?.closest('[role=menu], [role=dialog]') != null) return;
      const action = matchPresenterKey(event, { focus: focusOf(target) });
      if (action === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(action);
    }
    window.addEventListener('keydown', handle, { capture: true });
    return () => window.removeEventListener('keydown', handle, { capture: true });
  }, [model]);
}

function focusOf(target: Element | undefined): PresenterKeyPlace['focus'] {
  const screen = target?.closest<HTMLElement>('.terminal-screen');
  if (screen != null) return screen.dataset['screen'] === 'alternate' ? 'program' : 'shell';
  if (target?.closest('input:not([type=radio], [type=checkbox]), textarea, [contenteditable=true]') != null) return 'text';
  return target?.closest('button, a, summary, select, [role=button]') == null ? 'slide' : 'control';
}
