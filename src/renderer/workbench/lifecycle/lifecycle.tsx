import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { knownServices } from '../../device/service-colours.ts';
import { useFacts } from '../../state/model-context.tsx';
import { useNow } from '../../state/use-now.ts';
import { fleetName } from '../picture/fleet-name.ts';
import { useCalm } from '../picture/use-calm.ts';
import { useDrag } from '../picture/use-drag.ts';
import { PictureScroll } from '../picture/picture-scroll.tsx';
import { usePicture } from '../picture/use-picture.ts';
import { ViewHead } from '../picture/view-head.tsx';
import { NothingRuns, useSeenUntil, useViewState } from '../picture/view-state.tsx';
import { Inspector } from './inspector.tsx';
import { LifecycleAsText } from './lifecycle-as-text.tsx';
import { lifeStoryOf, type LifeStory } from './life-story.ts';
import { spotWords } from './spot-words.ts';
import { momentKey, spotAt, stepMoment, type MomentName, type Spot } from './spots.ts';
import { layOutTimeline, type TimelineLayout } from './timeline-layout.ts';
import { TimelinePicture } from './timeline-picture.tsx';
import { drawEvery, firstSpan, spans, windowOf, zoomWindow, type Span, type TimeWindow } from './time-window.ts';
import { useLifeNews } from './use-life-news.ts';

/** What became of each service's containers: live, over time. */
export function Lifecycle(): ReactElement {
  const empty = useViewState('what becomes of each container');
  const lab = useFacts((facts) => facts.lab);
  const engine = useFacts((facts) => facts.engine);
  const events = useFacts((facts) => facts.containerEvents);
  const restsWithApp = useFacts((facts) => facts.environment.kind === 'practice');
  const services = knownServices(lab);
  const order = services.join('\n');
  const hasEngine = engine.readAt > 0;
  const knownUntil = useSeenUntil();
  const story = useMemo(
    () =>
      lifeStoryOf({
        view: hasEngine ? engine : undefined,
        events,
        logs: lab.logs,
        services: order === '' ? [] : order.split('\n'),
        knownUntil,
        restsWithApp,
      }),
    [engine, events, hasEngine, lab.logs, order, knownUntil, restsWithApp],
  );
  useLifeNews(story);
  // Without the engine's word the log still tells of starts and ends.
  if (empty !== undefined && (story.tracks.length === 0 || lab.device === undefined)) return empty;
  if (story.tracks.length === 0) return <NothingRuns shows="what becomes of each container" />;
  return <LifecycleView story={story} services={services} name={`Lifecycle of ${fleetName(lab)}`} />;
}

function LifecycleView({ story, services, name }: { story: LifeStory; services: readonly string[]; name: string }): ReactElement {
  const { frame, scroll, box, isText, className, actions } = usePicture(name);
  const [span, setSpan] = useState<Span>(firstSpan);
  /** The right edge while the picture does not follow the time. */
  const [pausedAt, setPausedAt] = useState<number>();
  const [chosen, setChosen] = useState<MomentName>();
  const [pointed, setPointed] = useState<Spot>();
  const dragged = useRef<TimeWindow>(undefined);
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

  /** Shows a window that ends at `end`, and no emptiness before the first event; at the present it follows again. */
  function show(end: number, length: number): void {
    const earliest = (story.from ?? end) + length / 4;
    setPausedAt(end >= Date.now() ? undefined : Math.max(end, Math.min(earliest, window.to)));
  }

  /** Moves the window by a part of its span. */
  function pan(part: number, from = window): void {
    const length = from.to - from.from;
    if (span === 'all') setSpan(length);
    show(from.to + part * length, length);
  }

  /** `at` keeps its place: the event that is chosen unless told, else the right edge, which is the present while the picture follows. */
  function zoom(factor: number, at?: number): void {
    const moment = chosen === undefined ? undefined : findMoment(story, chosen)?.time;
    const isInside = moment !== undefined && moment >= window.from && moment <= window.to;
    const next = zoomWindow(window, factor, at ?? (isInside ? moment : window.to));
    setSpan(next.to - next.from);
    if (next.to !== window.to) show(next.to, next.to - next.from);
  }

  // React listens for wheels passively: it could not keep the page from zooming.
  const noticeWheel = useEffectEvent((event: WheelEvent) => {
    const svg = scroll.current?.querySelector('svg[data-picture]');
    const across = layout.plot.right - layout.plot.left;
    if (event.ctrlKey && svg != null) {
      event.preventDefault();
      const x = (event.clientX - svg.getBoundingClientRect().left) / box.scale;
      const part = Math.min(1, Math.max(0, (x - layout.plot.left) / across));
      zoom(Math.exp(-event.deltaY / 300), window.from + part * (window.to - window.from));
      return;
    }
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
    event.preventDefault();
    pan(sideways / box.scale / across);
  });
  useEffect(() => {
    const { current } = scroll;
    const notice = (event: WheelEvent): void => noticeWheel(event);
    current?.addEventListener('wheel', notice, { passive: false });
    return () => current?.removeEventListener('wheel', notice);
  }, [scroll, isText]);

  const drag = useDrag(({ step, whole, isFirst }) => {
    if (isFirst || dragged.current === undefined) dragged.current = window;
    setPointed(undefined);
    pan(-whole.x / box.scale / (layout.plot.right - layout.plot.left), dragged.current);
    scroll.current?.scrollBy({ top: -step.y, behavior: 'instant' });
  });

  function noticeKey(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step !== undefined) choose(stepMoment(story.tracks, chosen, step));
    else if (event.key === 'PageUp') pan(-0.5);
    else if (event.key === 'PageDown') pan(0.5);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === '+' || event.key === '=') zoom(1.5);
    else if (event.key === '-') zoom(1 / 1.5);
    else if (event.key === '0') {
      setSpan('all');
      follow();
    } else if (event.key === 'Escape' && chosen !== undefined) choose(undefined);
    else return;
    event.preventDefault();
  }

  function noticePointer(event: PointerEvent<HTMLElement>): void {
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
    <div className={className} ref={frame}>
      <ViewHead actions={actions} about="lifecycle">
        <div className="segments" role="group" aria-label="Span of time">
          {spans.map((one) => (
            <button key={one.name} type="button" className="segment" aria-pressed={span === one.span} onClick={() => setSpan(one.span)}>
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
      </ViewHead>
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
          {...drag}
          onPointerMove={(event) => {
            drag.onPointerMove(event);
            if (event.buttons === 0) noticePointer(event);
          }}
          onPointerLeave={() => setPointed(undefined)}
          onClick={pin}
        >
          <PictureScroll
            picture={{ scroll, box }}
            label="Timeline, by arrow keys"
            keys="Left and right arrow go through the events, Home and End to the first and the last; Page Up and Page Down move through time, plus and minus zoom, 0 shows all. The list after it tells the same in words."
          >
            <TimelinePicture
              story={story}
              layout={layout}
              services={services}
              spot={spot}
              isLive={pausedAt === undefined}
              scale={box.scale}
            />
          </PictureScroll>
        </figure>
      )}
      <LifecycleAsText story={story} isShown={isText} />
      {isText ? null : (
        <Inspector
          words={words}
          services={services}
          hasUnseen={layout.tracks.some(({ containers }) => containers.some(({ unseen }) => unseen !== undefined))}
          isChosen={pointed === undefined && chosen !== undefined}
        />
      )}
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
