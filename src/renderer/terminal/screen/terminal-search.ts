import { SearchAddon } from '@xterm/addon-search';
import type { IMarker, ITheme, Terminal } from '@xterm/xterm';

/** How often a text was found. */
export interface Matches {
  /** The one that is shown, 1 for the newest; undefined where there are too many to number. */
  number: number | undefined;
  count: number;
}

export interface SearchOptions {
  caseSensitive: boolean;
  regex: boolean;
}

export interface TerminalSearch {
  /** `newest`: the nearest one above the end of what was in view when the search began. */
  find: (text: string, options: SearchOptions, which: 'newest' | 'up' | 'down') => void;
  /** Returns the function that ends it. */
  onMatches: (listener: (matches: Matches) => void) => () => void;
  /** What was found stays in view, and selected. */
  end: () => void;
  /** The theme while a search goes on. */
  themed(theme: ITheme): ITheme;
}

/** How many matches are marked and numbered. */
export const mostMatches = 1000;

/** Amber: what the learner selects is blue. */
const colours = {
  matchOverviewRuler: '#8a6d2b',
  activeMatchColorOverviewRuler: '#f2b866',
  matchBackground: '#4a3b14',
  activeMatchBackground: '#9a5a00',
  activeMatchBorder: '#f2b866',
};

export function createTerminalSearch(terminal: Terminal, retheme: () => void): TerminalSearch {
  // One more than are numbered, to know that there are more.
  const addon = new SearchAddon({ highlightLimit: mostMatches + 1 });
  terminal.loadAddon(addon);
  let isOn = false;
  let origin: IMarker | undefined;
  let last: SearchOptions = { caseSensitive: false, regex: false };

  /** The addon goes on from what is selected: from the last cell in view it finds the nearest match above. */
  function begin(): void {
    const { baseY, cursorY, viewportY } = terminal.buffer.active;
    const end = viewportY + terminal.rows - 1;
    if (!isOn) origin = terminal.registerMarker(end - baseY - cursorY);
    isOn = true;
    const from = origin === undefined || origin.isDisposed ? end : origin.line;
    terminal.select(terminal.cols - 1, Math.max(0, from), 1);
  }

  return {
    find(text, options, which) {
      if (which === 'newest') begin();
      retheme();
      // The addon would take the matches of other options for those of these (0.16 remembers the options before it compares them).
      if (options.caseSensitive !== last.caseSensitive || options.regex !== last.regex) addon.clearDecorations();
      last = options;
      const all = { ...options, decorations: colours };
      if (which === 'down') addon.findNext(text, all);
      else addon.findPrevious(text, all);
    },
    onMatches(listener) {
      const subscription = addon.onDidChangeResults(({ resultIndex: index, resultCount: count }) =>
        listener({ number: index < 0 || count > mostMatches ? undefined : count - index, count }),
      );
      return () => subscription.dispose();
    },
    end() {
      isOn = false;
      origin?.dispose();
      origin = undefined;
      retheme();
      addon.clearDecorations();
    },
    // xterm selects the match that it shows, and draws the selection over the match's own colour. The search has the keys meanwhile.
    themed: (theme) => (isOn ? { ...theme, selectionInactiveBackground: colours.activeMatchBackground } : theme),
  };
}
