import type { ReactElement } from 'react';
import { serviceColour } from '../../device/service-colours.ts';
import { formatSize } from '../../format/size.ts';
import { PictureDrawing } from '../picture/picture-drawing.tsx';
import { shortened } from '../picture/shortened.ts';
import type { PlacedMount, ServicePlaces, Storage, VolumePlace } from './storage.ts';
import { contentsInWords } from './storage-words.ts';
import { headHeight, rowHeight, type ServiceBox, type VolumeBox, type VolumesLayout, type Wire } from './volumes-layout.ts';

export interface VolumesPictureProps {
  storage: Storage;
  layout: VolumesLayout;
  services: readonly string[];
  /** The volume whose contents are told beside the picture. */
  chosen: string | undefined;
  /** Pixels a unit. */
  scale: number;
  onChoose: (id: string) => void;
}

/** Services, the paths they write to, and the volumes behind them; everything in it is told by the text beside it too. */
export function VolumesPicture({ storage, layout, services, chosen, scale, onChoose }: VolumesPictureProps): ReactElement {
  const volumeX = layout.volumes[0]?.x;
  return (
    <PictureDrawing className="volumes" size={layout} scale={scale}>
      <text className="volumes-lane" x="18" y="15">
        Containers: come and go
      </text>
      {volumeX === undefined ? null : (
        <text className="volumes-lane" x={volumeX} y="15">
          Volumes: stay
        </text>
      )}
      {layout.wires.map((wire) => {
        const mount = storage.services.find(({ service }) => service === wire.service)?.mounts[wire.mount];
        return mount === undefined ? null : (
          <g key={`${wire.service} ${wire.mount}`} style={serviceColour(wire.service, services)}>
            <WireDrawing wire={wire} mount={mount} isChosen={chosen === wire.volume} />
          </g>
        );
      })}
      {layout.services.map((box) => {
        const places = storage.services.find(({ service }) => service === box.service);
        return places === undefined ? null : (
          <g key={box.service} style={serviceColour(box.service, services)}>
            <ServiceDrawing box={box} places={places} chosen={chosen} onChoose={onChoose} />
          </g>
        );
      })}
      {layout.volumes.map((box) => {
        const volume = storage.volumes.find(({ id }) => id === box.id);
        return volume === undefined ? null : (
          <VolumeDrawing key={box.id} box={box} volume={volume} isChosen={chosen === box.id} onChoose={onChoose} />
        );
      })}
    </PictureDrawing>
  );
}

function WireDrawing({ wire: { from, to }, mount, isChosen }: { wire: Wire; mount: PlacedMount; isChosen: boolean }): ReactElement {
  const bend = Math.max(24, (to.x - from.x) / 2);
  return (
    <g className={`volumes-wire is-${mount.change} ${isChosen ? 'is-chosen' : ''}`}>
      <path d={`M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`} />
      <circle cx={from.x} cy={from.y} r="3.5" />
      <circle cx={to.x} cy={to.y} r="3.5" />
    </g>
  );
}

/** What ends is struck through. */
const marks = { same: '', new: '+ ', gone: '' };

interface ServiceDrawingProps {
  box: ServiceBox;
  places: ServicePlaces;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

function ServiceDrawing({ box, places, chosen, onChoose }: ServiceDrawingProps): ReactElement {
  const right = box.x + box.width;
  const letters = Math.floor((box.width - 24) / 6.7);
  const own = places.layerSize === undefined ? '' : places.layerSize === 0 ? 'empty' : formatSize(places.layerSize);
  const layerNote = own === '' ? '' : `own layer ${own}`;
  return (
    <g className={`volumes-service is-${places.change}`}>
      <rect className="volumes-box" x={box.x} y={box.y} width={box.width} height={box.height} rx="8" />
      <text className="volumes-name" x={box.x + 12} y={box.y + 18}>
        {marks[places.change]}
        {shortened(places.service, Math.floor((box.width - 24 - (box.layerY === undefined ? layerNote.length * 5.9 + 10 : 0)) / 7.6))}
      </text>
      {places.mounts.map((mount, index) => {
        const y = box.rows[index] ?? box.y + headHeight;
        const note = mount.isReadOnly ? 'read-only' : '';
        return (
          <g
            key={`${mount.path} ${mount.volume}`}
            className={`volumes-mount is-${mount.change} ${chosen === mount.volume ? 'is-chosen' : ''}`}
            onClick={() => onChoose(mount.volume)}
          >
            <rect className="volumes-row" x={box.x + 6} y={y + 1} width={box.width - 12} height={rowHeight - 2} rx="4" />
            <text className="volumes-path" x={box.x + 12} y={y + 15}>
              {marks[mount.change]}
              {shortened(mount.path, letters - (note === '' ? 0 : 11) - marks[mount.change].length)}
            </text>
            {note === '' ? null : (
              <text className="volumes-note" x={right - 12} y={y + 15} textAnchor="end">
                {note}
              </text>
            )}
          </g>
        );
      })}
      {box.layerY === undefined ? (
        <text className="volumes-note" x={right - 12} y={box.y + 18} textAnchor="end">
          {layerNote}
        </text>
      ) : (
        <>
          <rect className="volumes-layer" x={box.x + 6} y={box.layerY + 1.5} width={box.width - 12} height={rowHeight - 2} rx="4" />
          <text className="volumes-note" x={box.x + 12} y={box.layerY + 15.5}>
            all else: own layer
          </text>
          <text className="volumes-note" x={right - 12} y={box.layerY + 15.5} textAnchor="end">
            {own}
          </text>
        </>
      )}
    </g>
  );
}

interface VolumeDrawingProps {
  box: VolumeBox;
  volume: VolumePlace;
  isChosen: boolean;
  onChoose: (id: string) => void;
}

function VolumeDrawing({ box, volume, isChosen, onChoose }: VolumeDrawingProps): ReactElement {
  const { x, y, width, height } = box;
  const rim = 7;
  const right = x + width;
  const look = volume.change === 'new' ? 'is-new' : volume.isOrphan ? 'is-orphan' : 'is-same';
  const words = volume.isOrphan && volume.change !== 'new' ? `unused · ${contentsInWords(volume) ?? 'kept'}` : contentsInWords(volume);
  return (
    <g className={`volumes-volume ${look} ${isChosen ? 'is-chosen' : ''}`} onClick={() => onChoose(volume.id)}>
      <path
        className="volumes-drum"
        d={`M${x} ${y + rim}C${x} ${y - rim / 3} ${right} ${y - rim / 3} ${right} ${y + rim}V${y + height - rim}C${right} ${y + height + rim / 3} ${x} ${y + height + rim / 3} ${x} ${y + height - rim}Z`}
      />
      <path className="volumes-rim" d={`M${x} ${y + rim}C${x} ${y + rim * 2.3} ${right} ${y + rim * 2.3} ${right} ${y + rim}`} />
      <text className="volumes-name" x={x + 14} y={y + 29}>
        {volume.change === 'new' ? '+ ' : ''}
        {shortened(volume.label, Math.floor((width - 26) / 7.4))}
      </text>
      <text className="volumes-note" x={x + 14} y={y + 43}>
        {shortened(words ?? 'not looked into', Math.floor((width - 20) / 5.9))}
      </text>
    </g>
  );
}
