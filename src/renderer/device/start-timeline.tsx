import type { ReactElement } from 'react';
import { spanToShow, startsWithin, type Life } from './starts.ts';

export interface StartTimelineProps {
  service: string;
  lives: readonly Life[];
  now: number;
  isLoop: boolean;
}

/** The last minute and a half of a service (five minutes of a slow loop): a bar while it lives, a mark at each start. A loop looks like a comb, a steady service like a line. */
export function StartTimeline({ service, lives, now, isLoop }: StartTimelineProps): ReactElement {
  const span = spanToShow(lives, now);
  const spanName = span === 90_000 ? '90 s' : '5 min';
  const from = now - span;
  const seen = lives.filter((life) => (life.to ?? now) > from && life.from <= now);
  const x = (time: number): number => (Math.max(0, Math.min(span, time - from)) / span) * 100;
  const starts = startsWithin(lives, now, span);
  const description =
    starts === 0
      ? seen.length > 0
        ? 'has run without a restart'
        : 'has not run'
      : starts === 1
        ? 'was started once'
        : `was started ${starts} times`;
  return (
    <div
      className={`timeline ${isLoop ? 'timeline-loop' : ''}`}
      role="img"
      aria-label={`In the last ${spanName} ${service} ${description}.`}
    >
      <svg className="timeline-picture" aria-hidden focusable="false">
        <rect className="timeline-ground" x="0" y="7" width="100%" height="10" rx="3" />
        {seen.map((life) => {
          const left = x(life.from);
          const right = x(life.to ?? now);
          return (
            <g key={life.from} className="timeline-life">
              <rect className="timeline-bar" x={`${left}%`} y="7" width={`${Math.max(0.4, right - left)}%`} height="10" rx="2" />
              {life.from > from ? <rect className="timeline-start" x={`${left}%`} y="2" width="2.5" height="20" rx="1.25" /> : null}
            </g>
          );
        })}
      </svg>
      <div className="timeline-scale" aria-hidden>
        <span>{spanName} ago</span>
        <span>{starts === 0 ? '' : starts === 1 ? '1 start' : `${starts} starts`}</span>
        <span>now</span>
      </div>
    </div>
  );
}
