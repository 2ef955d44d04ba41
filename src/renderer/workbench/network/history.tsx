import { ChevronLeft, ChevronRight, RotateCcw } from 'lucide-react';
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { destinationText, originText, verdictTitles } from './connection-words.ts';
import { VerdictShape } from './verdict-shape.tsx';

export interface HistoryProps {
  connections: readonly ConnectionEvent[];
  shownId: number | undefined;
  onReplay: (event: ConnectionEvent) => void;
}

/** The last connections, oldest first; each can be looked at again, one after the other. */
export function History({ connections, shownId, onReplay }: HistoryProps): ReactElement {
  const list = useRef<HTMLOListElement>(null);
  const index = connections.findIndex(({ id }) => id === shownId);
  const step = stepFrom(connections, index);
  const current = index === -1 ? connections.length - 1 : index;

  // The row's scrollbar is hidden, so it follows: at first, with every connection that comes, and with each that is looked at again.
  const count = connections.length;
  useLayoutEffect(() => {
    const { current: row } = list;
    const mark = row?.querySelector<HTMLElement>('[aria-current]') ?? row?.querySelector<HTMLElement>('li:last-child button');
    if (row != null && mark != null) bringIntoRow(row, mark);
  }, [shownId, count]);

  function noticeKey(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: current - 1,
      ArrowRight: current + 1,
      Home: 0,
      End: connections.length - 1,
    };
    const wanted = moves[event.key];
    const next = wanted === undefined ? undefined : connections[wanted];
    if (next === undefined || wanted === undefined) return;
    event.preventDefault();
    onReplay(next);
    list.current?.querySelectorAll('button')[wanted]?.focus();
  }

  const { previous, again, next } = step;
  const shown = connections[index];
  return (
    <div className="net-history">
      <div className="net-steps">
        <IconButton
          label="Previous connection"
          tip="Previous connection (,)"
          disabled={previous === undefined}
          onClick={() => previous && onReplay(previous)}
        >
          <ChevronLeft aria-hidden />
        </IconButton>
        <IconButton label="Replay" tip="Replay (R)" disabled={again === undefined} onClick={() => again && onReplay(again)}>
          <RotateCcw aria-hidden />
        </IconButton>
        <IconButton label="Next connection" tip="Next connection (.)" disabled={next === undefined} onClick={() => next && onReplay(next)}>
          <ChevronRight aria-hidden />
        </IconButton>
      </div>
      {connections.length === 0 ? <p className="net-history-none">No connection has been seen yet.</p> : null}
      <ol className="net-marks" aria-label="Connections" ref={list} onKeyDown={noticeKey}>
        {connections.map((event, position) => (
          <li key={event.id}>
            <button
              type="button"
              className="net-moment"
              aria-label={`${originText(event)} to ${destinationText(event)}: ${verdictTitles[event.verdict.verdict].toLowerCase()}, ${timeOf(event)}`}
              title={`${originText(event)} → ${destinationText(event)}`}
              aria-current={position === index ? 'true' : undefined}
              tabIndex={position === current ? 0 : -1}
              onClick={() => onReplay(event)}
            >
              <VerdictShape verdict={event.verdict.verdict} />
            </button>
          </li>
        ))}
      </ol>
      {shown === undefined ? null : (
        <span className="net-count">
          <span className="net-way mono">
            {originText(shown)} → {destinationText(shown)}
          </span>
          {index + 1} of {connections.length}
        </span>
      )}
    </div>
  );
}

/** What the three buttons and their keys lead to. */
export function stepFrom(
  connections: readonly ConnectionEvent[],
  index: number,
): Partial<Record<'previous' | 'again' | 'next', ConnectionEvent>> {
  const from = index === -1 ? connections.length : index;
  const again = connections[index] ?? connections.at(-1);
  const previous = connections[from - 1];
  const next = connections[from + 1];
  return {
    ...(previous === undefined ? {} : { previous }),
    ...(again === undefined ? {} : { again }),
    ...(next === undefined ? {} : { next }),
  };
}

/** Only the row scrolls, and no further than it takes to see the mark's ring and the half of its neighbour, which tells that there are more. */
function bringIntoRow(row: HTMLElement, mark: HTMLElement): void {
  const aside = mark.offsetWidth / 2;
  const from = row.getBoundingClientRect();
  const at = mark.getBoundingClientRect();
  if (at.left - aside < from.left) row.scrollLeft -= from.left - at.left + aside;
  else if (at.right + aside > from.right) row.scrollLeft += at.right + aside - from.right;
}

function timeOf({ time }: ConnectionEvent): string {
  return new Date(time).toLocaleTimeString('en-GB');
}
