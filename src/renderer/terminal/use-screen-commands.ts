import { useEffect } from 'react';
import { useModel } from '../state/model-context.tsx';
import type { TerminalSession } from './session.ts';

/** Carries out what the palette and the keys ask of the screen of the terminal in front. */
export function useScreenCommands(session: TerminalSession | undefined, search: () => void): void {
  const model = useModel();
  useEffect(
    () =>
      model.terminals.onCommand((command) => {
        if (session === undefined) return;
        if (command === 'search') {
          search();
          return;
        }
        if (command === 'clear') {
          session.clear();
          model.announcer.announce('Cleared.');
        } else if (command === 'bottom') session.scrollToBottom();
        else {
          const line = session.jump(command === 'previous-prompt' ? 'previous' : 'next');
          model.announcer.announce(line ?? (command === 'previous-prompt' ? 'No command before.' : 'At the newest output.'));
        }
        session.focus();
      }),
    // `search` is another function with each drawing, and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [model, session],
  );
}
