import { RotateCw } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { LogLine, ServiceView } from '../../shared/domain/device-view.ts';
import { StatusDot } from '../components/status-dot.tsx';
import { shorten } from '../format/short.ts';
import { useNow } from '../state/use-now.ts';
import { serviceColour } from './service-colours.ts';
import { serviceMeaning, serviceWord, startWords, whenLastSeen } from './service-state.ts';
import { StartTimeline } from './start-timeline.tsx';
import { isBetweenLives, isRestartLoop, isStopping, livesOf } from './starts.ts';

export interface ServiceCardProps {
  service: ServiceView;
  logs: readonly LogLine[];
  services: readonly string[];
  isOnline: boolean;
}

/** One service: its state, how long it has lived, and whether it keeps dying. */
export function ServiceCard({ service, logs, services, isOnline }: ServiceCardProps): ReactElement {
  const now = useNow(1000);
  const lives = useMemo(() => livesOf(service.name, logs), [service.name, logs]);
  const isLoop = isRestartLoop(lives, now);
  const stops = useMemo(() => isOnline && isStopping(service.name, logs), [isOnline, service.name, logs]);
  const hasEnded = !stops && isBetweenLives(lives) && service.status.toLowerCase() === 'running';
  const meaning = !isOnline ? 'unknown' : stops ? 'busy' : isLoop || hasEnded ? 'attention' : serviceMeaning(service);
  const isDownloading = isOnline && service.downloadProgress !== undefined && service.downloadProgress < 100;
  const startedAt = lives.at(-1)?.from ?? service.startedAt;
  const since = stops ? 'at most ten seconds, then it is killed' : startWords(service, startedAt, now);
  return (
    <article className="service" style={serviceColour(service.name, services)} aria-label={`Service ${service.name}`}>
      <div className="service-head">
        <span className="service-mark" aria-hidden />
        <h3 className="service-name">{service.name}</h3>
        <span className={`status status-${meaning}`}>
          <StatusDot meaning={meaning} progress={service.downloadProgress} />
          {stops ? 'the old container stops' : isOnline ? wordOf(service, isLoop, hasEnded) : whenLastSeen(serviceWord(service))}
        </span>
        <span className="help-space" />
        <span className={`service-restarts ${service.restarts > 0 ? 'is-some' : ''}`}>
          <RotateCw aria-hidden /> {service.restarts === 1 ? '1 restart' : `${service.restarts} restarts`}
        </span>
      </div>
      {isDownloading ? (
        <Download service={service.name} percent={service.downloadProgress ?? 0} />
      ) : (
        <StartTimeline service={service.name} lives={lives} now={now} isLoop={isLoop} />
      )}
      <p className="service-foot">
        {since}
        {service.releaseCommit === undefined ? null : (
          <>
            {since === undefined ? 'release ' : stops ? ' · then release ' : ' · release '}
            <span className="mono">{shorten(service.releaseCommit)}</span>
          </>
        )}
      </p>
    </article>
  );
}

function wordOf(service: ServiceView, isLoop: boolean, hasEnded: boolean): string {
  if (isLoop) return hasEnded ? 'restart loop, waits' : 'restart loop';
  return hasEnded ? 'ended' : serviceWord(service);
}

function Download({ service, percent }: { service: string; percent: number }): ReactElement {
  return (
    <div className="download" role="progressbar" aria-label={`Download of ${service}`} aria-valuenow={Math.round(percent)}>
      <div className="download-part" style={{ width: `${percent}%` }} />
    </div>
  );
}
