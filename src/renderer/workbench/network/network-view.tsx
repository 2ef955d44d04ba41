import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { memo, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { EngineView } from '../../../shared/domain/engine-view.ts';
import { servicesOfLab, withNewServices } from '../../../shared/domain/service-order.ts';
import { deviceStateOf } from '../../device/device-state.ts';
import { knownServices } from '../../device/service-colours.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { useFacts, useModel, usePlace, useSelect } from '../../state/model-context.tsx';
import { KnowledgeNote } from '../picture/knowledge-note.tsx';
import { PictureActions } from '../picture/picture-actions.tsx';
import { useBox } from '../picture/use-box.ts';
import { useFilling } from '../picture/use-filling.ts';
import { summarize } from './compare.ts';
import { networkAsText } from './details.ts';
import { DetailsCard } from './details-card.tsx';
import { History, stepFrom } from './history.tsx';
import { layOut } from './layout.ts';
import { Overview } from './overview.tsx';
import { neighbourOf, type Direction } from './neighbour.ts';
import { noteOf } from './notes.ts';
import { inOneOrder } from './one-order.ts';
import { findBox, serviceKey, type Drawing } from './picture.ts';
import { PictureSvg } from './picture-svg.tsx';
import { routeOf } from './route.ts';
import { Stage, useViewport } from './stage.tsx';
import { bridgeKeys, plannedDrawing, runningDrawing } from './subject.ts';
import { Trace } from './trace.tsx';
import { useBoxHandlers } from './use-box-handlers.ts';
import { useAskedReplay, useConnections, useTraffic } from './use-connections.ts';
import { SentenceBar, VerdictBar } from './verdict-bar.tsx';

const directions: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

export function NetworkView(): ReactElement {
  const { screen } = useModel();
  const { step } = usePlace();
  const engine = useFacts((facts) => facts.engine);
  const plan = useFacts((facts) => facts.plan);
  const lab = useFacts((facts) => facts.lab);
  const environment = useFacts((facts) => facts.environment);
  const shows = useSelect(screen, (state) => state.networkShows);
  const [isFilling, fill] = useFilling();
  const [isText, setText] = useState(false);
  const [pointed, setPointed] = useState<string>();
  const [current, setCurrent] = useState('laptop');
  const frame = useRef<HTMLDivElement>(null);
  const stageElement = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const stage = useBox(stageElement);

  const keys = useMemo(() => bridgeKeys(engine), [engine]);
  const running = useMemo(() => runningDrawing(engine, lab.device), [engine, lab.device]);
  const planned = useMemo(() => (plan.topology === undefined ? undefined : plannedDrawing(running, plan.topology)), [running, plan]);
  const subject = useMemo(
    () =>
      shows === 'running' ? running : (planned?.drawing ?? { ...running, topology: { ...running.topology, networks: [], services: [] } }),
    [shows, running, planned],
  );
  // One that the files ask for has the colour already that it keeps once it has been pushed.
  const services = useMemo(() => {
    const drawn = subject.topology.services.map(({ name }) => name);
    return withNewServices(knownServices(lab), [...servicesOfLab(lab), ...drawn]);
  }, [lab, subject]);
  const drawing = useMemo(() => inOneOrder(subject, services), [subject, services]);
  const { width, height, zoom } = stage;
  const picture = useMemo(() => layOut(drawing, { width: Math.max(320, width), height: Math.max(160, height) }), [drawing, width, height]);
  const control = useViewport(picture, { width: Math.max(1, width), height: Math.max(1, height), scale: stage.scale, zoom });
  const connections = useConnections(keys);
  const traffic = useTraffic({ layer, picture: shows === 'running' ? picture : undefined, keys });
  const shownId = traffic.shown?.id ?? connections.at(-1)?.id;
  const index = connections.findIndex(({ id }) => id === shownId);
  const shown = shows === 'running' ? connections[index] : undefined;
  const hasArrived = traffic.shown?.id !== shownId || traffic.shown?.hasArrived !== false;
  const route = useMemo(() => (shown === undefined ? undefined : routeOf(picture, shown)), [shown, picture]);
  const showRunning = (): void => screen.setState({ networkShows: 'running' });
  const replay: typeof traffic.replay = (event) => {
    showRunning();
    traffic.replay(event);
    const end = routeOf(picture, event)?.at;
    if (end !== undefined) control.reveal({ x: end.x - 60, y: end.y - 40, width: 120, height: 80 });
  };
  useAskedReplay(connections, replay);

  const fleet = lab.fleets.find(({ slug }) => slug === lab.device?.fleet)?.name ?? step.fleet;
  const name = `Network of ${fleet}`;
  const state = deviceStateOf(environment, lab);
  const note = noteOf(state, engine, plan, shows);
  // A figure of the lesson may point at a box, until the learner points at one.
  const asked = useSelect(screen, (state) => (state.pointedAt?.tab === 'network' ? state.pointedAt.name : undefined));
  const box = findBox(picture, pointed ?? '') ?? findBox(picture, serviceKey(asked ?? '')) ?? findBox(picture, asked ?? '');
  const currentId = findBox(picture, current)?.id ?? 'laptop';

  function point(id: string | undefined): void {
    setPointed(id);
    if (asked !== undefined) screen.setState({ pointedAt: undefined });
  }

  function focusBox(id: string): void {
    setCurrent(id);
    point(id);
    const found = findBox(picture, id);
    if (found !== undefined) control.reveal(found);
  }

  function noticeBoxKey(event: KeyboardEvent, id: string): void {
    const direction = directions[event.key];
    const next = direction === undefined ? undefined : neighbourOf(picture, id, direction);
    if (event.key === 'Escape' && !isFilling) stageElement.current?.focus();
    if (event.key === 'Enter' || event.key === ' ') focusBox(id);
    if (next !== undefined) stageElement.current?.querySelector<SVGElement>(`[data-box="${CSS.escape(next.id)}"]`)?.focus();
    if (direction !== undefined || event.key === ' ') event.preventDefault();
  }

  const handlers = useBoxHandlers({ onPoint: point, onFocus: focusBox, onKey: noticeBoxKey });

  function noticeKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { previous, again, next } = stepFrom(connections, index);
    const wanted = event.key === ',' ? previous : event.key === '.' ? next : event.key.toLowerCase() === 'r' ? again : undefined;
    if (wanted !== undefined) replay(wanted);
  }

  return (
    <div className={`view net ${isFilling ? 'is-filling' : ''}`} ref={frame} onKeyDown={noticeKey} data-shows={shows}>
      <div className="view-bar">
        <div className="segments" role="group" aria-label="What is shown">
          <button type="button" className="segment" aria-pressed={shows === 'running'} onClick={showRunning}>
            Running
          </button>
          <button
            type="button"
            className="segment"
            aria-pressed={shows === 'files'}
            onClick={() => screen.setState({ networkShows: 'files' })}
          >
            In your files
            {planned?.changes !== undefined && planned.changes.length > 0 ? (
              <span className="net-changes" title={summarize(planned.changes)}>
                {planned.changes.length} {planned.changes.length === 1 ? 'change' : 'changes'}
              </span>
            ) : null}
          </button>
        </div>
        <span className="view-space" />
        {isText ? null : (
          <div className="picture-actions">
            <IconButton label="Zoom out" tip="Zoom out (-)" onClick={() => control.zoomBy(0.8)}>
              <ZoomOut aria-hidden />
            </IconButton>
            <IconButton label="Fit the picture" tip="Fit the picture (0)" disabled={control.isFitted} onClick={() => control.fit()}>
              <Maximize aria-hidden />
            </IconButton>
            <IconButton label="Zoom in" tip="Zoom in (+)" onClick={() => control.zoomBy(1.25)}>
              <ZoomIn aria-hidden />
            </IconButton>
          </div>
        )}
        <PictureActions name={name} frame={frame} isText={isText} onText={setText} isFilling={isFilling} onFill={fill} />
      </div>
      {note === undefined ? null : (
        <p className="view-note" role="status">
          {note}
        </p>
      )}
      <KnowledgeNote about="network" />
      <figure className="net-figure" aria-label={name} aria-describedby="network-description" hidden={isText}>
        <p id="network-description" className="visually-hidden">
          {describe(picture.topology.networks.length, picture.topology.services.length, picture.topology.deviceAddress, shows)}
        </p>
        <div className="net-frame">
          <Stage ref={stageElement} size={stage} picture={picture} control={control}>
            <PictureSvg picture={picture} drawing={drawing} services={services} current={currentId} {...handlers} />
            {shown !== undefined && route !== undefined && hasArrived ? <Trace picture={picture} event={shown} route={route} /> : null}
            <div className="net-layer" ref={layer} aria-hidden />
          </Stage>
          <Overview picture={picture} services={services} control={control} stage={stage} end={hasArrived ? route?.at : undefined} />
          {box === undefined ? null : <DetailsCard drawing={drawing} box={box} viewport={control.viewport} stage={stage} />}
        </div>
        {shows === 'files' ? (
          <>
            <SentenceBar>{planned === undefined ? 'Mend the file, and the picture comes back.' : summaryFor(planned.changes)}</SentenceBar>
            <Legend />
          </>
        ) : (
          <>
            {shown === undefined ? (
              <SentenceBar>{hintFor(engine, picture.topology.deviceAddress)}</SentenceBar>
            ) : (
              <VerdictBar event={shown} hasArrived={hasArrived} />
            )}
            <History connections={connections} shownId={shown?.id} onReplay={replay} />
          </>
        )}
      </figure>
      <ul className={isText ? 'view-text' : 'visually-hidden'} aria-label="Network as text">
        <TextLines drawing={drawing} />
        {shown === undefined ? null : <li>Last connection shown: {shown.verdict.reason}</li>}
      </ul>
    </div>
  );
}

