import { CommandError } from './command.ts';

/** A row's values by the name that a Go template uses (`.ID`), in the order of the default table. */
export type Row = Readonly<Record<string, string>>;

export interface TableDescription {
  /** Field of the default table, and its heading. */
  columns: readonly { field: string; heading: string }[];
  /** Headings of fields that only a template shows. */
  otherHeadings?: Readonly<Record<string, string>>;
}

/**
 * Rows as Docker prints them: its table (cells at least ten wide, three spaces between them), or what `--format` asks
 * for: a Go template with fields, `json` and `table`. Throws CommandError for a template that needs more.
 */
export function formatRows(rows: readonly Row[], description: TableDescription, format: string | undefined): string {
  if (format === undefined || format === 'table') {
    const headings = description.columns.map((column) => column.heading);
    return alignColumns([headings, ...rows.map((row) => description.columns.map(({ field }) => row[field] ?? ''))]);
  }
  if (format === 'json') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  if (!/^table\s/.test(format)) return rows.map((row) => `${fillTemplate(format, row)}\n`).join('');
  const template = unescapeText(format.replace(/^table\s+/, ''));
  const headings: Record<string, string> = { ...description.otherHeadings };
  for (const { field, heading } of description.columns) headings[field] = heading;
  return alignColumns([headings, ...rows].map((row) => fillTemplate(template, row).split('\t')));
}

/** Fills `{{.A.B}}` and `{{json .A}}` from plain data. Throws CommandError in the words of Go's template package. */
export function fillTemplate(template: string, data: unknown): string {
  return unescapeText(template).replaceAll(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_whole, action: string) => {
    const match = /^(json\s+)?(\.[\w.]*)$/.exec(action);
    const path = match?.[2];
    if (path === undefined) throw new CommandError(`template: {{${action}}}: not supported on the practice device`, 64);
    const value = fieldOf(data, path, template);
    if (match?.[1] !== undefined) return JSON.stringify(value);
    return valueText(value);
  });
}

function fieldOf(data: unknown, path: string, template: string): unknown {
  let value = data;
  for (const name of path.split('.').filter((part) => part !== '')) {
    if (typeof value !== 'object' || value === null || !(name in value)) {
      throw new CommandError(`template: :1:2: executing "" at <${path}>: can't evaluate field ${name} in ${template}`, 1);
    }
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** How Go prints a value: `[a b]`, `map[k:v]`. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return '<no value>';
  if (Array.isArray(value)) return `[${value.map(valueText).join(' ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([name, part]) => `${name}:${valueText(part)}`).join(' ')}]`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function unescapeText(text: string): string {
  return text.replaceAll('\\t', '\t').replaceAll('\\n', '\n');
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) => Math.max(10, ...rows.map((row) => (row[column] ?? '').length + 3)));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)));
      return `${cells.join('')}\n`;
    })
    .join('');
}
