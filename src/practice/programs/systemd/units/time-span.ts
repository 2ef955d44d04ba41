/** Time spans of systemd.time(7), in milliseconds. */

const units: readonly (readonly [names: string, milliseconds: number])[] = [
  ['usec us µs', 0.001],
  ['msec ms', 1],
  ['seconds second sec s', 1000],
  ['minutes minute min m', 60_000],
  ['hours hour hr h', 3_600_000],
  ['days day d', 86_400_000],
  ['weeks week w', 604_800_000],
  ['months month M', 2_629_800_000],
  ['years year y', 31_557_600_000],
];

/** `5`, `1min 30s`, `infinity`; undefined for what is no span. A number alone counts seconds. */
export function parseTimeSpan(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'infinity') return Infinity;
  if (!/^(\d+(\.\d+)?\s*[a-zA-Zµ]*\s*)+$/.test(trimmed)) return undefined;
  let sum = 0;
  for (const [, number = '', name = ''] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-zA-Zµ]*)/g)) {
    const factor = name === '' ? 1000 : units.find(([names]) => names.split(' ').includes(name))?.[1];
    if (factor === undefined) return undefined;
    sum += Number(number) * factor;
  }
  return sum;
}

/** As status lines show it: `1min 30s`, `993ms`, `5h`. At most two parts, as for ages. */
export function formatTimeSpan(milliseconds: number, accuracy = 1): string {
  if (milliseconds === Infinity) return 'infinity';
  let rest = Math.floor(milliseconds / accuracy) * accuracy;
  if (rest <= 0) return '0';
  if (rest < 1000) return `${rest}ms`;
  if (rest < 60_000) return `${trimZeros((rest / 1000).toFixed(3))}s`;
  const parts: string[] = [];
  for (const [name, size] of [
    ['y', 31_557_600_000],
    ['month', 2_629_800_000],
    ['w', 604_800_000],
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${name}${name === 'month' && count > 1 ? 's' : ''}`);
  }
  if (rest >= 1) parts.push(`${trimZeros((rest / 1000).toFixed(3))}s`);
  return parts.join(' ');
}

/** `32s ago`, `1min 5s ago`, `2h 3min ago`: whole seconds, two parts. */
export function formatAge(milliseconds: number): string {
  if (milliseconds <= 0) return 'now';
  if (milliseconds < 1000) return `${Math.floor(milliseconds)}ms ago`;
  return `${formatTimeSpan(milliseconds, 1000).split(' ').slice(0, 2).join(' ')} ago`;
}

function trimZeros(text: string): string {
  return text.replace(/\.?0+$/, '');
}
