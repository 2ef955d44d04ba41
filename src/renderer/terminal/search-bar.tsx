import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { IconButton } from '../components/icon-button.tsx';
import type { Matches, TerminalSession } from './session.ts';

export function SearchBar({ session, onClose }: { session: TerminalSession; onClose: () => void }): ReactElement {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [matches, setMatches] = useState<Matches>();
  useEffect(() => {
    field.current?.focus();
    const stop = session.onMatches(setMatches);
    return () => {
      stop();
      session.endFind();
    };
  }, [session]);

  return (
    <div className="terminal-search" role="search" aria-label="In the terminal">
      <input
        ref={field}
        type="search"
        aria-label="Search for"
        placeholder="Search in the terminal"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          session.find(event.target.value, 'next');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') session.find(text, event.shiftKey ? 'previous' : 'next');
          if (event.key === 'Escape') onClose();
        }}
      />
      <span className={`terminal-search-result ${matches?.count === 0 ? 'is-none' : ''}`} role="status">
        {text === '' || matches === undefined ? '' : wordsFor(matches)}
      </span>
      <IconButton label="Previous match" onClick={() => session.find(text, 'previous')}>
        <ArrowUp aria-hidden />
      </IconButton>
      <IconButton label="Next match" onClick={() => session.find(text, 'next')}>
        <ArrowDown aria-hidden />
      </IconButton>
      <IconButton label="Close search" onClick={onClose}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

/** Which of how many; only how many where there are too many to number. */
function wordsFor({ index, count }: Matches): string {
  if (count === 0) return 'nothing found';
  return index === undefined ? `${count} found` : `${index + 1} of ${count}`;
}
