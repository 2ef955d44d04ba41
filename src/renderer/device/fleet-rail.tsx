import { Cpu, Pin } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { FleetView, LabView, ReleaseView } from '../../shared/domain/device-view.ts';
import { isDeviceIn } from '../../shared/domain/fleets.ts';
import { StatusDot } from '../components/status-dot.tsx';
import { formatSize } from '../format/size.ts';
import { shorten } from '../format/short.ts';
import { formatAgo } from '../format/time.ts';
import { useNow } from '../state/use-now.ts';

/** The fleets and what was released to them, newest first; the release that the device runs is marked. */
export function FleetRail({ lab }: { lab: LabView }): ReactElement {
  const fleets = [...lab.fleets].sort(
    (left, right) => Number(isDeviceIn(lab, right)) - Number(isDeviceIn(lab, left)) || left.name.localeCompare(right.name),
  );
  return (
    <aside className="rail" aria-label="Fleets">
      {fleets.map((fleet) => (
        <Fleet key={fleet.id} fleet={fleet} hasDevice={isDeviceIn(lab, fleet)} runningCommit={lab.device?.runningCommit} />
      ))}
    </aside>
  );
}

function Fleet({
  fleet,
  hasDevice,
  runningCommit,
}: {
  fleet: FleetView;
  hasDevice: boolean;
  runningCommit: string | undefined;
}): ReactElement {
  const [shown, setShown] = useState(6);
  const releases = [...fleet.releases].sort((left, right) => right.createdAt - left.createdAt);
  return (
    <section className="fleet" aria-label={`Fleet ${fleet.name}`}>
      <div className="fleet-head">
        <h3 className="fleet-name">{fleet.name}</h3>
        <p className="soft fleet-meta">
          {hasDevice ? <Cpu aria-hidden /> : null}
          {hasDevice ? '1 device' : 'no device'} · {fleet.deviceType}
        </p>
        {fleet.pinnedCommit === undefined ? null : (
          <p className="soft fleet-meta">
            <Pin aria-hidden />
            Pinned to <span className="mono">{shorten(fleet.pinnedCommit)}</span>
          </p>
        )}
      </div>
      {releases.length === 0 ? (
        <p className="fleet-none">
          No release yet. <span className="soft">A push makes the first.</span>
        </p>
      ) : (
        <ol className="releases" aria-label={`Releases of ${fleet.name}`}>
          {releases.slice(0, shown).map((release) => (
            <Release key={release.id} release={release} isRunning={hasDevice && release.commit === runningCommit} />
          ))}
        </ol>
      )}
      {releases.length > shown ? (
        <button type="button" className="text-button" onClick={() => setShown(releases.length)}>
          {releases.length - shown} older
        </button>
      ) : null}
    </section>
  );
}

function Release({ release, isRunning }: { release: ReleaseView; isRunning: boolean }): ReactElement {
  const now = useNow(5000);
  const sizes = release.images.flatMap((image) => (image.size === undefined ? [] : [image.size]));
  const size = sizes.length === 0 ? undefined : formatSize(sizes.reduce((sum, one) => sum + one, 0));
  const facts = [formatAgo(release.createdAt, now), size].filter((fact) => fact !== undefined).join(' · ');
  return (
    <li className={`release ${isRunning ? 'release-running' : ''}`}>
      <span className="release-dot">
        <StatusDot meaning={releaseMeaning(release.status)} />
      </span>
      <div className="release-body">
        <p className="release-line">
          <span className="mono release-commit">{shorten(release.commit)}</span>
          {isRunning ? <span className="release-here">on the device</span> : null}
          {release.isDraft === true ? <span className="release-status">draft</span> : null}
          {release.status === 'success' ? (
            <span className="visually-hidden">built</span>
          ) : (
            <span className={`release-status status-${releaseMeaning(release.status)}`}>{releaseWord(release.status)}</span>
          )}
        </p>
        <p className="soft release-facts">{facts}</p>
      </div>
    </li>
  );
}

function releaseMeaning(status: string): 'ok' | 'refused' | 'busy' | 'unknown' {
  if (status === 'success') return 'ok';
  if (status === 'running') return 'busy';
  return status === 'failed' || status === 'error' ? 'refused' : 'unknown';
}

function releaseWord(status: string): string {
  return status === 'running' ? 'building' : status;
}
