import { useEffect } from 'react';
import { useModel } from '../state/model-context.tsx';
import type { Model } from '../state/model.ts';
import { performTerminalShortcut } from '../terminal/terminal-commands.ts';
import { isMac } from './platform.ts';
import { currentRegion, focusRegion, regionAfter } from './regions.ts';
import { matchShortcut, type ShortcutId } from './shortcuts.ts';

/** The keyboard of the whole window. */
export function useShortcuts(): void {
  const model = useModel();
  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      // A presentation has keys of its own.
      if (model.screen.getState().isPresenting) return;
      const target = event.target instanceof Element ? event.target : undefined;
      const shortcut = matchShortcut(event, {
        isMac,
        isInTerminal: target?.closest('.terminal-screen') != null,
        isAtTerminals: target?.closest('[data-region=terminal]') != null,
        isInText: target?.closest('input:not([type=radio]), textarea, [contenteditable=true]') != null,
      });
      if (shortcut === undefined || isBlocked(model, shortcut)) return;
      event.preventDefault();
      event.stopPropagation();
      perform(model, shortcut);
    }
    window.addEventListener('keydown', handle, { capture: true });
    return () => window.removeEventListener('keydown', handle, { capture: true });
  }, [model]);
}

/** While something lies over the screen, only what opened it can be used again. */
function isBlocked(model: Model, shortcut: ShortcutId): boolean {
  const { overlay } = model.screen.getState();
  if (model.terminals.store.getState().question !== undefined) return true;
  if (model.session.store.getState().facts?.isFirstStart === true) return shortcut !== 'shortcuts';
  return overlay !== undefined && overlay !== shortcut;
}

function perform(model: Model, shortcut: ShortcutId): void {
  const place = model.place();
  switch (shortcut) {
    case 'next-region':
      focusRegion(document, regionAfter(currentRegion(document), 1));
      return;
    case 'previous-region':
      focusRegion(document, regionAfter(currentRegion(document), -1));
      return;
    case 'terminal':
      focusRegion(document, currentRegion(document) === 'terminal' ? 'lesson' : 'terminal');
      return;
    case 'previous-step':
      if (place?.previous !== undefined) void model.goTo(place.previous.id);
      return;
    case 'next-step':
      if (place?.next !== undefined) void model.goTo(place.next.id);
      return;
    case 'run-next':
      void model.runNext();
      return;
    case 'presenter':
      model.screen.setState({ isPresenting: true });
      return;
    case 'palette':
    case 'shortcuts':
      model.screen.setState((state) => ({ overlay: state.overlay === shortcut ? undefined : shortcut }));
      return;
    default:
      performTerminalShortcut(model, shortcut);
  }
}
