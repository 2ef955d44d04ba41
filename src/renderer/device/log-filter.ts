import type { LogLine } from '../../shared/domain/device-view.ts';

/** `all`, `system` for the Supervisor's own lines, or `service:<name>`. */
export type LogSource = 'all' | 'system' | `service:${string}`;

/** The lines of one source whose text contains `words` (any case), oldest first. */
export function filterLogs(logs: readonly LogLine[], source: LogSource, words: string): readonly LogLine[] {
  const wanted = words.trim().toLowerCase();
  if (source === 'all' && wanted === '') return logs;
  return logs.filter((line) => isFrom(line, source) && (wanted === '' || line.message.toLowerCase().includes(wanted)));
}

/** The services that have written a line, by name, and whether the Supervisor has. */
export function servicesOf(logs: readonly LogLine[]): string[] {
  return [...new Set(logs.flatMap((line) => (line.service === undefined ? [] : [line.service])))].sort();
}

function isFrom(line: LogLine, source: LogSource): boolean {
  if (source === 'all') return true;
  if (source === 'system') return line.service === undefined;
  return line.service === source.slice('service:'.length);
}
