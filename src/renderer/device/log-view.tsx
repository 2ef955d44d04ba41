import { ArrowDownToLine, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { LogLine } from '../../shared/domain/device-view.ts';
import { Button } from '../components/button.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { shortenDigests } from '../format/short.ts';
import { formatClock } from '../format/time.ts';
import { filterLogs, servicesOf, type LogSource } from './log-filter.ts';
import { serviceColour } from './service-colours.ts';

/** How many lines are drawn; more are in the terminal by `balena device logs`. */
const shownLines = 400;

/** The device's log, live: follows the newest line until the learner scrolls up. */
export function LogView({ logs, services }: { logs: readonly LogLine[]; services: readonly string[] }): ReactElement {
  const [source, setSource] = useState<LogSource>('all');
  const [words, setWords] = useState('');
  const [frozen, setFrozen] = useState<readonly LogLine[]>();
  const [follows, setFollows] = useState(true);
  const list = useRef<HTMLDivElement>(null);
  const seenSize = useRef('');
  const lines = filterLogs(frozen ?? logs, source, words).slice(-shownLines);
  const last = lines.at(-1);

  useEffect(() => {
    if (follows) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [follows, last, lines.length]);

  // A resize moves what is in view without anybody having scrolled.
  useEffect(() => {
    const box = list.current;
    if (box === null || !follows) return undefined;
    const observer = new ResizeObserver(() => box.scrollTo({ top: box.scrollHeight }));
    observer.observe(box);
    return () => observer.disconnect();
  }, [follows]);

  function noticeScroll(): void {
    const box = list.current;
    const size = `${box?.scrollHeight} ${box?.clientHeight}`;
    const isLaidOutAnew = size !== seenSize.current;
    seenSize.current = size;
    if (box !== null && !isLaidOutAnew) setFollows(box.scrollHeight - box.scrollTop - box.clientHeight < 24);
  }

  const missed = frozen === undefined ? 0 : logs.filter((line) => line.timestamp > (frozen.at(-1)?.timestamp ?? 0)).length;
  return (
    <section className="log" aria-label="Device log">
      <div className="log-bar">
        <h3 className="small-title">Log</h3>
        <div className="chips" role="group" aria-label="Show lines of">
          <Chip name="All" value="all" source={source} onChoose={setSource} />
          {servicesOf(logs).map((service) => (
            <Chip key={service} name={service} value={`service:${service}`} source={source} onChoose={setSource} />
          ))}
          <Chip name="Supervisor" value="system" source={source} onChoose={setSource} />
        </div>
        <input
          className="log-search"
          type="search"
          aria-label="Filter the log"
          placeholder="Filter"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <IconButton
          label={frozen === undefined ? 'Pause the log' : 'Go on with the log'}
          aria-pressed={frozen !== undefined}
          onClick={() => setFrozen(frozen === undefined ? logs : undefined)}
        >
          {frozen === undefined ? <Pause aria-hidden /> : <Play aria-hidden />}
        </IconButton>
      </div>
      <div className="log-lines" ref={list} onScroll={noticeScroll} tabIndex={0} role="group" aria-label="Log lines">
        {lines.map((line, index) => (
          <LogRow key={`${line.timestamp}-${index}`} line={line} services={services} />
        ))}
        {lines.length === 0 ? (
          <p className="log-none">{logs.length === 0 ? 'Nothing has been logged yet.' : 'No line fits the filter.'}</p>
        ) : null}
      </div>
      {frozen !== undefined ? (
        <div className="log-float">
          <Button onClick={() => setFrozen(undefined)}>
            {missed === 0 ? 'Paused' : missed === 1 ? 'Paused · 1 new line' : `Paused · ${missed} new lines`}
          </Button>
        </div>
      ) : follows ? null : (
        <div className="log-float">
          <Button onClick={() => setFollows(true)}>
            <ArrowDownToLine aria-hidden /> Follow
          </Button>
        </div>
      )}
    </section>
  );
}

function Chip({
  name,
  value,
  source,
  onChoose,
}: {
  name: string;
  value: LogSource;
  source: LogSource;
  onChoose: (value: LogSource) => void;
}): ReactElement {
  return (
    <button type="button" className="chip" aria-pressed={source === value} onClick={() => onChoose(value)}>
      {name}
    </button>
  );
}

function LogRow({ line, services }: { line: LogLine; services: readonly string[] }): ReactElement {
  return (
    <p
      className={`log-line ${line.service === undefined ? 'log-system' : ''} ${line.isError ? 'log-error' : ''}`}
      style={line.service === undefined ? undefined : serviceColour(line.service, services)}
    >
      <time className="log-time" dateTime={new Date(line.timestamp).toISOString()}>
        {formatClock(line.timestamp)}
      </time>
      <span className="log-source">{line.service ?? 'supervisor'}</span>
      <span className="log-message">{shortenDigests(line.message)}</span>
    </p>
  );
}
