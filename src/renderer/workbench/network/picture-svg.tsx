import { memo, type ReactElement } from 'react';
import { serviceColour } from '../../device/service-colours.ts';
import { Boxes, type BoxesProps } from './boxes.tsx';
import type { Band, Door, Join, Label, Picture, Wire } from './picture.ts';

/** The drawing itself, at its own size: it is drawn anew when the networks change, not when something travels in them. */
export const PictureSvg = memo(function PictureSvg(props: BoxesProps): ReactElement {
  const { picture, drawing, services } = props;
  const { width, height, wall, laptopLane, hostLane, bands, wires, doors, labels, boxes } = picture;
  const stopped = new Set([...drawing.states].filter(([, { state }]) => state === 'stopped' || state === 'starting').map(([name]) => name));
  return (
    <svg
      data-picture
      className={`net-svg net-${picture.density}`}
      viewBox={`0 0 ${width} ${height}`}
      style={{ width: `${width / 16}rem`, height: `${height / 16}rem` }}
      role="group"
      aria-label="Boxes of the picture"
    >
      <rect className="net-lane net-lane-outside" {...rounded(laptopLane)} />
      <rect className="net-lane net-lane-host" {...rounded(hostLane)} />
      {bands.map((band, index) => (
        <BandGround key={band.network ?? index} band={band} />
      ))}
      <rect className="net-wall" x={wall.x} y={wall.y} width={wall.width} height={wall.height} rx="3" />
      <g fill="none">
        {wires.map((wire) => (
          <path key={wire.id} className={`net-wire net-wire-${wire.look} mark-${wire.mark}`} d={pathOf(wire)} />
        ))}
        {boxes.flatMap((box) =>
          box.joins.map((join) => (
            <JoinWire
              key={`${box.id} ${join.network ?? ''}`}
              join={join}
              style={box.service === undefined ? {} : serviceColour(box.service, services)}
            />
          )),
        )}
      </g>
      <circle className="net-plug" cx={picture.entrance.x} cy={picture.entrance.y} r="5" />
      {doors.map((door) => (
        <DoorInWall
          key={door.id}
          door={door}
          wall={wall}
          isShut={door.service !== undefined && stopped.has(door.service)}
          style={door.service === undefined ? {} : serviceColour(door.service, services)}
        />
      ))}
      <Boxes {...props} />
      {labels.map((label) => (
        <LabelText key={label.id} label={label} style={label.service === undefined ? {} : serviceColour(label.service, services)} />
      ))}
    </svg>
  );
});

function BandGround({ band }: { band: Band }): ReactElement {
  const inset = 3.5;
  const { x, y, width, height } = band;
  const kind = band.network === undefined ? 'is-empty' : band.isInternal ? 'is-sealed' : '';
  return (
    <g className={`net-band ${kind} mark-${band.mark}`}>
      <rect className="net-band-ground" {...rounded(band)} />
      {band.isInternal ? (
        <rect className="net-band-seal" x={x + inset} y={y + inset} width={width - 2 * inset} height={height - 2 * inset} rx="7" />
      ) : null}
    </g>
  );
}

function JoinWire({ join, style }: { join: Join; style: object }): ReactElement {
  const path = `M${join.x} ${join.railY}V${join.boxY}`;
  const isLeg = join.boxY < join.railY;
  return (
    <g style={style}>
      {/* Where a leg passes a rail of another bridge, the gap says that they do not touch. */}
      {isLeg ? <path className="net-gap" d={path} /> : null}
      <path className={`net-join ${isLeg ? 'is-leg' : ''} mark-${join.mark}`} d={path} />
      <circle className={`net-joint mark-${join.mark}`} cx={join.x} cy={join.railY} r="3.5" />
    </g>
  );
}

interface DoorProps {
  door: Door;
  wall: Picture['wall'];
  isShut: boolean;
  style: object;
}

/** A port's door stands open; that of a stopped service is shut; the host's own address is a plain passage, on a sealed bridge a locked one. */
function DoorInWall({ door, wall, isShut, style }: DoorProps): ReactElement {
  const { x, width } = wall;
  const { y } = door;
  if (door.kind === 'gateway')
    return (
      <g className={`net-gateway ${door.isSealed ? 'is-sealed' : ''} mark-${door.mark}`}>
        <rect x={x - 1} y={y - 5} width={width + 2} height="10" rx="2" />
        {door.isSealed ? <path d={`M${x + width / 2 - 3} ${y - 3}l6 6m0 -6l-6 6`} /> : null}
      </g>
    );
  return (
    <g className={`net-door ${isShut ? 'is-shut' : ''} ${door.isHostOnly ? 'is-host-only' : ''} mark-${door.mark}`} style={style}>
      <rect x={x - 3} y={y - 10} width={width + 6} height="20" rx="3.5" />
      {isShut ? <path d={`M${x + width / 2} ${y - 6}v12`} /> : <path className="net-through" d={`M${x - 3} ${y}h${width + 6}`} />}
    </g>
  );
}

function LabelText({ label, style }: { label: Label; style: object }): ReactElement {
  const { x, y, size, text, full, look, mark } = label;
  const [first = '', ...rest] = text.split(' · ');
  return (
    <text className={`net-label net-label-${look} mark-${mark}`} style={style} x={x} y={y + size} fontSize={size}>
      {full === text ? null : <title>{full}</title>}
      <tspan className="net-label-first">{first}</tspan>
      {rest.length === 0 ? null : <tspan>{` · ${rest.join(' · ')}`}</tspan>}
    </text>
  );
}

function rounded({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { x: x + 0.5, y: y + 0.5, width: Math.max(0, width - 1), height: Math.max(0, height - 1), rx: 10 };
}

function pathOf({ points }: Wire): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}
