const unitNanoseconds: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
  d: 8.64e13,
  w: 6.048e14,
};

/** Milliseconds of `1m30s`, `500ms`, `2h`; undefined where the text is none (Compose Specification, "Specifying durations"). */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d|w)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitNanoseconds[unit ?? ''] ?? 0), 0) / 1e6;
}

/** `1m30s`, as Go prints a duration: hours, minutes and seconds, or one smaller unit below a second. */
export function formatDuration(milliseconds: number): string {
  const nanoseconds = Math.round(milliseconds * 1e6);
  const unit = nanoseconds < 1e3 ? 'ns' : nanoseconds < 1e6 ? 'µs' : 'ms';
  if (nanoseconds > 0 && nanoseconds < 1e9) return `${String(nanoseconds / (unitNanoseconds[unit] ?? 1))}${unit}`;
  const hours = Math.floor(nanoseconds / 3.6e12);
  const minutes = Math.floor((nanoseconds % 3.6e12) / 6e10);
  const rest = `${String((nanoseconds % 6e10) / 1e9)}s`;
  if (hours > 0) return `${String(hours)}h${String(minutes)}m${rest}`;
  return minutes > 0 ? `${String(minutes)}m${rest}` : rest;
}
