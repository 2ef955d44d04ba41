/** apt's sizes: powers of 1000, one digit behind the point below 10 MB of the next unit. */
export function aptSize(bytes: number): string {
  const units = ['', 'k', 'M', 'G'];
  let value = bytes;
  let unit = 0;
  while (value >= 10_000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = unit > 0 && value < 100 ? value.toFixed(1) : String(Math.round(value));
  return `${text} ${units[unit] ?? ''}B`;
}

/** Names in lines of at most 78 characters, two blanks before each line. */
export function nameList(title: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const lines: string[] = [];
  let line = ' ';
  for (const name of names) {
    if (line.length + name.length + 1 > 79 && line !== ' ') {
      lines.push(line);
      line = ' ';
    }
    line += ` ${name}`;
  }
  return `${title}\n${[...lines, line].join('\n')}\n`;
}
