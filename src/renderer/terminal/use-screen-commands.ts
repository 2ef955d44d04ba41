import { useEffect } from 'react';
import { useModel } from '../state/model-context.tsx';
import type { ScreenCommand } from '../state/terminals.ts';
import { copyCommand, copyOutput } from './screen/copy-command.ts';
import type { TerminalSession } from './screen/session.ts';

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
        perform(command, session, (words) => model.announcer.announce(words));
        session.focus();
      }),
    // `search` is another function with each drawing, and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [model, session],
  );
}

function perform(command: Exclude<ScreenCommand, 'search'>, session: TerminalSession, announce: (words: string) => void): void {
  switch (command) {
    case 'clear':
      announce(session.clear() ? 'Cleared.' : 'Nothing to clear: a program fills the screen.');
      break;
    case 'bottom':
      session.scrollToBottom();
      break;
    case 'previous-prompt':
      announce(session.jump('previous') ?? 'No command before.');
      break;
    case 'next-prompt':
      announce(session.jump('next') ?? 'At the newest output.');
      break;
    case 'select-all':
      session.selectAll();
      announce('All is selected.');
      break;
    case 'copy-output':
      copyOutput(session, session.command());
      break;
    case 'copy-command':
      copyCommand(session, session.command());
      break;
  }
}
