/** `date -d`: the common forms of GNU's date strings, in UTC. */

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const unitMilliseconds: Record<string, number> = {
  sec: 1000,
  second: 1000,
  min: 60_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  fortnight: 1_209_600_000,
};

/** Milliseconds since 1970 of a date string; undefined where it cannot be read. `now` in the same unit. */
export function parseDate(text: string, now: number): number | undefined {
  const since1970 = /^\s*@(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  if (since1970 !== null) return Math.round(Number(since1970[1]) * 1000);
  let rest = text.trim().toLowerCase();
  // A date without a time of day means midnight.
  const state: ParseState = { date: new Date(now), timeSeen: false, dateSeen: rest === '', offset: 0, shift: 0, months: 0 };
  while (rest !== '') {
    const consumed = forms.map((form) => form(rest, state)).find((length) => length > 0);
    if (consumed === undefined) return undefined;
    rest = rest.slice(consumed).replace(/^[\s,]+/, '');
  }
  if (state.dateSeen && !state.timeSeen) state.date.setUTCHours(0, 0, 0, 0);
  if (Number.isNaN(state.date.getTime())) return undefined;
  state.date.setUTCMonth(state.date.getUTCMonth() + state.months);
  return state.date.getTime() - state.offset + state.shift;
}

interface ParseState {
  date: Date;
  timeSeen: boolean;
  dateSeen: boolean;
  /** Milliseconds that the named zone is ahead of UTC. */
  offset: number;
  /** Milliseconds of relative items. */
  shift: number;
  months: number;
}

type Form = (rest: string, state: ParseState) => number;

const forms: readonly Form[] = [readIsoDate, readSlashDate, readTime, readNamedDate, readZone, readWord, readRelative, readWeekday];

function readIsoDate(rest: string, state: ParseState): number {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d))?/.exec(rest) ?? /^(\d{4})(\d{2})(\d{2})(?!\d)/.exec(rest);
  if (match === null) return 0;
  return setDay(state, Number(match[1]), Number(match[2]) - 1, Number(match[3])) ? match[0].length : 0;
}

function readSlashDate(rest: string, state: ParseState): number {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(rest);
  if (match === null) return 0;
  return setDay(state, Number(match[3]), Number(match[1]) - 1, Number(match[2])) ? match[0].length : 0;
}

function readTime(rest: string, state: ParseState): number {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(am|pm)?/.exec(rest) ?? /^(\d{1,2})()()()\s*(am|pm)/.exec(rest);
  if (match === null) return 0;
  const [, hours = '', minutes = '', seconds = '', fraction = '', half] = match;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'pm' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return 0;
  state.date.setUTCHours(hour, Number(minutes), Number(seconds), Math.floor(Number(`0.${fraction || '0'}`) * 1000));
  state.timeSeen = true;
  return match[0].length;
}

function readNamedDate(rest: string, state: ParseState): number {
  const months = monthNames.join('|');
  const dayFirst = new RegExp(String.raw`^(\d{1,2})[ -](${months})[a-z]*(?:[ -](\d{4}))?(?![\d:])`).exec(rest);
  const monthFirst = new RegExp(String.raw`^(${months})[a-z]*\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?(?![\d:])`).exec(rest);
  const [day, month, year] =
    dayFirst !== null ? [dayFirst[1], dayFirst[2], dayFirst[3]] : [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]];
  if (day === undefined || month === undefined) return 0;
  const fullYear = year === undefined ? state.date.getUTCFullYear() : Number(year);
  if (!setDay(state, fullYear, monthNames.indexOf(month), Number(day))) return 0;
  return (dayFirst ?? monthFirst)?.[0].length ?? 0;
}

function readZone(rest: string, state: ParseState): number {
  const named = /^(?:utc|gmt|z)(?![a-z])/.exec(rest);
  if (named !== null) return named[0].length;
  if (!state.timeSeen) return 0;
  const numeric = /^([+-])(\d{2}):?(\d{2})?(?!\d)(?!\s*[a-z])/.exec(rest);
  if (numeric === null) return 0;
  state.offset = (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)) * 60_000;
  return numeric[0].length;
}

function readWord(rest: string, state: ParseState): number {
  const match = /^(now|today|yesterday|tomorrow|midnight|noon)(?![a-z])/.exec(rest);
  if (match === null) return 0;
  if (match[1] === 'yesterday') state.shift -= 86_400_000;
  if (match[1] === 'tomorrow') state.shift += 86_400_000;
  if (match[1] === 'midnight' || match[1] === 'noon') {
    state.date.setUTCHours(match[1] === 'noon' ? 12 : 0, 0, 0, 0);
    state.timeSeen = true;
  }
  return match[0].length;
}

function readRelative(rest: string, state: ParseState): number {
  const match = /^(next|last|this|[+-]?\s*\d+|)\s*(sec|second|min|minute|hour|day|week|fortnight|month|year)s?(\s+ago)?(?![a-z])/.exec(
    rest,
  );
  if (match === null) return 0;
  const [whole, amount = '', unit = '', ago] = match;
  const words: Record<string, number> = { next: 1, last: -1, this: 0, '': 1 };
  const count = (words[amount] ?? Number(amount.replaceAll(/\s/g, ''))) * (ago === undefined ? 1 : -1);
  const milliseconds = unitMilliseconds[unit];
  if (milliseconds === undefined) state.months += count * (unit === 'year' ? 12 : 1);
  else state.shift += count * milliseconds;
  return whole.length;
}

function readWeekday(rest: string, state: ParseState): number {
  const match = new RegExp(`^(next |last )?(${dayNames.join('|')})[a-z]*`).exec(rest);
  if (match?.[2] === undefined) return 0;
  // `Mon, 14 Aug 2006` names the day twice; the date decides.
  if (state.dateSeen || /\d/.test(rest.slice(match[0].length))) return match[0].length;
  const ahead = (dayNames.indexOf(match[2]) - state.date.getUTCDay() + 7) % 7;
  const step = match[1] === 'last ' ? ahead - 7 : match[1] === 'next ' && ahead === 0 ? 7 : ahead;
  state.date.setUTCDate(state.date.getUTCDate() + step);
  state.dateSeen = true;
  return match[0].length;
}

function setDay(state: ParseState, year: number, month: number, day: number): boolean {
  const made = new Date(Date.UTC(year, month, day));
  if (made.getUTCMonth() !== month || made.getUTCDate() !== day) return false;
  state.date.setUTCFullYear(year, month, day);
  state.dateSeen = true;
  return true;
}
