import { useId, type ReactElement } from 'react';
import { serviceColour } from '../../device/service-colours.ts';
import { formatSize } from '../../format/size.ts';
import { formatClock, formatDuration } from '../../format/time.ts';
import { fitText } from '../picture/text-width.ts';
import { PictureDrawing } from '../picture/picture-drawing.tsx';
import { shortened } from '../picture/shortened.ts';
import type { ContainerLife } from './container-lives.ts';
import { restartsOf, trackState, waitsOf } from './lifecycle-text.ts';
import type { LifeStory, Track } from './life-story.ts';
import { Sign } from './sign.tsx';
import type { Spot } from './spots.ts';
import { isCompact, lanesOf, type ContainerBox, type TimelineLayout, type TrackBox } from './timeline-layout.ts';

export interface TimelinePictureProps {
  story: LifeStory;
  layout: TimelineLayout;
  services: readonly string[];
  spot: Spot | undefined;
  /** Whether the right edge is the present. */
  isLive: boolean;
  /** Pixels a unit. */
  scale: number;
}

/** The lifecycle as a drawing; everything in it is told by the text beside it too. */
export function TimelinePicture({ story, layout, services, spot, isLive, scale }: TimelinePictureProps): ReactElement {
  const { height, plot, ticks } = layout;
  return (
    <PictureDrawing className="life" size={layout} scale={scale}>
      {ticks.map((tick) => (
        <g key={tick.time}>
          <line className="life-grid" x1={tick.x} x2={tick.x} y1="20" y2={height} />
          {tick.x < plot.right - 34 ? (
            <text className="life-time" x={tick.x} y="14" textAnchor="middle">
              {formatClock(tick.time)}
            </text>
          ) : null}
        </g>
      ))}
      <line className="life-now" x1={plot.right} x2={plot.right} y1="20" y2={height} />
      <text className={isLive ? 'life-time life-live' : 'life-time'} x={plot.right + 12} y="14" textAnchor="end">
        {isLive ? 'now' : 'paused'}
      </text>
      {layout.tracks.map((box, index) => {
        const track = story.tracks[index];
        return track === undefined ? null : (
          <g key={box.service} style={serviceColour(box.service, services)}>
            <TrackLabel track={track} box={box} layout={layout} story={story} />
            <TrackDrawing
              track={track}
              box={box}
              layout={layout}
              spot={spot?.service === box.service ? spot : undefined}
              isLive={isLive && layout.unknown === undefined}
            />
          </g>
        );
      })}
      {layout.unknown === undefined ? null : <Unknown {...layout.unknown} height={height} />}
    </PictureDrawing>
  );
}

/** Over what is drawn as going on though nobody has seen it. */
function Unknown({ x, width, height }: { x: number; width: number; height: number }): ReactElement {
  return (
    <g>
      <rect className="life-unknown" x={x} y="22" width={width} height={height - 22} />
      <line className="life-unknown-edge" x1={x} x2={x} y1="20" y2={height} />
      {width > 66 ? (
        <text className="life-unknown-word" x={x + 8} y="38">
          not known
        </text>
      ) : null}
    </g>
  );
}

interface TrackLabelProps {
  track: Track;
  box: TrackBox;
  layout: TimelineLayout;
  story: LifeStory;
}

function TrackLabel({ track, box, layout, story }: TrackLabelProps): ReactElement {
  const state = trackState(track, story);
  const container = track.containers.at(-1);
  const { container: laneHeight, volume: volumeHeight } = layout.metrics;
  const top = box.containerY + (laneHeight - 38) / 2 + (isCompact(layout.metrics) ? 4 : 0);
  return (
    <g>
      <rect className="life-mark" x="18" y={box.containerY} width="4" height={laneHeight} rx="2" />
      <text className="life-name" x="30" y={top + 9}>
        {fitText(track.service, 13.5, layout.plot.left - 30 - 8)}
      </text>
      <text className={`life-state life-state-${state.meaning}`} x="30" y={top + 23}>
        {state.meaning === 'attention' || state.meaning === 'refused' ? '▲ ' : state.meaning === 'ok' ? '● ' : '○ '}
        {shortened(state.word, 20)}
      </text>
      {isCompact(layout.metrics) || container === undefined ? null : (
        <text className="life-small" x="30" y={top + 36}>
          {countWords(container)}
        </text>
      )}
      {track.volumes.map((band, index) => (
        <text
          key={`${band.volume} ${band.path}`}
          className="life-volume-name"
          x={layout.plot.left - 10}
          y={(box.volumes[index]?.y ?? 0) + volumeHeight / 2 + 3.5}
          textAnchor="end"
        >
          {shortened(band.label, 21)}
        </text>
      ))}
    </g>
  );
}

function countWords(container: ContainerLife): string {
  const restarts = restartsOf(container);
  const waits = waitsOf(container).slice(-8);
  const [first, last] = [waits[0], waits.at(-1)];
  if (restarts === 0) return `container ${container.number}, no restart`;
  const count = restarts === 1 ? '1 restart' : `${restarts} restarts`;
  return container.isLoop && first !== undefined && last !== undefined && last > first * 1.3
    ? `${count}, waits ${Math.max(0.1, first / 1000).toFixed(1)} → ${formatDuration(last)}`
    : count;
}

