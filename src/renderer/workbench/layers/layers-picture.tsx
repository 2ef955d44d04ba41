import { useId, type ReactElement } from 'react';
import { serviceColour } from '../../device/service-colours.ts';
import { formatSize } from '../../format/size.ts';
import { fitText } from '../picture/text-width.ts';
import { PictureDrawing } from '../picture/picture-drawing.tsx';
import { shortened } from '../picture/shortened.ts';
import type { ImageStack, StackLayer } from './image-stack.ts';
import { settingsWords } from './layers-text.ts';
import { rowHeight, type LayersLayout, type RowBox, type TowerBox } from './layers-layout.ts';

/** A layer of one of the towers that are shown; `layer` is undefined for the steps without files. */
export interface LayerSpot {
  tower: number;
  layer: number | undefined;
}

export interface LayersPictureProps {
  stacks: readonly ImageStack[];
  layout: LayersLayout;
  services: readonly string[];
  spot: LayerSpot | undefined;
  /** Pixels a unit. */
  scale: number;
  onPoint: (spot: LayerSpot | undefined) => void;
  onChoose: (spot: LayerSpot) => void;
}

/** Of the steps' type. */
const letterWidth = 6.6;

/** Images as towers of layers; everything in it is told by the text beside it too. */
export function LayersPicture({ stacks, layout, services, spot, scale, onPoint, onChoose }: LayersPictureProps): ReactElement {
  const pattern = useId();
  const { width, ground, shared } = layout;
  return (
    <PictureDrawing className="layers" size={layout} scale={scale} onPointerLeave={() => onPoint(undefined)}>
      {shared === undefined ? null : (
        <g>
          <rect className="layers-shared" x={shared.x} y={shared.y} width={shared.width} height={shared.height} />
          {shared.height > 70 ? (
            <text
              className="layers-shared-name"
              textAnchor="middle"
              transform={`translate(${shared.x + shared.width / 2 + 4} ${shared.y + shared.height / 2}) rotate(-90)`}
            >
              shared, stored once
            </text>
          ) : null}
        </g>
      )}
      <line className="layers-ground" x1="18" x2={width - 18} y1={ground + 0.75} y2={ground + 0.75} />
      {stacks.map((stack, place) => {
        const tower = layout.towers[place];
        if (tower === undefined) return null;
        const chosen = spot?.tower === place ? spot : undefined;
        return (
          <g key={`${place} ${stack.id}`} style={serviceColour(stack.service ?? '', services)}>
            <defs>
              <pattern id={`${pattern}${place}`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect className="layers-cached-ground" width="7" height="7" />
                <rect className="layers-cached-line" width="2" height="7" />
              </pattern>
            </defs>
            <Tower
              stack={stack}
              tower={tower}
              place={place}
              spot={chosen}
              fill={`url(#${pattern}${place})`}
              onPoint={onPoint}
              onChoose={onChoose}
            />
            <text className="layers-size" x={tower.x + tower.width / 2} y={tower.top - 12} textAnchor="middle">
              {formatSize(stack.size)}
            </text>
            <text className="layers-name" x={nameX(tower, stacks.length)} y={ground + 19} textAnchor={nameAnchor(tower, stacks.length)}>
              {fitText(stack.name, 12.5, nameRoom(tower, layout))}
            </text>
            <text className="layers-when" x={nameX(tower, stacks.length)} y={ground + 34} textAnchor={nameAnchor(tower, stacks.length)}>
              {stack.isOnDevice ? 'on the device' : 'no longer on the device'}
            </text>
          </g>
        );
      })}
    </PictureDrawing>
  );
}

function nameX(tower: TowerBox, towers: number): number {
  return towers === 1 || tower.side === 'right' ? tower.x : tower.x + tower.width;
}

/** From the foot of a tower to the picture's edge on its own side. */
function nameRoom(tower: TowerBox, { width, towers }: LayersLayout): number {
  return (towers.length === 1 || tower.side === 'right' ? width - tower.x : tower.x + tower.width) - 18;
}

function nameAnchor(tower: TowerBox, towers: number): 'start' | 'end' {
  return towers === 1 || tower.side === 'right' ? 'start' : 'end';
}

interface TowerProps {
  stack: ImageStack;
  tower: TowerBox;
  place: number;
  spot: LayerSpot | undefined;
  /** Of layers from the cache. */
  fill: string;
  onPoint: (spot: LayerSpot | undefined) => void;
  onChoose: (spot: LayerSpot) => void;
}

function Tower({ stack, tower, place, spot, fill, onPoint, onChoose }: TowerProps): ReactElement {
  return (
    <g>
      {tower.segments.map((segment) => {
        const layer = stack.layers[segment.index];
        const isChosen = spot?.layer === segment.index;
        const about: LayerSpot = { tower: place, layer: segment.index };
        return (
          <rect
            key={segment.index}
            className={`layers-segment ${layer?.isReused === true ? 'is-cached' : ''} ${isChosen ? 'is-chosen' : ''}`}
            x={tower.x}
            y={segment.y}
            width={tower.width}
            height={segment.height}
            fill={layer?.isReused === true ? fill : undefined}
            onPointerEnter={() => onPoint(about)}
            onClick={() => onChoose(about)}
          />
        );
      })}
      {tower.rows.map((row) => {
        const layer = row.index === undefined ? undefined : stack.layers[row.index];
        const about: LayerSpot = { tower: place, layer: row.index };
        return (
          <g
            key={row.index ?? 'settings'}
            className={spot !== undefined && spot.layer === row.index ? 'layers-row is-chosen' : 'layers-row'}
            onPointerEnter={() => onPoint(about)}
            onClick={() => onChoose(about)}
          >
            <rect className="layers-row-ground" x={row.x} y={row.y + 1} width={row.width} height={row.height - 2} rx="4" />
            {layer?.isEmpty === false ? <path className="layers-lead" d={leadPath(row, tower)} /> : null}
            {layer === undefined ? <SettingsRow row={row} /> : <LayerRow row={row} layer={layer} />}
          </g>
        );
      })}
    </g>
  );
}

function leadPath(row: RowBox, tower: TowerBox): string {
  const isLeft = tower.side === 'left';
  const start = isLeft ? tower.x : tower.x + tower.width;
  const end = isLeft ? row.x + row.width : row.x;
  const y = row.y + rowHeight / 2;
  const bend = (end - start) / 2;
  return `M${start} ${row.anchor}C${start + bend} ${row.anchor} ${end - bend} ${y} ${end} ${y}`;
}

function LayerRow({ row, layer }: { row: RowBox; layer: StackLayer }): ReactElement {
  const baseline = row.y + rowHeight / 2 + 4;
  const size = layer.isEmpty ? '' : formatSize(layer.size);
  const badge = layer.isReused === true ? 'cached' : '';
  const right = row.x + row.width - 8;
  const badgeX = right - 58;
  const textEnd = layer.isEmpty ? right : badge === '' ? right - 54 : badgeX - 42;
  const letters = Math.floor((textEnd - row.x - 12) / letterWidth) - layer.word.length - 1;
  return (
    <>
      <text className={layer.isEmpty ? 'layers-step is-quiet' : 'layers-step'} x={row.x + 8} y={baseline}>
        <tspan className="layers-word">{layer.word}</tspan> {letters < 4 ? '' : shortened(layer.text, letters)}
      </text>
      {badge === '' || layer.isEmpty ? null : (
        <text className="layers-badge" x={badgeX} y={baseline} textAnchor="end">
          {badge}
        </text>
      )}
      <text className="layers-bytes" x={right} y={baseline} textAnchor="end">
        {size}
      </text>
    </>
  );
}

function SettingsRow({ row }: { row: RowBox }): ReactElement {
  return (
    <text className="layers-step is-quiet" x={row.x + 8} y={row.y + rowHeight / 2 + 4}>
      {settingsWords(row.count, Math.floor((row.width - 16) / letterWidth))}
    </text>
  );
}
