import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { IconButton } from '../components/icon-button.tsx';
import type { TerminalSession } from './session.ts';

export function SearchBar({ session, onClose }: { session: TerminalSession; onClose: () => void }): ReactElement {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isFound, setFound] = useState(true);
  useEffect(() => {
    field.current?.focus();
    return () => session.endFind();
  }, [session]);

  function find(words: string, direction: 'next' | 'previous'): void {
    setFound(words === '' || session.find(words, direction));
  }

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
          find(event.target.value, 'next');
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') find(text, event.shiftKey ? 'previous' : 'next');
          if (event.key === 'Escape') onClose();
        }}
      />
      <span className="terminal-search-result" role="status">
        {isFound ? '' : 'nothing found'}
      </span>
      <IconButton label="Previous match" onClick={() => find(text, 'previous')}>
        <ArrowUp aria-hidden />
      </IconButton>
      <IconButton label="Next match" onClick={() => find(text, 'next')}>
        <ArrowDown aria-hidden />
      </IconButton>
      <IconButton label="Close search" onClick={onClose}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
