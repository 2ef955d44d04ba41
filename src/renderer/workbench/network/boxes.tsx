import type { KeyboardEvent, ReactElement } from 'react';
import { serviceColour } from '../../device/service-colours.ts';
import { detailsOf } from './details.ts';
import { metricsFor, type Metrics } from './metrics.ts';
import type { Box, Drawing, Picture, ServiceState } from './picture.ts';
import { textWidth } from '../picture/text-width.ts';
import { markWords } from './words.ts';

export interface BoxesProps {
  picture: Picture;
  drawing: Drawing;
  /** In the order of the palette. */
  services: readonly string[];
  /** The box that the Tab key reaches. */
  current: string;
  onPoint: (id: string | undefined) => void;
  onFocus: (id: string) => void;
  onKey: (event: KeyboardEvent, id: string) => void;
}

/** One Tab stop for all; the arrow keys go from box to box. */
export function Boxes({ picture, drawing, services, current, onPoint, onFocus, onKey }: BoxesProps): ReactElement {
  return (
    <g>
      {picture.boxes.map((box) => (
        <g
          key={box.id}
          className={`net-box net-box-${box.kind} is-${box.state} mark-${box.mark}`}
          style={box.service === undefined ? {} : serviceColour(box.service, services)}
          data-box={box.id}
          role="button"
          tabIndex={box.id === current ? 0 : -1}
          aria-label={nameOf(drawing, box)}
          onFocus={() => onFocus(box.id)}
          onBlur={() => onPoint(undefined)}
          onPointerEnter={() => onPoint(box.id)}
          onPointerLeave={() => onPoint(undefined)}
          onClick={() => onFocus(box.id)}
          onKeyDown={(event) => onKey(event, box.id)}
        >
          <rect className="net-box-ground" x={box.x} y={box.y} width={box.width} height={box.height} rx={box.height < 40 ? 6 : 9} />
          <BoxTexts box={box} metrics={metricsFor(picture.density, 0)} />
          {box.mark === 'same' ? null : <MarkWord box={box} size={picture.density === 'comfortable' ? 11 : 10} />}
        </g>
      ))}
    </g>
  );
}

function nameOf(drawing: Drawing, box: Box): string {
  const details = detailsOf(drawing, box).map(({ term, text }) => `${term} ${text}`);
  return `${box.kind === 'service' ? 'Service ' : ''}${box.fullName}. ${details.join('. ')}`;
}

function BoxTexts({ box, metrics }: { box: Box; metrics: Metrics }): ReactElement {
  const { x, y, width, height, name, fullName, lines } = box;
  const { inset, name: size, detail, density } = metrics;
  const first = density === 'comfortable' ? y + 22 : lines.length === 0 ? y + height / 2 + size * 0.36 : y + 18;
  const hasState = box.service !== undefined && box.state !== 'planned' && box.state !== 'unknown';
  return (
    <>
      <text className="net-name" x={x + inset} y={first} fontSize={size}>
        {name === fullName ? null : <title>{fullName}</title>}
        {name}
      </text>
      {lines.map((line, index) => (
        <text
          key={index}
          className={`net-line ${line.startsWith('expose') ? 'is-quiet' : ''}`}
          x={x + inset}
          y={first + (density === 'comfortable' ? 18 : 16) + index * 16}
          fontSize={detail}
        >
          {line}
        </text>
      ))}
      {hasState ? <StateShape state={box.state} x={x + width - inset - 4} y={first - size * 0.35} /> : null}
    </>
  );
}

/** What the next push does to it, on the upper edge beside the wire. */
function MarkWord({ box, size }: { box: Box; size: number }): ReactElement {
  const text = markWords[box.mark];
  const width = textWidth(text, size) + 10;
  const left = box.x + box.width - width - 8;
  return (
    <g className="net-mark">
      <rect x={left} y={box.y - size * 0.75} width={width} height={size * 1.5} rx={size * 0.75} />
      <text x={left + width / 2} y={box.y + size * 0.36} fontSize={size} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

/** Full: runs. Hollow: stopped. A triangle: restarts. Half a ring: on the way. */
function StateShape({ state, x, y }: { state: ServiceState; x: number; y: number }): ReactElement {
  switch (state) {
    case 'running':
      return <circle className="net-state is-running" cx={x} cy={y} r="4.5" />;
    case 'restarting':
      return <path className="net-state is-restarting" d={`M${x} ${y - 5}l5.4 9.600h-10.800z`} />;
    case 'stopped':
      return <circle className="net-state is-stopped" cx={x} cy={y} r="3.8" />;
    default:
      return <path className="net-state is-coming" d={`M${x} ${y - 4}a4 4 0 0 1 0 8`} />;
  }
}
