import type { ReactElement } from 'react';
import type { VerdictKind } from '../../../shared/network/request.ts';

/** The verdict as a shape: a tick, a bar, a question, a clock. */
export function VerdictShape({ verdict }: { verdict: VerdictKind }): ReactElement {
  return (
    <svg className={`net-shape net-shape-${verdict}`} viewBox="0 0 16 16" aria-hidden focusable="false">
      <circle cx="8" cy="8" r="7" />
      {verdict === 'delivered' ? <path d="M4.800 8.200l2.200 2.300l4.200 -4.800" /> : null}
      {verdict === 'refused' ? <path d="M5.400 5.400l5.200 5.200m0 -5.200l-5.200 5.200" /> : null}
      {verdict === 'unresolved' ? <path d="M6.100 6.300a1.950 1.950 0 1 1 2.700 1.800c-.6.250-.8.550-.8 1.150m0 2.150v.05" /> : null}
      {verdict === 'timeout' ? <path d="M8 4.400v3.800l2.400 1.500" /> : null}
    </svg>
  );
}
