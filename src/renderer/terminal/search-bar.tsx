import { ArrowDown, ArrowUp, CaseSensitive, Regex, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { IconButton } from '../components/icon-button.tsx';
import type { TerminalSession } from './screen/session.ts';
import { mostMatches, type Matches, type SearchOptions } from './screen/terminal-search.ts';

export interface SearchBarProps {
  session: TerminalSession;
  text: string;
  onText: (text: string) => void;
  /** Raised with each time that the search is asked for, so that the field has the keys again. */
  turn: number;
  onClose: () => void;
}

export function SearchBar({ session, text, onText, turn, onClose }: SearchBarProps): ReactElement {
  const field = useRef<HTMLInputElement>(null);
  const [options, setOptions] = useState<SearchOptions>({ caseSensitive: false, regex: false });
  const [matches, setMatches] = useState<Matches>();
  const isValid = !options.regex || isExpression(text);

  useEffect(() => {
    const stop = session.onMatches(setMatches);
    return () => {
      stop();
      session.endFind();
    };
  }, [session]);
  useEffect(() => {
    if (text !== '') session.find(text, options, 'newest');
    field.current?.focus();
    requestAnimationFrame(() => field.current?.select());
    // With each turn, not with each letter.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [session, turn]);

  function find(which: 'newest' | 'up' | 'down', next = text, how = options): void {
    if (!how.regex || isExpression(next)) session.find(next, how, which);
  }

  function choose(change: Partial<SearchOptions>): void {
    const next = { ...options, ...change };
    setOptions(next);
    find('newest', text, next);
    field.current?.focus();
  }

  return (
    <div
      className="terminal-search"
      role="search"
      aria-label="In the terminal"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <input
        ref={field}
        type="search"
        aria-label="Search for"
        aria-invalid={!isValid}
        placeholder="Search in the terminal"
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          find('newest', event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') find(event.shiftKey ? 'down' : 'up');
        }}
      />
      <span className={`terminal-search-result ${!isValid || matches?.count === 0 ? 'is-none' : ''}`} role="status">
        {text === '' ? '' : !isValid ? 'not an expression' : matches === undefined ? '' : wordsFor(matches)}
      </span>
      <IconButton label="Match case" aria-pressed={options.caseSensitive} onClick={() => choose({ caseSensitive: !options.caseSensitive })}>
        <CaseSensitive aria-hidden />
      </IconButton>
      <IconButton label="Regular expression" aria-pressed={options.regex} onClick={() => choose({ regex: !options.regex })}>
        <Regex aria-hidden />
      </IconButton>
      <IconButton label="Previous match" tip="Previous match (Enter)" onClick={() => find('up')}>
        <ArrowUp aria-hidden />
      </IconButton>
      <IconButton label="Next match" tip="Next match (Shift+Enter)" onClick={() => find('down')}>
        <ArrowDown aria-hidden />
      </IconButton>
      <IconButton label="Close search" tip="Close search (Esc)" onClick={onClose}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

/** Which of how many, 1 the newest; only how many where there are too many to number. */
function wordsFor({ number, count }: Matches): string {
  if (count === 0) return 'nothing found';
  if (count > mostMatches) return `${mostMatches.toLocaleString('en')}+ found`;
  return number === undefined ? `${count} found` : `${number} of ${count}`;
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
