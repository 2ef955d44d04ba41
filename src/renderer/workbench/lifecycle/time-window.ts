/** A span of time that is shown. Milliseconds since 1970. */
export interface TimeWindow {
  from: number;
  to: number;
}

export type Span = 'minutes' | 'quarter' | 'all';

export const spans: readonly { id: Span; name: string }[] = [
  { id: 'minutes', name: '2 min' },
  { id: 'quarter', name: '15 min' },
  { id: 'all', name: 'All' },
];

const minute = 60_000;

/** The window of this span that ends at `end`; `all` begins a little before the earliest that is known. */
export function windowOf(span: Span, end: number, earliest: number | undefined): TimeWindow {
  if (span === 'minutes') return { from: end - 2 * minute, to: end };
  if (span === 'quarter') return { from: end - 15 * minute, to: end };
  const known = Math.max(minute, end - (earliest ?? end));
  return { from: end - known * 1.04, to: end };
}

/** How often, in milliseconds, a window that follows the time is drawn anew: as often as it moves by a pixel or two. */
export function drawEvery(span: Span, isCalm: boolean): number {
  if (isCalm || span === 'quarter') return 1000;
  return span === 'minutes' ? 250 : 500;
}
