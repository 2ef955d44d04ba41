/** Columns as systemd's lists have them: each as wide as its widest cell, one blank between, nothing behind the last. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell + ' '.repeat((widths[index] ?? 0) - cell.length)))
      .join(' ')
      .trimEnd(),
  );
}

/** `Mon 2026-11-23 09:07:10 UTC`. */
export function timestamp(time: number): string {
  const date = new Date(time);
  const day = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()] ?? '';
  return `${day} ${date.toISOString().slice(0, 10)} ${date.toISOString().slice(11, 19)} UTC`;
}

/** The green, red or white dot and words of a state, on a terminal. */
export function painted(text: string, state: string, isColoured: boolean): string {
  if (!isColoured) return text;
  const color =
    state === 'active' || state === 'reloading' ? '0;1;32' : state === 'failed' ? '0;1;31' : state === 'masked' ? '0;1;31' : '0';
  return `\u001b[${color}m${text}\u001b[0m`;
}
