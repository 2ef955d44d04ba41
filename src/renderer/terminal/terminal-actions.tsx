import { AArrowDown, AArrowUp, ChevronDown, Columns2, Ear, Laptop, Plus, RotateCw, Search, Server, SquareTerminal, X } from 'lucide-react';
import type { MouseEvent, ReactElement } from 'react';
import { IconButton } from '../components/icon-button.tsx';
import { Menu, MenuChoice, MenuItem, MenuNote, MenuSection } from '../components/menu.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { ReopenItems } from './tabs/closed-terminals.tsx';
import type { TerminalSession } from './screen/session.ts';
import { largestFontSize, smallestFontSize } from './terminal-commands.ts';

/** What can be done with the terminal in front, and with new ones. */
export function TerminalActions({ session, onSearch }: { session: TerminalSession | undefined; onSearch: () => void }): ReactElement {
  const model = useModel();
  const activeId = useSelect(model.terminals.store, (state) => state.activeId);
  const size = useSelect(model.layout.store, (state) => state.terminalFontSize);
  const readsAloud = useSelect(model.layout.store, (state) => state.terminalScreenReader ?? false);
  const shells = useSelect(model.terminals.store, (state) => state.shells);
  const usualShell = useSelect(model.terminals.store, (state) => state.usualShell);
  const isSplit = useSelect(model.terminals.store, (state) => state.split !== undefined);
  const services = useFacts((facts) => facts.lab.device)?.services ?? [];
  const isOnline = useFacts((facts) => facts.lab.device?.isOnline === true);

  /** Whoever used the mouse goes on typing; whoever used a key presses it again. */
  function resize(event: MouseEvent, terminalFontSize: number): void {
    model.layout.change({ terminalFontSize });
    if (event.detail > 0 && activeId !== undefined) model.terminals.activate(activeId, true);
  }

  return (
    <div className="terminal-actions">
      <IconButton label="New terminal" onClick={() => void model.terminals.open({ kind: 'laptop' })}>
        <Plus aria-hidden />
      </IconButton>
      <Menu
        trigger={
          <button type="button" className="icon-button icon-button-narrow" aria-label="Open a terminal in…">
            <ChevronDown aria-hidden />
          </button>
        }
      >
        {shells.map(({ file, name }) => (
          <MenuItem key={file} onSelect={() => void model.terminals.open({ kind: 'laptop' }, { shell: file })}>
            <Laptop aria-hidden /> This laptop{shells.length > 1 ? `, ${name}` : ''}
          </MenuItem>
        ))}
        {isOnline ? (
          <>
            {services.map((service) => (
              <MenuItem key={service.name} onSelect={() => void model.terminals.open({ kind: 'service', service: service.name })}>
                <SquareTerminal aria-hidden /> Service {service.name}
              </MenuItem>
            ))}
            <MenuItem onSelect={() => void model.terminals.open({ kind: 'host-os' })}>
              <Server aria-hidden /> The device’s host OS
            </MenuItem>
          </>
        ) : (
          <MenuNote>Services and the host OS appear here once the device is online.</MenuNote>
        )}
        <ReopenItems />
        {shells.length > 1 ? (
          <MenuSection title="New terminals and Run use">
            <MenuChoice
              value={usualShell}
              onChange={(file) => void model.terminals.useShell(file)}
              options={shells.map(({ file, name }) => ({ value: file, label: name }))}
            />
          </MenuSection>
        ) : null}
      </Menu>
      <IconButton
        label={isSplit ? 'Show one terminal' : 'Split the terminal'}
        aria-pressed={isSplit}
        disabled={activeId === undefined}
        onClick={() => void model.terminals.toggleSplit()}
      >
        <Columns2 aria-hidden />
      </IconButton>
      <span className="help-space" />
      <IconButton label="Search in the terminal" tip="Search (Ctrl+Shift+F)" disabled={session === undefined} onClick={onSearch}>
        <Search aria-hidden />
      </IconButton>
      {/* Not `disabled`: that would drop the focus out of the window with the last press. */}
      <IconButton
        label="Smaller text"
        tip={`Smaller text (${size} now)`}
        aria-disabled={size <= smallestFontSize}
        onClick={(event) => resize(event, Math.max(smallestFontSize, size - 1))}
      >
        <AArrowDown aria-hidden />
      </IconButton>
      <IconButton
        label="Larger text"
        tip={`Larger text (${size} now)`}
        aria-disabled={size >= largestFontSize}
        onClick={(event) => resize(event, Math.min(largestFontSize, size + 1))}
      >
        <AArrowUp aria-hidden />
      </IconButton>
      <IconButton
        label="Screen reader mode of the terminal"
        aria-pressed={readsAloud}
        onClick={() => model.layout.change({ terminalScreenReader: !readsAloud })}
      >
        <Ear aria-hidden />
      </IconButton>
      <IconButton
        label="Restart terminal"
        disabled={activeId === undefined}
        onClick={() => activeId !== undefined && void model.terminals.askToRestart(activeId)}
      >
        <RotateCw aria-hidden />
      </IconButton>
      <IconButton
        label="Close terminal"
        disabled={activeId === undefined}
        onClick={() => activeId !== undefined && void model.terminals.askToClose(activeId)}
      >
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
