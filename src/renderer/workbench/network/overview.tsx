import type { PointerEvent, ReactElement } from 'react';
import { serviceColour } from '../../device/service-colours.ts';
import type { Box as StageSize } from '../picture/use-box.ts';
import type { Picture, Point } from './picture.ts';
import type { ViewportControl } from './stage.tsx';
import { centre, isWhole } from './viewport.ts';

const most = { width: 168, height: 84 };

export interface OverviewProps {
  picture: Picture;
  services: readonly string[];
  control: ViewportControl;
  stage: StageSize;
  /** Where the connection that is shown ended. */
  end: Point | undefined;
}

/** The whole picture in small, where only a part of it is in sight; what is in sight can be dragged in it. The arrow keys do the same. */
export function Overview({ picture, services, control, stage, end }: OverviewProps): ReactElement | null {
  const { viewport } = control;
  if (stage.width === 0 || isWhole(viewport, picture, stage)) return null;
  const scale = Math.min(most.width / picture.width, most.height / picture.height);
  const left = Math.max(0, -viewport.x / viewport.scale);
  const top = Math.max(0, -viewport.y / viewport.scale);
  const right = Math.min(picture.width, (stage.width - viewport.x) / viewport.scale);
  const bottom = Math.min(picture.height, (stage.height - viewport.y) / viewport.scale);

  function noticePointer(event: PointerEvent<SVGSVGElement>): void {
    if (event.buttons !== 1) return;
    const { left: from, top: above, width } = event.currentTarget.getBoundingClientRect();
    const pixels = width / picture.width;
    const point = { x: (event.clientX - from) / pixels, y: (event.clientY - above) / pixels };
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    control.set((known) => centre(known, point, picture, stage));
  }

  return (
    <svg
      className="net-overview"
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      style={{ width: `${(picture.width * scale) / 16}rem`, height: `${(picture.height * scale) / 16}rem` }}
      aria-hidden
      onPointerDown={noticePointer}
      onPointerMove={noticePointer}
    >
      <rect className="net-lane" {...picture.laptopLane} />
      <rect className="net-lane net-lane-host" {...picture.hostLane} />
      {picture.bands.map(({ x, y, width, height, network }, index) => (
        <rect key={network ?? index} className="net-overview-band" x={x} y={y} width={width} height={height} />
      ))}
      <rect className="net-wall" {...picture.wall} />
      {picture.boxes.map(({ id, service, x, y, width, height }) => (
        <rect
          key={id}
          className="net-overview-box"
          style={service === undefined ? {} : serviceColour(service, services)}
          x={x}
          y={y}
          width={width}
          height={height}
        />
      ))}
      {end === undefined ? null : <circle className="net-overview-end" cx={end.x} cy={end.y} r={5 / scale} />}
      <rect className="net-overview-seen" x={left} y={top} width={Math.max(0, right - left)} height={Math.max(0, bottom - top)} />
    </svg>
  );
}
