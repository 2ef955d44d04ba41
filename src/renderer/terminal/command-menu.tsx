import { CornerDownLeft, SquareTerminal, TextQuote } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { TerminalView } from '../../shared/domain/terminal.ts';
import { MenuAt, MenuItem, MenuNote } from '../components/menu.tsx';
import { useModel } from '../state/model-context.tsx';
import { describeEnd } from './screen/command-end.ts';
import { copyCommand, copyOutput } from './screen/copy-command.ts';
import type { MarkedCommand } from './screen/prompt-marks.ts';
import type { TerminalSession } from './screen/session.ts';

/** What can be done with a command of which the mark was clicked. */
export function CommandMenu({ view, session }: { view: TerminalView; session: TerminalSession }): ReactElement | null {
  const model = useModel();
  const [opened, setOpened] = useState<{ place: DOMRect; command: MarkedCommand; end: string | undefined }>();
  useEffect(
    () =>
      session.onMark((mark, read) => {
        const command = read();
        const end = command?.told && describeEnd(command.told, Date.now());
        setOpened(command && { place: mark.getBoundingClientRect(), command, end });
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
      {opened.end === undefined ? null : <MenuNote>{opened.end}</MenuNote>}
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