interface TrackDrawingProps {
  track: Track;
  box: TrackBox;
  layout: TimelineLayout;
  spot: Spot | undefined;
  isLive: boolean;
}

function TrackDrawing({ track, box, layout, spot, isLive }: TrackDrawingProps): ReactElement {
  return (
    <g>
      {box.containers.map((container) => (
        <ContainerDrawing
          key={container.id}
          box={container}
          life={track.containers.find(({ id }) => id === container.id)}
          y={box.containerY}
          layout={layout}
          spot={spot}
          isLive={isLive}
        />
      ))}
      {box.logs.map((log) => {
        const isChosen = spot?.kind === 'logs' && spot.index === log.index;
        const { top, height } = lanesOf(layout.metrics).logs;
        const y = box.containerY + top;
        return (
          <rect
            key={log.index}
            className={`life-log ${log.hasError ? 'life-log-error' : ''} ${isChosen ? 'is-chosen' : ''}`}
            x={log.x}
            y={log.hasError ? y - 1.5 : y}
            width={log.count > 4 ? 2.4 : 1.6}
            height={log.hasError ? height + 2 : height}
            rx="0.8"
          />
        );
      })}
      {box.marks.map((mark) => {
        const isChosen = spot?.kind === 'moments' && spot.index <= mark.index && mark.index < spot.index + Math.max(1, spot.count);
        const y = box.containerY - 17;
        return (
          <g key={mark.index} className={isChosen ? 'life-sign is-chosen' : 'life-sign'}>
            {isChosen ? <rect className="life-choice" x={mark.x - 2} y={y - 2} width={mark.width + 4} height="18" rx="4" /> : null}
            <g transform={`translate(${mark.x} ${y})`}>
              <Sign kind={mark.kind} />
              {mark.label === '' ? null : (
                <text className={mark.label.startsWith('×') ? 'life-count' : 'life-count life-code'} x="15.500" y="10.800">
                  {mark.label}
                </text>
              )}
            </g>
          </g>
        );
      })}
      {box.volumes.map((band, index) => {
        const told = track.volumes[index];
        const isChosen = spot?.kind === 'volume' && spot.volume === band.volume && spot.path === band.path;
        return (
          <g key={`${band.volume} ${band.path}`} className={isChosen ? 'life-band is-chosen' : 'life-band'}>
            <rect
              className="life-volume"
              x={band.x}
              y={band.y + 1.5}
              width={Math.max(1, band.width)}
              height={layout.metrics.volume - 3}
              rx={band.isBornInside ? 3 : 0}
            />
            <text className="life-path" x={band.x + 7} y={band.y + layout.metrics.volume / 2 + 3.5}>
              {told === undefined ? '' : bandWords(told, band.width)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function bandWords(band: Track['volumes'][number], width: number): string {
  const shared = band.sharedWith.length === 0 ? '' : ` · shared with ${band.sharedWith.join(', ')}`;
  return shortened(`${band.path}${band.isReadOnly ? ' · read-only' : ''}${shared}`, Math.floor((width - 14) / 6.3));
}

interface ContainerDrawingProps {
  box: ContainerBox;
  life: ContainerLife | undefined;
  y: number;
  layout: TimelineLayout;
  spot: Spot | undefined;
  isLive: boolean;
}

function ContainerDrawing({ box, life, y, layout, spot, isLive }: ContainerDrawingProps): ReactElement {
  const pattern = useId();
  const compact = isCompact(layout.metrics);
  const height = layout.metrics.container;
  const lanes = lanesOf(layout.metrics);
  const run = { y: y + lanes.runs.top, height: lanes.runs.height };
  const strip = { y: y + lanes.layer.top, height: lanes.layer.height };
  const right = box.x + box.width;
  const isLayerChosen = spot?.kind === 'layer' && spot.container === box.id;
  return (
    <g className={box.endsInside ? 'life-container is-gone' : 'life-container'}>
      <defs>
        <pattern
          id={`${pattern}layer`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform={box.number % 2 === 1 ? 'rotate(45)' : 'rotate(-45)'}
        >
          <rect className="life-hatch-ground" width="6" height="6" />
          <rect className="life-hatch" width="2.200" height="6" />
        </pattern>
        <pattern id={`${pattern}comb`} width="4" height="8" patternUnits="userSpaceOnUse">
          <rect className="life-comb" width="2.400" height="8" />
        </pattern>
      </defs>
      <path className="life-ground" d={stripPath(box, y, height)} />
      <path className="life-box" d={boxPath(box, y, height)} />
      <path
        className={isLayerChosen ? 'life-layer is-chosen' : 'life-layer'}
        d={stripPath(box, strip.y, strip.height)}
        fill={`url(#${pattern}layer)`}
      />
      {!compact && box.width > 74 ? (
        <text className="life-layer-name" x={box.x + 7} y={strip.y + strip.height / 2 + 3.4}>
          {layerWords(box, life)}
        </text>
      ) : null}
      {box.waits.map((wait) =>
        wait.width < 3 ? null : (
          <g key={wait.x}>
            <line
              className="life-wait"
              x1={wait.x + 1}
              x2={wait.x + wait.width - 1}
              y1={run.y + run.height / 2}
              y2={run.y + run.height / 2}
            />
            {!compact && wait.width > 30 ? (
              <text className="life-wait-time" x={wait.x + wait.width / 2} y={run.y + run.height / 2 - 2.5} textAnchor="middle">
                {formatDuration(wait.wait)}
              </text>
            ) : null}
          </g>
        ),
      )}
      {box.unseen === undefined || box.unseen.width < 1 ? null : (
        <g>
          <rect
            className={spot?.kind === 'unseen' && spot.container === box.id ? 'life-unseen is-chosen' : 'life-unseen'}
            x={box.unseen.x + 1}
            y={run.y + 0.75}
            width={Math.max(1, box.unseen.width - 2)}
            height={run.height - 1.5}
            rx="2"
          />
          {!compact && box.unseen.width > 74 ? (
            <text className="life-unseen-name" x={box.unseen.x + box.unseen.width / 2} y={run.y + run.height / 2 + 3.6} textAnchor="middle">
              not watched
            </text>
          ) : null}
        </g>
      )}
      {box.runs.map((one) => {
        const last = life?.runs[one.index + one.count - 1];
        const isChosen = spot?.kind === 'runs' && spot.container === box.id && spot.index === one.index;
        const hasFailed = one.hasEnded && last?.exitCode !== undefined && last.exitCode !== 0 && last.end !== 'stopped';
        return (
          <g key={one.index}>
            <rect
              className={isChosen ? 'life-run is-chosen' : 'life-run'}
              x={one.x}
              y={run.y}
              width={one.width}
              height={run.height}
              rx="2"
              fill={one.count > 1 ? `url(#${pattern}comb)` : undefined}
            />
            {hasFailed && one.width > 4 ? (
              <rect className="life-failed" x={one.x + one.width - 2.5} y={run.y - 1} width="2.500" height={run.height + 2} rx="1" />
            ) : null}
            {isLive && !one.hasEnded ? (
              <circle className="life-head" cx={layout.plot.right} cy={run.y + run.height / 2} r={compact ? 3 : 4} />
            ) : null}
          </g>
        );
      })}
      {box.stops.map((stop) =>
        stop.width < 3 ? null : (
          <g key={stop.x}>
            <rect
              className="life-stopping"
              x={stop.x}
              y={run.y + 1.5}
              width={Math.max(0, stop.width - 1.5)}
              height={run.height - 3}
              rx="1.5"
            />
            {!compact && stop.width > 54 ? (
              <text className="life-stopping-name" x={stop.x + stop.width / 2} y={run.y + run.height / 2 + 3.4} textAnchor="middle">
                stopping
              </text>
            ) : null}
          </g>
        ),
      )}
      {box.endsInside ? <line className="life-end" x1={right} x2={right} y1={y - 1} y2={y + height + 1} /> : null}
    </g>
  );
}

function layerWords(box: ContainerBox, life: ContainerLife | undefined): string {
  const bytes = life?.writableSize;
  const size = bytes === undefined || box.endsInside || box.width < 150 ? '' : bytes === 0 ? ' · empty' : ` · ${formatSize(bytes)}`;
  return `${box.width > 110 ? 'own layer' : 'layer'} ${box.number}${size}`;
}

/** Round where the container begins and ends, open where it goes on. */
function boxPath({ x, width, startsInside, endsInside }: ContainerBox, y: number, height: number): string {
  const radius = Math.min(5, width / 2);
  const right = x + width;
  const left = startsInside
    ? `M${x + radius} ${y + height}a${radius} ${radius} 0 0 1 ${-radius} ${-radius}V${y + radius}a${radius} ${radius} 0 0 1 ${radius} ${-radius}`
    : `M${x} ${y + height}M${x} ${y}`;
  const top = `H${endsInside ? right - radius : right}`;
  const end = endsInside
    ? `a${radius} ${radius} 0 0 1 ${radius} ${radius}V${y + height - radius}a${radius} ${radius} 0 0 1 ${-radius} ${radius}`
    : `M${right} ${y + height}`;
  return `${left}${top}${end}H${startsInside ? x + radius : x}`;
}

/** A closed part of the container, round at its lower corners where the container begins and ends. */
function stripPath({ x, width, startsInside, endsInside }: ContainerBox, y: number, height: number): string {
  const radius = Math.min(5, width / 2);
  const right = x + width;
  const bottom = y + height;
  return [
    `M${x} ${y}H${right}`,
    endsInside ? `V${bottom - radius}a${radius} ${radius} 0 0 1 ${-radius} ${radius}` : `V${bottom}`,
    startsInside ? `H${x + radius}a${radius} ${radius} 0 0 1 ${-radius} ${-radius}` : `H${x}`,
    'Z',
  ].join('');
}
