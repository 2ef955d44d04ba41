/** What the keyboard can do anywhere. */
export type ShortcutId =
  | 'next-region'
  | 'previous-region'
  | 'previous-step'
  | 'next-step'
  | 'run-next'
  | 'palette'
  | 'terminal'
  | 'presenter'
  | 'shortcuts'
  | TerminalShortcut;

/** What it can do with terminals. */
export type TerminalShortcut =
  | 'terminal-new'
  | 'terminal-split'
  | 'terminal-other-pane'
  | 'terminal-close'
  | 'terminal-reopen'
  | 'terminal-clear'
  | 'terminal-search'
  | 'terminal-next'
  | 'terminal-previous'
  | 'terminal-bottom'
  | 'terminal-copy-output'
  | 'prompt-previous'
  | 'prompt-next';

export interface Keys {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export interface KeyPlace {
  isMac: boolean;
  /** In the terminal, what shells use themselves stays theirs: Alt+. (last argument), Ctrl+K (delete to the end), ?. */
  isInTerminal: boolean;
  /** In the region of the terminals: their tabs, buttons and search, or a terminal itself. */
  isAtTerminals?: boolean;
  /** In a text field or the editor, plain characters are text. */
  isInText: boolean;
}

export function matchShortcut(keys: Keys, place: KeyPlace): ShortcutId | undefined {
  const command = place.isMac ? keys.metaKey && !keys.ctrlKey : keys.ctrlKey && !keys.metaKey;
  const onlyCommand = command && !keys.altKey && !keys.shiftKey;
  const onlyAlt = keys.altKey && !keys.ctrlKey && !keys.metaKey && !keys.shiftKey;
  const none = !keys.altKey && !keys.ctrlKey && !keys.metaKey;
  if (keys.key === 'F6' && none) return keys.shiftKey ? 'previous-region' : 'next-region';
  if (onlyCommand && keys.key === 'Enter') return 'run-next';
  // On a Mac, Cmd+` belongs to the system (next window), so Ctrl+` works there as well.
  if (keys.ctrlKey !== keys.metaKey && !keys.altKey && !keys.shiftKey && keys.code === 'Backquote') return 'terminal';
  const ofTerminals = matchTerminalShortcut(keys, place);
  if (ofTerminals !== undefined) return ofTerminals;
  if (onlyCommand && keys.code === 'KeyK') return place.isInTerminal && !place.isMac ? undefined : 'palette';
  if (place.isInTerminal) return undefined;
  if (onlyAlt && keys.code === 'Comma') return 'previous-step';
  if (onlyAlt && keys.code === 'Period') return 'next-step';
  if (onlyAlt && keys.code === 'KeyP') return 'presenter';
  if (none && keys.key === '?' && !place.isInText) return 'shortcuts';
  return undefined;
}

/**
 * The keys of terminals. In a page of a browser, Ctrl+Shift+T, N, W and P, Ctrl+Tab and Ctrl+Page up are the browser's; Ctrl with a letter is the
 * shell's. Alt+Shift is neither's (Chromium has T, B, I and A with it). On a Mac, Option types characters: there it is Ctrl+Shift.
 */
function matchTerminalShortcut(keys: Keys, place: KeyPlace): ShortcutId | undefined {
  if (keys.metaKey)
    return place.isMac && place.isInTerminal && !keys.ctrlKey && !keys.altKey && !keys.shiftKey && keys.code === 'KeyF'
      ? 'terminal-search'
      : undefined;
  const isControlShift = keys.ctrlKey && keys.shiftKey && !keys.altKey;
  const isAltShift = keys.altKey && keys.shiftKey && !keys.ctrlKey;
  if (isControlShift && keys.code === 'Backquote') return 'terminal-new';
  if (!place.isInTerminal && place.isAtTerminals !== true) return undefined;
  if (isControlShift && letterOf(keys) === 'f') return 'terminal-search';
  if (isControlShift && keys.key === 'End') return 'terminal-bottom';
  if (isAltShift && arrows[keys.key] !== undefined) return arrows[keys.key];
  return (place.isMac ? isControlShift : isAltShift) ? letters[letterOf(keys)] : undefined;
}

const arrows: Readonly<Record<string, TerminalShortcut>> = {
  ArrowRight: 'terminal-next',
  ArrowLeft: 'terminal-previous',
  ArrowUp: 'prompt-previous',
  ArrowDown: 'prompt-next',
};

const letters: Readonly<Record<string, ShortcutId>> = {
  d: 'terminal-split',
  o: 'terminal-other-pane',
  w: 'terminal-close',
  r: 'terminal-reopen',
  k: 'terminal-clear',
  p: 'palette',
  y: 'terminal-copy-output',
};

/** On a terminal's tab: by how many places it is moved. On a Mac, Ctrl with an arrow is the system's (another desktop). */
export function matchTabMove({ key, ctrlKey, metaKey, altKey, shiftKey }: Omit<Keys, 'code'>, isMac: boolean): 1 | -1 | undefined {
  if (altKey || !shiftKey || ctrlKey === isMac || metaKey !== isMac) return undefined;
  return key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : undefined;
}

/** As the keyboard's layout has it, where it has Latin letters. */
function letterOf({ key, code }: Keys): string {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, '').toLowerCase();
}

