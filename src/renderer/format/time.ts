/** `< 0.1 s`, `1.9 s`, `12 s`, `3 min 5 s`: as short as it stays true. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 0.05) return '< 0.1 s';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** `just now`, `40 s ago`, `5 min ago`, `3 h ago`, `2 days ago`. A time in the future (clocks differ) is `just now`. */
export function formatAgo(then: number, now: number): string {
  const seconds = Math.floor((now - then) / 1000);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** Time of day, `14:03:09`, in the learner's own zone. */
export function formatClock(timestamp: number): string {
  return new Date(timestamp).toLocaleTimeString('en-GB');
}

/** The same of today, else with its day: `30 Nov, 14:03:09`. */
export function formatMoment(timestamp: number, now: number): string {
  const day = (time: number) => new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  const clock = formatClock(timestamp);
  return day(timestamp) === day(now) ? clock : `${day(timestamp)}, ${clock}`;
}
