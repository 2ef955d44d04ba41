import type { ReactElement } from 'react';
import { StatusDot } from '../components/status-dot.tsx';
import { formatAgo } from '../format/time.ts';
import { useNow } from '../state/use-now.ts';
import type { OldContainer } from './old-containers.ts';
import { serviceColour } from './service-colours.ts';

/** A service that the cloud lists no more, while its container still runs. */
export function OldContainerCard({ container, services }: { container: OldContainer; services: readonly string[] }): ReactElement {
  const now = useNow(1000);
  const { service, startedAt } = container;
  const meaning = container.isStopping ? 'busy' : 'attention';
  return (
    <article className="service" style={serviceColour(service, services)} aria-label={`Service ${service}`}>
      <div className="service-head">
        <span className="service-mark" aria-hidden />
        <h3 className="service-name">{service}</h3>
        <span className={`status status-${meaning}`}>
          <StatusDot meaning={meaning} />
          {container.isStopping ? 'the old container stops' : 'the old container still runs'}
        </span>
      </div>
      <p className="service-foot">
        {container.isStopping ? 'at most ten seconds, then it is killed' : 'the cloud lists no such service for the device'}
        {startedAt === undefined ? null : ` · started ${formatAgo(startedAt, now)}`}
      </p>
    </article>
  );
}