const TextLines = memo(function TextLines({ drawing }: { drawing: Drawing }): ReactElement {
  return (
    <>
      {networkAsText(drawing).map(({ id, text }) => (
        <li key={id}>{text}</li>
      ))}
    </>
  );
});

function describe(networks: number, services: number, address: string, shows: 'running' | 'files'): string {
  const count = (number: number, word: string): string => `${number === 0 ? 'no' : number} ${word}${number === 1 ? '' : 's'}`;
  const when = shows === 'running' ? 'As it runs now' : 'As the next push would make it';
  return `${when}: your laptop, the device’s host${address === '' ? '' : ` at ${address}`}, ${count(networks, 'bridge')} and ${count(services, 'service')}. A list in words follows.`;
}

function summaryFor(changes: readonly string[] | undefined): string {
  return changes === undefined
    ? 'Nothing runs yet: the next push makes all of this. The engine chooses addresses when it starts.'
    : summarize(changes);
}

function hintFor({ seesConnections, readAt }: EngineView, address: string): ReactElement {
  if (readAt === 0 || address === '') return <>Connections will travel here as soon as a device runs your services.</>;
  if (!seesConnections) return <>Ask the network on the tab Requests: what Fleetlab sends travels here.</>;
  return (
    <>
      Connections travel here as they happen. Try <code>curl http://{address}</code> in the terminal.
    </>
  );
}

function Legend(): ReactElement {
  return (
    <ul className="net-legend" aria-label="Legend">
      <li>
        <span className="net-swatch mark-added" aria-hidden /> new
      </li>
      <li>
        <span className="net-swatch mark-changed" aria-hidden /> changes
      </li>
      <li>
        <span className="net-swatch mark-removed" aria-hidden /> goes
      </li>
    </ul>
  );
}
