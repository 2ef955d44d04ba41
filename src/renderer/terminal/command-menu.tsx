import { CornerDownLeft, SquareTerminal, TextQuote } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { TerminalView } from '../../shared/domain/terminal.ts';
import { MenuAt, MenuItem } from '../components/menu.tsx';
import { useModel } from '../state/model-context.tsx';
import { copyCommand, copyOutput } from './screen/copy-command.ts';
import type { TerminalSession } from './screen/session.ts';
import type { ShownCommand } from '../../shared/shown-command.ts';

/** What can be done with a command of which the mark was clicked. */
export function CommandMenu({ view, session }: { view: TerminalView; session: TerminalSession }): ReactElement | null {
  const model = useModel();
  const [opened, setOpened] = useState<{ place: DOMRect; command: ShownCommand }>();
  useEffect(
    () =>
      session.onMark((mark, read) => {
        const command = read();
        setOpened(command && { place: mark.getBoundingClientRect(), command });
      }),
    [session],
  );
  if (opened === undefined) return null;
  const { line, output } = opened.command;
  return (
    <MenuAt
      place={opened.place}
      label="Command"
      onClose={() => {
        setOpened(undefined);
        session.focus();
      }}
    >
      <MenuItem isDisabled={output === ''} onSelect={() => copyOutput(session, opened.command)}>
        <TextQuote aria-hidden /> {output === '' ? 'It printed nothing' : 'Copy its output'}
      </MenuItem>
      <MenuItem isDisabled={line === undefined} onSelect={() => copyCommand(session, opened.command)}>
        <SquareTerminal aria-hidden /> Copy the command
      </MenuItem>
      <MenuItem
        isDisabled={line === undefined || view.state !== 'prompt'}
        onSelect={() => line !== undefined && void model.terminals.suggestIn(view.id, line)}
      >
        <CornerDownLeft aria-hidden /> Put it at the prompt again
      </MenuItem>
    </MenuAt>
  );
}
