import { parseTimeSpan } from '../units/time-span.ts';

/** `2026-11-23 09:00`, `09:00`, `yesterday`, `-1h`, `10min ago`, `@1795424867`, in UTC; undefined for what is no time. */
export function parseJournalTime(text: string, now: number): number | undefined {
  const word = text.trim();
  const midnight = Math.floor(now / 86_400_000) * 86_400_000;
  if (word === 'now') return now;
  if (word === 'today') return midnight;
  if (word === 'yesterday') return midnight - 86_400_000;
  if (word === 'tomorrow') return midnight + 86_400_000;
  if (/^@\d+(\.\d+)?$/.test(word)) return Number(word.slice(1)) * 1000;
  const relative = /^(?:([+-])(.+)|(.+)\sago)$/.exec(word);
  if (relative !== null) {
    const span = parseTimeSpan(relative[2] ?? relative[3] ?? '');
    if (span === undefined) return undefined;
    return relative[1] === '+' ? now + span : now - span;
  }
  const match = /^(?:[A-Za-z]{3} )?(?:(\d{4}-\d{2}-\d{2})[ T]?)?(?:(\d{1,2}:\d{2})(:\d{2}(?:\.\d+)?)?)?(?: ?(?:UTC|Z))?$/.exec(word);
  if (match === null || word === '') return undefined;
  const [, date, clock, seconds] = match;
  if (date === undefined && clock === undefined) return undefined;
  const day = date ?? new Date(midnight).toISOString().slice(0, 10);
  const time = Date.parse(`${day}T${(clock ?? '00:00').padStart(5, '0')}${seconds ?? ':00'}Z`);
  return Number.isNaN(time) ? undefined : time;
}
