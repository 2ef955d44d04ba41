/** Calendar events of systemd.time(7), in UTC: the shorthands, weekdays, dates and times with lists, ranges and steps. */

const shorthands: Readonly<Record<string, string>> = {
  minutely: '*-*-* *:*:00',
  hourly: '*-*-* *:00:00',
  daily: '*-*-* 00:00:00',
  monthly: '*-*-01 00:00:00',
  weekly: 'Mon *-*-* 00:00:00',
  yearly: '*-01-01 00:00:00',
  annually: '*-01-01 00:00:00',
  quarterly: '*-01,04,07,10-01 00:00:00',
  semiannually: '*-01,07-01 00:00:00',
};
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Calendar {
  weekdays: Set<number> | undefined;
  year: Field;
  month: Field;
  day: Field;
  hour: Field;
  minute: Field;
  second: Field;
}

type Field = (value: number) => boolean;

/** The first moment after `after` (milliseconds since 1970); undefined for an expression that cannot be read, or that never comes. */
export function nextCalendarTime(expression: string, after: number): number | undefined {
  const calendar = parseCalendar(shorthands[expression.trim().toLowerCase()] ?? expression.trim());
  if (calendar === undefined) return undefined;
  const start = new Date(after + 1000);
  start.setUTCMilliseconds(0);
  const time = new Date(start);
  const lastYear = time.getUTCFullYear() + 30;
  while (time.getUTCFullYear() <= lastYear) {
    if (!calendar.year(time.getUTCFullYear()) || !calendar.month(time.getUTCMonth() + 1)) {
      time.setUTCMonth(time.getUTCMonth() + 1, 1);
      time.setUTCHours(0, 0, 0);
    } else if (!calendar.day(time.getUTCDate()) || calendar.weekdays?.has(time.getUTCDay()) === false) {
      time.setUTCDate(time.getUTCDate() + 1);
      time.setUTCHours(0, 0, 0);
    } else if (!calendar.hour(time.getUTCHours())) time.setUTCHours(time.getUTCHours() + 1, 0, 0);
    else if (!calendar.minute(time.getUTCMinutes())) time.setUTCMinutes(time.getUTCMinutes() + 1, 0);
    else if (!calendar.second(time.getUTCSeconds())) time.setUTCSeconds(time.getUTCSeconds() + 1);
    else return time.getTime();
  }
  return undefined;
}

function parseCalendar(text: string): Calendar | undefined {
  const words = text.replace(/\s+UTC$/, '').split(/\s+/);
  let days: Set<number> | undefined;
  if (/^[A-Za-z]/.test(words[0] ?? '')) {
    days = parseWeekdays(words.shift() ?? '');
    if (days === undefined) return undefined;
  }
  const date = words[0]?.includes(':') === true || words.length === 0 ? '*-*-*' : (words.shift() ?? '');
  const clock = words.shift() ?? '00:00:00';
  if (words.length > 0) return undefined;
  const dateParts = date.split('-');
  const [hour = '', minute = '', second = '00', ...more] = clock.split(':');
  if (more.length > 0 || dateParts.length > 3 || dateParts.length < 2) return undefined;
  const [year, month, day] = dateParts.length === 3 ? dateParts : ['*', ...dateParts];
  const fields = [field(year ?? ''), field(month ?? ''), field(day ?? ''), field(hour), field(minute), field(second)];
  const [a, b, c, d, e, f] = fields;
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined) return undefined;
  return { weekdays: days, year: a, month: b, day: c, hour: d, minute: e, second: f };
}

function parseWeekdays(text: string): Set<number> | undefined {
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const [from = '', to] = part.split(/\.\.|-/).map((name) => weekdays.indexOf(name.slice(0, 3).toLowerCase()));
    if (from === '' || from < 0 || (to !== undefined && to < 0)) return undefined;
    for (let day = from; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === (to ?? from)) break;
    }
  }
  return days;
}

function field(text: string): Field | undefined {
  const tests: Field[] = [];
  for (const part of text.split(',')) {
    const match = /^(?:(\*)|(\d+)(?:\.\.(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return undefined;
    const [, star, first, last, step] = match;
    const from = star === undefined ? Number(first) : 0;
    const to = last === undefined ? (star === undefined && step === undefined ? from : Infinity) : Number(last);
    const every = step === undefined ? 1 : Number(step);
    if (every === 0) return undefined;
    tests.push((value) => value >= from && value <= to && (value - from) % every === 0);
  }
  return (value) => tests.some((test) => test(value));
}
