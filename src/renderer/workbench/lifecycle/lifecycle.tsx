import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement, type WheelEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { knownServices } from '../../device/service-colours.ts';
import { useFacts } from '../../state/model-context.tsx';
import { useNow } from '../../state/use-now.ts';
import { fleetName } from '../picture/fleet-name.ts';
import { PictureActions } from '../picture/picture-actions.tsx';
import { useBox } from '../picture/use-box.ts';
import { useCalm } from '../picture/use-calm.ts';
import { useFilling } from '../picture/use-filling.ts';
import { NothingRuns, StaleNote, useViewState } from '../picture/view-state.tsx';
import { Inspector } from './inspector.tsx';
import { LifecycleAsText } from './lifecycle-as-text.tsx';
import { lifeStoryOf, type LifeStory } from './life-story.ts';
import { spotWords } from './spot-words.ts';
import { momentKey, spotAt, stepMoment, type MomentName, type Spot } from './spots.ts';
import { layOutTimeline, type TimelineLayout } from './timeline-layout.ts';
import { TimelinePicture } from './timeline-picture.tsx';
import { drawEvery, spans, windowOf, type Span } from './time-window.ts';
import { useLifeNews } from './use-life-news.ts';

/** What became of each service's containers: live, over time. */
export function Lifecycle(): ReactElement {
  const empty = useViewState('what becomes of each container');
  const lab = useFacts((facts) => facts.lab);
  const engine = useFacts((facts) => facts.engine);
  const events = useFacts((facts) => facts.containerEvents);
  const services = knownServices(lab);
  const order = services.join('\n');
  const hasEngine = engine.readAt > 0;
  const story = useMemo(
    () => lifeStoryOf({ view: hasEngine ? engine : undefined, events, logs: lab.logs, services: order === '' ? [] : order.split('\n') }),
    [engine, events, hasEngine, lab.logs, order],
  );
  useLifeNews(story);
  // Without the engine's word the log still tells of starts and ends.
  if (empty !== undefined && (story.tracks.length === 0 || lab.device === undefined)) return empty;
  if (story.tracks.length === 0) return <NothingRuns shows="what becomes of each container" />;
  return <LifecycleView story={story} services={services} name={`Lifecycle of ${fleetName(lab)}`} />;
}

