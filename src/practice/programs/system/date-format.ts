/** `date +FORMAT` in the C locale and UTC: strftime(3) with GNU's flags (`-`, `_`, `0`, `^`, `#`), widths and `%N`, `%:z`. */

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A composite or single field: text, or a number with its usual padding. */
type Field = { text: string } | { number: number; width: number; pad: '0' | ' ' };

/** `time` in milliseconds since 1970; fractions of a millisecond are kept as far as the number holds them. */
export function formatDate(format: string, time: number): string {
  return format.replaceAll(
    /%([-_0^#+]*)(\d*)(:{0,3})([a-zA-Z%])/g,
    (whole: string, flags: string, width: string, colons: string, letter: string) => {
      if (colons !== '' && letter !== 'z') return whole;
      if (letter === 'N') return nanoseconds(time, flags, width);
      const composite = composites[letter];
      const field = composite === undefined ? fieldOf(letter, time, colons.length) : { text: formatDate(composite, time) };
      return field === undefined ? whole : render(field, flags, width, letter);
    },
  );
}

/** ISO 8601 week number and its year. */
export function isoWeek(time: number): { year: number; week: number } {
  const date = new Date(time);
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - weekday + 3));
  return { year: thursday.getUTCFullYear(), week: 1 + Math.floor(dayOfYear(thursday) / 7) };
}

const composites: Record<string, string> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

function fieldOf(letter: string, time: number, colons: number): Field | undefined {
  const date = new Date(time);
  const number = (value: number, width = 2, pad: '0' | ' ' = '0'): Field => ({ number: value, width, pad });
  const hour12 = date.getUTCHours() % 12 || 12;
  switch (letter) {
    case '%':
      return { text: '%' };
    case 'a':
      return { text: (days[date.getUTCDay()] ?? '').slice(0, 3) };
    case 'A':
      return { text: days[date.getUTCDay()] ?? '' };
    case 'b':
      return { text: (months[date.getUTCMonth()] ?? '').slice(0, 3) };
    case 'B':
      return { text: months[date.getUTCMonth()] ?? '' };
    case 'C':
      return number(Math.floor(date.getUTCFullYear() / 100));
    case 'd':
      return number(date.getUTCDate());
    case 'e':
      return number(date.getUTCDate(), 2, ' ');
    case 'g':
      return number(isoWeek(time).year % 100);
    case 'G':
      return number(isoWeek(time).year, 4);
    case 'H':
      return number(date.getUTCHours());
    case 'I':
      return number(hour12);
    case 'j':
      return number(dayOfYear(date) + 1, 3);
    case 'k':
      return number(date.getUTCHours(), 2, ' ');
    case 'l':
      return number(hour12, 2, ' ');
    case 'm':
      return number(date.getUTCMonth() + 1);
    case 'M':
      return number(date.getUTCMinutes());
    case 'n':
      return { text: '\n' };
    case 'p':
      return { text: date.getUTCHours() < 12 ? 'AM' : 'PM' };
    case 'P':
      return { text: date.getUTCHours() < 12 ? 'am' : 'pm' };
    case 'q':
      return number(Math.floor(date.getUTCMonth() / 3) + 1, 1);
    case 's':
      return number(Math.floor(time / 1000), 1);
    case 'S':
      return number(date.getUTCSeconds());
    case 't':
      return { text: '\t' };
    case 'u':
      return number(date.getUTCDay() || 7, 1);
    case 'U':
      return number(Math.floor((dayOfYear(date) + 7 - date.getUTCDay()) / 7));
    case 'V':
      return number(isoWeek(time).week);
    case 'w':
      return number(date.getUTCDay(), 1);
    case 'W':
      return number(Math.floor((dayOfYear(date) + 7 - ((date.getUTCDay() + 6) % 7)) / 7));
    case 'y':
      return number(date.getUTCFullYear() % 100);
    case 'Y':
      return number(date.getUTCFullYear(), 4);
    case 'z':
      return { text: ['+0000', '+00:00', '+00:00:00', '+00'][colons] ?? '+0000' };
    case 'Z':
      return { text: 'UTC' };
    default:
      return undefined;
  }
}

function render(field: Field, flags: string, width: string, letter: string): string {
  if ('number' in field) {
    const padding = /[-_0]/.exec(flags)?.[0];
    if (padding === '-') return String(field.number);
    const length = width === '' ? field.width : Number(width);
    return String(field.number).padStart(length, padding === '_' ? ' ' : padding === '0' ? '0' : field.pad);
  }
  let { text } = field;
  if (flags.includes('^')) text = text.toUpperCase();
  // `#` takes the opposite case; only %Z and %p have an upper case form by nature.
  else if (flags.includes('#')) text = letter === 'Z' || letter === 'p' ? text.toLowerCase() : text.toUpperCase();
  return text.padStart(Number(width), flags.includes('0') ? '0' : ' ');
}

function nanoseconds(time: number, flags: string, width: string): string {
  const digits = String(Math.round((time - Math.floor(time / 1000) * 1000) * 1_000_000)).padStart(9, '0');
  const kept = width === '' ? digits : digits.slice(0, Number(width)).padEnd(Number(width), '0');
  return flags.includes('-') ? kept.replace(/0+$/, '') : kept;
}

function dayOfYear(date: Date): number {
  return Math.floor(
    (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()) - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000,
  );
}
