import type { ReactElement } from 'react';
import type { MomentKind } from './moments.ts';

/** The sign of a moment, 14 units wide and high, drawn from its left top corner. A new container, a restart and an end differ in shape, not in colour alone. */
export function Sign({ kind }: { kind: MomentKind }): ReactElement {
  switch (kind) {
    case 'created':
    case 'recreated':
      return (
        <g className={`sign sign-${kind}`}>
          <rect x="0.75" y="0.75" width="12.5" height="12.5" rx="3.5" />
          <path d="M7 3.8v6.4M3.8 7h6.4" />
        </g>
      );
    case 'started':
      return <path className="sign sign-started" d="M4 2.5l7 4.5l-7 4.5Z" />;
    case 'restarted':
      return (
        <g className="sign sign-restarted">
          <path d="M11.6 7A4.600 4.600 0 1 1 9.600 3.200" />
          <path d="M9.900 0.900v2.700h-2.700" />
        </g>
      );
    case 'exited':
      return <path className="sign sign-exited" d="M3.500 3.500l7 7m0-7l-7 7" />;
    case 'stopped':
      return <rect className="sign sign-stopped" x="3.500" y="3.500" width="7" height="7" rx="1" />;
    case 'removed':
      return (
        <g className="sign sign-removed">
          <rect x="1.500" y="1.500" width="11" height="11" rx="3" />
          <path d="M4.800 4.800l4.400 4.400m0-4.400l-4.400 4.400" />
        </g>
      );
    case 'failed':
      return (
        <g className="sign sign-failed">
          <path d="M7 1.200L13 12.200H1Z" />
          <path d="M7 5.200v3.200M7 10.200v0.200" />
        </g>
      );
  }
}

const legend: readonly { kind: MomentKind; words: string }[] = [
  { kind: 'created', words: 'new container, new layer' },
  { kind: 'started', words: 'started' },
  { kind: 'restarted', words: 'restarted: same container, same layer' },
  { kind: 'exited', words: 'ended' },
  { kind: 'stopped', words: 'stopped on request' },
  { kind: 'removed', words: 'removed with its layer' },
];

/** What the signs mean; that of a time without a watcher only where there is one. */
export function Legend({ hasUnseen }: { hasUnseen: boolean }): ReactElement {
  return (
    <ul className="legend" aria-label="Signs">
      {legend.map(({ kind, words }) => (
        <li key={kind}>
          <svg viewBox="0 0 14 14" className="legend-sign" aria-hidden focusable="false">
            <Sign kind={kind} />
          </svg>
          {words}
        </li>
      ))}
      {hasUnseen ? (
        <li>
          <svg viewBox="0 0 14 14" className="legend-sign" aria-hidden focusable="false">
            <rect className="life-unseen" x="1" y="3.500" width="12" height="7" rx="2" />
          </svg>
          not watched: ran, times unknown
        </li>
      ) : null}
      <li className="legend-keys">
        <kbd>←</kbd> <kbd>→</kbd> step through the events, <kbd>+</kbd> <kbd>−</kbd> or Ctrl and the wheel zoom, dragging moves
      </li>
    </ul>
  );
}
