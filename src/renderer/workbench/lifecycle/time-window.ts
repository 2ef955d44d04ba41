/** A span of time that is shown. Milliseconds since 1970. */
export interface TimeWindow {
  from: number;
  to: number;
}

/** So many milliseconds, or everything that is known. */
export type Span = number | 'all';

const minute = 60_000;

export const spans: readonly { span: Span; name: string }[] = [
  { span: 2 * minute, name: '2 min' },
  { span: 15 * minute, name: '15 min' },
  { span: 'all', name: 'All' },
];

export const firstSpan: Span = 2 * minute;

const shortest = 5000;
const longest = 7 * 24 * 60 * minute;

/** The window of this span that ends at `end`; `all` begins a little before the earliest that is known. */
export function windowOf(span: Span, end: number, earliest: number | undefined): TimeWindow {
  if (span !== 'all') return { from: end - span, to: end };
  const known = Math.max(minute, end - (earliest ?? end));
  return { from: end - known * 1.04, to: end };
}

/** A window `factor` times as near in which `at` keeps its place. */
export function zoomWindow({ from, to }: TimeWindow, factor: number, at: number): TimeWindow {
  const before = to - from;
  const span = Math.min(longest, Math.max(shortest, before / factor));
  const end = at + (to - at) * (span / before);
  return { from: end - span, to: end };
}

/** How often, in milliseconds, a window that follows the time is drawn anew: as often as it moves by a pixel or two. */
export function drawEvery(span: Span, isCalm: boolean): number {
  if (isCalm) return 1000;
  if (span === 'all') return 500;
  return span > 4 * minute ? 1000 : 250;
}
