import type { ReactElement } from 'react';

/** Fleetlab's mark: three devices, one of them at work. */
export function Mark({ size = 'small' }: { size?: 'small' | 'large' }): ReactElement {
  return (
    <svg className={`mark mark-${size}`} viewBox="0 0 24 24" aria-hidden focusable="false">
      <path className="mark-line" d="M12 7.500v4.500m0 0-5.500 4m5.500-4 5.500 4" fill="none" strokeWidth="1.6" />
      <rect className="mark-on" x="8.500" y="1.500" width="7" height="7" rx="2" />
      <rect className="mark-off" x="2" y="15" width="7" height="7" rx="2" />
      <rect className="mark-off" x="15" y="15" width="7" height="7" rx="2" />
    </svg>
  );
}