function LifecycleView({ story, services, name }: { story: LifeStory; services: readonly string[]; name: string }): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const [span, setSpan] = useState<Span>('minutes');
  /** The right edge while the picture does not follow the time. */
  const [pausedAt, setPausedAt] = useState<number>();
  const [chosen, setChosen] = useState<MomentName>();
  const [pointed, setPointed] = useState<Spot>();
  const [isText, setText] = useState(false);
  const [isFilling, fill] = useFilling();
  const box = useBox(scroll);
  const isCalm = useCalm();
  const now = useNow(drawEvery(span, isCalm), pausedAt === undefined);
  const window = windowOf(span, pausedAt ?? now, story.from);
  const layout = layOutTimeline(story, window, box.width, box.height);
  const spot = pointed ?? (chosen === undefined ? undefined : spotOf(story, layout, chosen));
  const words = spot === undefined ? undefined : spotWords(story, spot);

  function choose(next: MomentName | undefined): void {
    setPointed(undefined);
    setChosen(next);
    const moment = next === undefined ? undefined : findMoment(story, next);
    if (moment === undefined || (moment.time >= window.from && moment.time <= window.to)) return;
    setPausedAt(Math.min(Date.now(), moment.time + (window.to - window.from) / 3));
  }

  function follow(): void {
    setPausedAt(undefined);
  }

  /** Moves the window by a part of its span; at the present it follows again. */
  function pan(part: number): void {
    const end = window.to + part * (window.to - window.from);
    const earliest = (story.from ?? end) + (window.to - window.from) / 4;
    setPausedAt(end >= Date.now() ? undefined : Math.max(end, Math.min(earliest, window.to)));
  }

  function noticeWheel(event: WheelEvent): void {
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (span !== 'all' && Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) pan(sideways / 2 / Math.max(1, box.width));
  }

  function noticeKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step !== undefined) choose(stepMoment(story.tracks, chosen, step));
    else if (event.key === 'PageUp') pan(-0.5);
    else if (event.key === 'PageDown') pan(0.5);
    else if (event.key === 'Escape' && chosen !== undefined) choose(undefined);
    else return;
    event.preventDefault();
  }

  function noticePointer(event: PointerEvent<HTMLDivElement>): void {
    const svg = event.currentTarget.querySelector('svg[data-picture]');
    if (svg === null) return;
    const { left, top } = svg.getBoundingClientRect();
    const next = spotAt(layout, (event.clientX - left) / box.scale, (event.clientY - top) / box.scale);
    setPointed((known) => (JSON.stringify(known) === JSON.stringify(next) ? known : next));
  }

  function pin(): void {
    if (pointed?.kind !== 'moments') return;
    const moment = story.tracks.find(({ service }) => service === pointed.service)?.moments[pointed.index];
    if (moment !== undefined) setChosen({ service: pointed.service, key: momentKey(moment) });
  }

  return (
    <div className={isFilling ? 'view is-filling' : 'view'} ref={frame}>
      <div className="view-bar">
        <h2 className="view-title">{name}</h2>
        <span className="view-space" />
        <div className="segments" role="group" aria-label="Span of time">
          {spans.map((one) => (
            <button key={one.id} type="button" className="segment" aria-pressed={span === one.id} onClick={() => setSpan(one.id)}>
              {one.name}
            </button>
          ))}
        </div>
        <div className="picture-actions">
          <IconButton label="Previous event" onClick={() => choose(stepMoment(story.tracks, chosen, -1))}>
            <ChevronLeft aria-hidden />
          </IconButton>
          <IconButton label="Next event" onClick={() => choose(stepMoment(story.tracks, chosen, 1))}>
            <ChevronRight aria-hidden />
          </IconButton>
        </div>
        {pausedAt === undefined ? (
          <Button className="life-pause" onClick={() => setPausedAt(Date.now())}>
            <Pause aria-hidden /> Pause
          </Button>
        ) : (
          <Button className="life-pause" onClick={follow}>
            <Play aria-hidden /> Follow
          </Button>
        )}
        <PictureActions name={name} frame={frame} isText={isText} onText={setText} isFilling={isFilling} onFill={fill} />
      </div>
      <StaleNote />
      {story.source === 'log' ? (
        <p className="view-note">
          Nobody watched the engine: starts and ends are from the device’s log, new containers are inferred from them.
        </p>
      ) : null}
      {isText ? null : (
        <figure
          className="life-figure"
          aria-label={name}
          onKeyDown={noticeKey}
          onWheel={noticeWheel}
          onPointerMove={noticePointer}
          onPointerLeave={() => setPointed(undefined)}
          onClick={pin}
        >
          <div
            className="life-scroll"
            ref={scroll}
            role="group"
            aria-label="Timeline, by arrow keys"
            aria-describedby="life-keys"
            tabIndex={0}
          >
            {box.width === 0 ? null : (
              <TimelinePicture
                story={story}
                layout={layout}
                services={services}
                spot={spot}
                isLive={pausedAt === undefined}
                scale={box.scale}
              />
            )}
          </div>
          <p id="life-keys" className="visually-hidden">
            Left and right arrow go through the events, Home and End to the first and the last; Page Up and Page Down move through time. The
            list after it tells the same in words.
          </p>
        </figure>
      )}
      <LifecycleAsText story={story} isShown={isText} />
      {isText ? null : <Inspector words={words} services={services} isChosen={pointed === undefined && chosen !== undefined} />}
    </div>
  );
}

function findMoment(story: LifeStory, { service, key }: MomentName) {
  return story.tracks.find((track) => track.service === service)?.moments.find((moment) => momentKey(moment) === key);
}

/** The sign that stands for a moment, alone or with its neighbours. */
function spotOf(story: LifeStory, layout: TimelineLayout, name: MomentName): Spot | undefined {
  const { service } = name;
  const index =
    story.tracks.find((track) => track.service === service)?.moments.findIndex((moment) => momentKey(moment) === name.key) ?? -1;
  if (index === -1) return undefined;
  const mark = layout.tracks
    .find((track) => track.service === service)
    ?.marks.find((one) => index >= one.index && index < one.index + one.count);
  return mark === undefined || mark.count === 1
    ? { kind: 'moments', service, index, count: 1 }
    : { kind: 'moments', service, index: mark.index, count: mark.count };
}
