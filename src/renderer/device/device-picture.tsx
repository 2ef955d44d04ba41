import type { ReactElement } from 'react';
import { useFacts } from '../state/model-context.tsx';

export type PictureState = 'starting' | 'failed' | 'signed-out' | 'no-fleet' | 'waiting' | 'none';

/** Laptop, cloud and device on one line: what is there, what is not, and where it stops. A device of the local network has no cloud before it. */
export function DevicePicture({ state }: { state: PictureState }): ReactElement {
  const hasCloud = useFacts((facts) => facts.environment.kind) !== 'device';
  const reachesCloud = state === 'no-fleet' || state === 'waiting' || state === 'none';
  const cloud = state === 'failed' ? 'is-refused' : state === 'starting' ? 'is-coming' : reachesCloud ? 'is-there' : 'is-faint';
  const device = state === 'waiting' ? 'is-there' : state === 'starting' ? 'is-coming' : 'is-faint';
  return (
    <svg
      viewBox="0 0 280 84"
      className={`picture picture-${state}`}
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <g className="is-there">
        <rect x="12" y="24" width="52" height="34" rx="4" />
        <path d="M4 64h68" />
      </g>
      {hasCloud ? (
        <>
          <path className={reachesCloud ? 'is-link' : 'is-gap'} d="M82 46h26" />
          <g className={cloud}>
            <path d="M124 60a11 11 0 0 1-1-22 16 16 0 0 1 31-5 13.500 13.500 0 0 1 3 27Z" />
            {state === 'failed' ? <path d="M134 42l10 10m0-10l-10 10" /> : null}
            {state === 'signed-out' ? <path d="M134 48v-3a5 5 0 0 1 10 0v3m-12 0h14v8h-14Z" /> : null}
          </g>
          <path className="is-gap" d="M180 46h26" />
        </>
      ) : (
        <>
          <path className={state === 'waiting' ? 'is-link' : 'is-gap'} d={state === 'failed' ? 'M82 46h46m28 0h50' : 'M82 46h124'} />
          {state === 'failed' ? <path className="is-refused" d="M136 40l12 12m0-12l-12 12" /> : null}
        </>
      )}
      <g className={device}>
        <rect x="222" y="26" width="42" height="38" rx="5" />
        <path d="M232 20v6m11-6v6m11-6v6m-22 38v6m11-6v6m11-6v6" />
        <circle className="is-light" cx="243" cy="45" r="4" />
      </g>
    </svg>
  );
}
