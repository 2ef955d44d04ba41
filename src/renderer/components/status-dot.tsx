import type { ReactElement } from 'react';
import type { Activity } from '../device/device-state.ts';

/**
 * A dot whose shape says the same as its colour: full for ok, a triangle for attention, a bar for refused, hollow for unknown;
 * a ring that fills while something is under way.
 */
export function StatusDot({ meaning, progress }: { meaning: Activity['meaning'] | 'attention'; progress?: number }): ReactElement {
  if (meaning === 'busy') return <ProgressRing progress={progress} />;
  return (
    <svg className={`dot dot-${meaning}`} viewBox="0 0 12 12" aria-hidden focusable="false">
      {meaning === 'ok' ? <circle cx="6" cy="6" r="5" fill="currentColor" /> : null}
      {meaning === 'attention' ? <path d="M6 1 L11.4 10.6 H0.6 Z" fill="currentColor" /> : null}
      {meaning === 'refused' ? (
        <path d="M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm-3 4.1h6v1.8H3Z" fill="currentColor" fillRule="evenodd" />
      ) : null}
      {meaning === 'unknown' ? (
        <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.2 1.6" />
      ) : null}
    </svg>
  );
}

function ProgressRing({ progress }: { progress: number | undefined }): ReactElement {
  const length = 2 * Math.PI * 4.6;
  const part = progress === undefined ? 0.3 : Math.max(0.04, progress / 100);
  return (
    <svg className={`dot ring ${progress === undefined ? 'ring-turning' : ''}`} viewBox="0 0 12 12" aria-hidden focusable="false">
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="var(--line-strong)" strokeWidth="2" />
      <circle
        className="ring-part"
        cx="6"
        cy="6"
        r="4.6"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeDasharray={`${part * length} ${length}`}
        transform="rotate(-90 6 6)"
      />
    </svg>
  );
}
