import type { ReactElement } from 'react';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import type { Picture, Point } from './picture.ts';
import type { Route } from './route.ts';
import { textWidth } from '../picture/text-width.ts';

export interface TraceProps {
  picture: Picture;
  event: ConnectionEvent;
  route: Route;
}

/** The way of the connection that is looked at, and a sign where it ended. Lies above the picture and is no part of the saved file's boxes. */
export function Trace({ picture, event, route }: TraceProps): ReactElement {
  const { legs, end, at } = route;
  const path = legs
    .flat()
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`)
    .join('');
  const { rule } = event.verdict;
  const isAtTheWall =
    rule === 'nothing-listens-on-host' || (rule === 'service-not-ready' && end === 'refused' && route.target === undefined);
  return (
    <svg
      className={`net-trace net-trace-${end}`}
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      style={{ width: `${picture.width / 16}rem`, height: `${picture.height / 16}rem` }}
      aria-hidden
      data-verdict={end}
      data-at={`${Math.round(at.x)},${Math.round(at.y)}`}
      data-target={route.target}
    >
      {path === '' ? null : <path className="net-trace-way" d={path} />}
      {end === 'unresolved' ? <NameBubble picture={picture} event={event} route={route} /> : <EndSign end={end} {...before(route)} />}
      {isAtTheWall ? <ClosedWord x={at.x} y={at.y} port={event.to.port} /> : null}
    </svg>
  );
}

/** A little before the end, so that the sign covers no name. */
function before({ legs, at }: Route): Point {
  const way = legs.flat();
  const from = way.findLast(({ x, y }) => x !== at.x || y !== at.y);
  if (from === undefined) return { x: at.x, y: at.y - signRadius };
  const distance = Math.hypot(at.x - from.x, at.y - from.y);
  const part = Math.min(1, (signRadius + 1) / distance);
  return { x: at.x + (from.x - at.x) * part, y: at.y + (from.y - at.y) * part };
}

const signRadius = 9;

function EndSign({ end, x, y }: { end: Route['end']; x: number; y: number }): ReactElement {
  return (
    <g className="net-end" transform={`translate(${x} ${y})`}>
      <circle className="net-end-ground" r={signRadius} />
      {end === 'delivered' ? <path d="M-4 0.200l2.800 2.900l5.200 -6" /> : null}
      {end === 'refused' ? <path d="M-3.500 -3.500l7 7m0 -7l-7 7" /> : null}
      {end === 'timeout' ? <path d="M0 -4.800v4.800l3.200 2" /> : null}
    </g>
  );
}

function ClosedWord({ x, y, port }: { x: number; y: number; port: number }): ReactElement {
  return (
    <text className="net-trace-word" x={x - 24} y={y - 7} textAnchor="end" fontSize="12">
      {port === 0 ? 'closed' : `:${port} closed`}
    </text>
  );
}

/** The name that nobody knows, as a question at its source. */
function NameBubble({ picture, event, route }: TraceProps): ReactElement {
  const text = `${event.to.kind === 'name' ? event.to.name : 'device'}?`.slice(0, 40);
  const width = textWidth(text, 13) + 22;
  const source = picture.boxes.find(({ id }) => id === route.source);
  const middle = source === undefined ? route.at.x : source.x + source.width / 2;
  const left = Math.min(Math.max(2, middle - width / 2), Math.max(2, picture.width - width - 2));
  const tip = route.at.y - 3;
  return (
    <g className="net-bubble">
      <path
        d={`M${left + 8} ${tip - 34}h${width - 16}a8 8 0 0 1 8 8v10a8 8 0 0 1 -8 8H${middle + 6}l-6 7l-6 -7H${left + 8}a8 8 0 0 1 -8 -8v-10a8 8 0 0 1 8 -8z`}
      />
      <text x={left + width / 2} y={tip - 16.5} textAnchor="middle" fontSize="13">
        {text}
      </text>
    </g>
  );
}
