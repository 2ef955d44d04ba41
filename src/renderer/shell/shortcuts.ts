/** What the keyboard can do anywhere. */
export type ShortcutId =
  'next-region' | 'previous-region' | 'previous-step' | 'next-step' | 'run-next' | 'palette' | 'terminal' | 'presenter' | 'shortcuts';

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
  if (onlyCommand && keys.code === 'KeyK') return place.isInTerminal && !place.isMac ? undefined : 'palette';
  if (place.isInTerminal) return undefined;
  if (onlyAlt && keys.code === 'Comma') return 'previous-step';
  if (onlyAlt && keys.code === 'Period') return 'next-step';
  if (onlyAlt && keys.code === 'KeyP') return 'presenter';
  if (none && keys.key === '?' && !place.isInText) return 'shortcuts';
  return undefined;
}

/** The map that `?` shows; `Mod` is Ctrl, or Cmd on a Mac. */
export const shortcutMap: readonly { keys: readonly string[]; does: string; note?: string }[] = [
  { keys: ['F6'], does: 'Next region (Lesson, Workbench, Terminal)' },
  { keys: ['Shift', 'F6'], does: 'Previous region' },
  { keys: ['Alt', ','], does: 'Previous step', note: 'not in the terminal' },
  { keys: ['Alt', '.'], does: 'Next step', note: 'not in the terminal' },
  { keys: ['Mod', 'Enter'], does: 'Run the next command of the step' },
  { keys: ['Mod', 'K'], does: 'Search and commands', note: 'in the terminal on a Mac only' },
  { keys: ['Ctrl', '`'], does: 'To the terminal and back' },
  { keys: ['Ctrl', 'Shift', 'F'], does: 'Search in the terminal' },
  { keys: ['Alt', 'P'], does: 'Presenter mode', note: 'not in the terminal' },
  { keys: ['?'], does: 'This map' },
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
