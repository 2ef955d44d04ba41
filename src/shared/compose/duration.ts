const unitNanoseconds: Record<string, number> = { us: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

/** Milliseconds of `1m30s`, `500ms`, `2h`; undefined where the text is none (Compose Specification, "Specifying durations"). */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitNanoseconds[unit ?? ''] ?? 0), 0) / 1e6;
}

/** `1m30s`, as Go prints a duration of whole milliseconds. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds > 0 && milliseconds < 1000) return `${String(milliseconds)}ms`;
  const seconds = milliseconds / 1000;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${String(Number((seconds % 60).toFixed(3)))}s`;
  if (hours > 0) return `${String(hours)}h${String(minutes)}m${rest}`;
  return minutes > 0 ? `${String(minutes)}m${rest}` : rest;
}
