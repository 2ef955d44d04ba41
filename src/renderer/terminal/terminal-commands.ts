import { isMac, modKey } from '../shell/platform.ts';
import type { TerminalShortcut } from '../shell/shortcuts.ts';
import type { Model } from '../state/model.ts';
import { moveTerminalBy } from './tabs/move-terminal.ts';
import { closedName, terminalName } from './tabs/tab-name.ts';

/** Pixels at the design size. */
export const usualFontSize = 13;
export const smallestFontSize = 9;
export const largestFontSize = 32;

export interface TerminalCommand {
  id: string;
  title: string;
  /** As they are written in the palette. */
  keys?: string;
  /** Further words to find it by. */
  words?: string;
  perform: () => void;
}

const term = isMac ? 'Ctrl' : 'Alt';
export const reopenKeys = `${term}+Shift+R`;

/** Everything that can be done with terminals as they are now, for the palette. */
export function terminalCommands(model: Model): TerminalCommand[] {
  const { terminals, layout } = model;
  const state = terminals.store.getState();
  const { terminalFontSize: size, terminalScreenReader: readsAloud = false } = layout.store.getState();
  const device = model.session.store.getState().facts?.lab.device;
  const { activeId: id } = state;
  const commands: TerminalCommand[] = [
    { id: 'terminal', title: 'New terminal', keys: 'Ctrl+Shift+`', perform: () => void terminals.open({ kind: 'laptop' }) },
  ];
  if (state.shells.length > 1)
    for (const { file, name } of state.shells) {
      commands.push({
        id: `shell-${file}`,
        title: `New terminal with ${name}`,
        words: 'shell',
        perform: () => void terminals.open({ kind: 'laptop' }, { shell: file }),
      });
      if (file !== state.usualShell)
        commands.push({
          id: `usual-shell-${file}`,
          title: `Use ${name} for new terminals and Run`,
          words: 'shell default usual',
          perform: () => void terminals.useShell(file),
        });
    }
  if (device?.isOnline === true) {
    for (const { name } of device.services)
      commands.push({
        id: `service-${name}`,
        title: `New terminal in service ${name}`,
        perform: () => void terminals.open({ kind: 'service', service: name }),
      });
    commands.push({ id: 'host-os', title: 'New terminal in the host OS', perform: () => void terminals.open({ kind: 'host-os' }) });
  }
  for (const [index, one] of state.closed.entries())
    commands.push({
      id: `reopen-${one.id}`,
      title: `Reopen closed terminal ${closedName(state, one)}`,
      ...(index === 0 ? { keys: reopenKeys } : {}),
      words: `undo close ${one.title} ${one.cwd ?? ''}`,
      perform: () => void terminals.reopen(one.id),
    });
  if (id !== undefined) {
    const name = terminalName(state, id);
    const act = (shortcut: TerminalShortcut) => () => performTerminalShortcut(model, shortcut);
    const isSplit = state.split !== undefined;
    commands.push(
      {
        id: 'terminal-split',
        title: isSplit ? 'Show one terminal' : 'Split the terminal',
        keys: `${term}+Shift+D`,
        words: 'pane side by side',
        perform: act('terminal-split'),
      },
      ...(isSplit
        ? [{ id: 'terminal-other', title: 'Terminal: the other pane', keys: `${term}+Shift+O`, perform: act('terminal-other-pane') }]
        : []),
      { id: 'terminal-search', title: 'Search in the terminal', keys: 'Ctrl+Shift+F', words: 'find', perform: act('terminal-search') },
      { id: 'terminal-clear', title: 'Clear the terminal', keys: `${term}+Shift+K`, perform: act('terminal-clear') },
      {
        id: 'terminal-bottom',
        title: 'Terminal: newest output',
        keys: 'Ctrl+Shift+End',
        words: 'scroll bottom end',
        perform: act('terminal-bottom'),
      },
      {
        id: 'prompt-previous',
        title: 'Terminal: command before',
        keys: 'Alt+Shift+↑',
        words: 'previous prompt scroll jump',
        perform: act('prompt-previous'),
      },
      { id: 'prompt-next', title: 'Terminal: next command', keys: 'Alt+Shift+↓', words: 'prompt scroll jump', perform: act('prompt-next') },
      {
        id: 'terminal-copy-output',
        title: 'Terminal: copy the command’s output',
        keys: `${term}+Shift+Y`,
        words: 'clipboard last newest result printed',
        perform: act('terminal-copy-output'),
      },
      {
        id: 'terminal-copy-command',
        title: 'Terminal: copy the command',
        words: 'clipboard last newest line',
        perform: () => terminals.command('copy-command'),
      },
      { id: 'terminal-select-all', title: 'Terminal: select all', words: 'copy text', perform: () => terminals.command('select-all') },
      { id: 'terminal-rename', title: `Rename terminal ${name}`, keys: 'F2', words: 'name', perform: () => terminals.askForName(id) },
      { id: 'terminal-restart', title: `Restart terminal ${name}`, words: 'start again', perform: () => void terminals.askToRestart(id) },
      { id: 'terminal-close', title: `Close terminal ${name}`, keys: `${term}+Shift+W`, words: 'end', perform: act('terminal-close') },
    );
  }
  if (state.views.length > 1) {
    commands.push(
      { id: 'terminal-next', title: 'Next terminal', keys: 'Alt+Shift+→', perform: () => terminals.step(1) },
      { id: 'terminal-previous', title: 'Previous terminal', keys: 'Alt+Shift+←', perform: () => terminals.step(-1) },
    );
    const at = state.views.findIndex((view) => view.id === id);
    const offerMove = (by: 1 | -1, word: string, arrow: string) => {
      if (id === undefined || state.views[at + by] === undefined) return;
      commands.push({
        id: `terminal-move-${word}`,
        title: `Move terminal ${word}`,
        keys: `${modKey}+Shift+${arrow}`,
        words: `tab order ${terminalName(state, id)}`,
        perform: () => void moveTerminalBy(model, id, by),
      });
    };
    offerMove(-1, 'left', '←');
    offerMove(1, 'right', '→');
    for (const view of state.views)
      if (view.id !== id)
        commands.push({
          id: `terminal-${view.id}`,
          title: `Go to terminal ${terminalName(state, view.id)}`,
          words: `switch tab ${view.title} ${view.cwd ?? ''}`,
          perform: () => terminals.activate(view.id, true),
        });
  }
  const resize = (terminalFontSize: number) => () => layout.change({ terminalFontSize });
  if (size < largestFontSize)
    commands.push({ id: 'text-larger', title: 'Terminal: larger text', words: 'font size zoom', perform: resize(size + 1) });
  if (size > smallestFontSize)
    commands.push({ id: 'text-smaller', title: 'Terminal: smaller text', words: 'font size zoom', perform: resize(size - 1) });
  if (size !== usualFontSize)
    commands.push({
      id: 'text-usual',
      title: `Terminal: default text size (${usualFontSize}, now ${size})`,
      words: 'font reset zoom',
      perform: resize(usualFontSize),
    });
  commands.push({
    id: 'screen-reader',
    title: `Terminal: screen reader mode ${readsAloud ? 'off' : 'on'}`,
    words: 'accessibility',
    perform: () => layout.change({ terminalScreenReader: !readsAloud }),
  });
  return commands;
}

export function performTerminalShortcut({ terminals, announcer }: Model, shortcut: TerminalShortcut): void {
  const { activeId } = terminals.store.getState();
  if (shortcut === 'terminal-new') return void terminals.open({ kind: 'laptop' });
  if (shortcut === 'terminal-reopen') {
    if (terminals.store.getState().closed.length > 0) void terminals.reopen();
    else announcer.announce('No closed terminal is there to reopen.');
    return;
  }
  if (activeId === undefined) return;
  switch (shortcut) {
    case 'terminal-split':
      return void terminals.toggleSplit();
    case 'terminal-other-pane':
      return terminals.useOtherPane();
    case 'terminal-close':
      return void terminals.askToClose(activeId);
    case 'terminal-next':
      return terminals.step(1);
    case 'terminal-previous':
      return terminals.step(-1);
    case 'terminal-clear':
      return terminals.command('clear');
    case 'terminal-search':
      return terminals.command('search');
    case 'terminal-bottom':
      return terminals.command('bottom');
    case 'terminal-copy-output':
      return terminals.command('copy-output');
    case 'prompt-previous':
      return terminals.command('previous-prompt');
    case 'prompt-next':
      return terminals.command('next-prompt');
  }
}