export interface ShortcutRow {
  /** `Mod` is Ctrl, or Cmd on a Mac; `Term` Alt, or Ctrl on a Mac. */
  keys: readonly string[];
  does: string;
  note?: string;
  /** Where it holds; everywhere unless told. */
  on?: 'mac' | 'others';
}

/** The map that `?` shows. */
export const shortcutMap: readonly ShortcutRow[] = [
  { keys: ['F6'], does: 'Next region (Lesson, Workbench, Terminal)' },
  { keys: ['Shift', 'F6'], does: 'Previous region' },
  { keys: ['Alt', ','], does: 'Previous step', note: 'not in the terminal' },
  { keys: ['Alt', '.'], does: 'Next step', note: 'not in the terminal' },
  { keys: ['Mod', 'Enter'], does: 'Run the next command of the step' },
  { keys: ['Mod', 'K'], does: 'Search and commands', note: 'in the terminal on a Mac only' },
  { keys: ['Ctrl', '`'], does: 'To the terminal and back' },
  { keys: ['Ctrl', 'Shift', '`'], does: 'New terminal' },
  { keys: ['Alt', 'P'], does: 'Presenter mode', note: 'not in the terminal' },
  { keys: ['?'], does: 'This map' },
];

/** What keys do in the terminal and at its tabs. */
export const terminalMap: typeof shortcutMap = [
  { keys: ['Term', 'Shift', 'P'], does: 'Search and commands' },
  { keys: ['Ctrl', 'Shift', 'C'], does: 'Copy what is selected; Ctrl+C too, which interrupts where nothing is', on: 'others' },
  { keys: ['Ctrl', 'Shift', 'V'], does: 'Paste', on: 'others' },
  { keys: ['Mod', 'C'], does: 'Copy what is selected', on: 'mac' },
  { keys: ['Mod', 'V'], does: 'Paste', on: 'mac' },
  { keys: ['Ctrl', 'Shift', 'F'], does: 'Search in the terminal; Enter goes up, Shift+Enter down' },
  { keys: ['Term', 'Shift', 'K'], does: 'Clear the terminal' },
  { keys: ['Alt', 'Shift', '→'], does: 'Next terminal; ← the one before' },
  { keys: ['Term', 'Shift', 'D'], does: 'Split the terminal, and show one again' },
  { keys: ['Term', 'Shift', 'O'], does: 'To the other one of a split' },
  { keys: ['Term', 'Shift', 'W'], does: 'Close the terminal' },
  { keys: ['Term', 'Shift', 'R'], does: 'Reopen the terminal that was closed last' },
  { keys: ['Alt', 'Shift', '↑'], does: 'Command before, in what was printed; ↓ the next one' },
  { keys: ['Term', 'Shift', 'Y'], does: 'Copy what the newest command printed, or the one that was gone to' },
  { keys: ['Shift', 'Page up'], does: 'Scroll up; Shift+Page down scrolls down' },
  { keys: ['Ctrl', 'Shift', 'End'], does: 'To the newest output' },
  { keys: ['Mod', 'Click'], does: 'Open a link' },
  { keys: ['Enter'], does: 'Start a terminal again that has ended' },
  { keys: ['Delete'], does: 'On a tab: close it; the middle button of the mouse does, too' },
  { keys: ['F2'], does: 'On a tab: give it another name; a double click does, too' },
  { keys: ['Mod', 'Shift', '→'], does: 'On a tab: move it to the right; ← to the left. The mouse drags it' },
  { keys: ['↓'], does: 'From a tab into its terminal; Enter does, too' },
];

/** What keys do besides while presenting. */
export const presenterMap: typeof shortcutMap = [
  { keys: ['→'], does: 'Next slide; also ↓, Space, Page down and a clicker' },
  { keys: ['←'], does: 'Slide before; also ↑, Page up and a clicker' },
  { keys: ['Alt', '.'], does: 'Next step; with , the step before' },
  { keys: ['1'], does: 'Text; 2 picture, 3 terminal, 4 text and picture, 5 text and terminal; T goes around' },
  { keys: ['H'], does: 'Reveal the answer or the next hint; Shift+H hides all' },
  { keys: ['B'], does: 'Blank screen, and back' },
  { keys: ['C'], does: 'The plan and the clock; S starts and pauses it' },
  { keys: ['N'], does: 'The trainer’s notes in a window of their own' },
  { keys: ['F'], does: 'Full screen' },
  { keys: ['Mod', 'Enter'], does: 'Run the next command of the step' },
  { keys: ['F6'], does: 'From the slide to the terminal and back' },
  { keys: ['Esc'], does: 'Leave; the view is as it was' },
];
