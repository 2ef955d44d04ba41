import { defineProgram } from '../../define-program.ts';
import { write } from '../../lines.ts';
import type { JournalEntry } from '../manager/journal.ts';
import { managerOf } from '../manager/manager.ts';
import { unitNameOf } from '../units/unit-names.ts';
import { matchesPattern } from './call.ts';
import { journalFormats, journalLine } from './journal-output.ts';
import { parseJournalTime } from './journal-time.ts';
import { timestamp } from './tables.ts';

const priorities = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

/** `journalctl`: the running manager's journal, which lives in memory. */
export const journalctl = defineProgram(
  {
    usage: 'NAME [OPTIONS...] [MATCHES...]',
    summary: 'Query the journal.',
    prepare: joinOptionalValues,
    version: '257 (257.13-1~deb13u1)',
    options: {
      unit: { short: 'u', long: 'unit', value: 'UNIT', help: 'show entries of a unit' },
      follow: { short: 'f', long: 'follow', help: 'go on showing new entries' },
      lines: { short: 'n', long: 'lines', value: 'INTEGER', optional: true, help: 'how many entries to show' },
      noTail: { long: 'no-tail', help: 'show all entries, also with --follow' },
      boot: { short: 'b', long: 'boot', value: 'ID', optional: true, help: 'entries of a boot (there is one)' },
      priority: { short: 'p', long: 'priority', value: 'RANGE', help: 'entries of a priority or more urgent' },
      output: { short: 'o', long: 'output', value: 'STRING', help: 'short, short-iso, cat, json, …' },
      since: { short: 'S', long: 'since', value: 'DATE', help: 'entries not older than the date' },
      until: { short: 'U', long: 'until', value: 'DATE', help: 'entries not newer than the date' },
      identifier: { short: 't', long: 'identifier', value: 'STRING', help: 'entries with this identifier' },
      grep: { short: 'g', long: 'grep', value: 'PATTERN', help: 'entries whose message matches' },
      reverse: { short: 'r', long: 'reverse', help: 'newest first' },
      end: { short: 'e', long: 'pager-end', help: '(no pager here)' },
      explanations: { short: 'x', long: 'catalog', help: 'explanations (none here)' },
      noPager: { long: 'no-pager', help: 'no pager (never used here)' },
      all: { short: 'a', long: 'all', help: 'show fields whole (always so here)' },
      full: { short: 'l', long: 'full', help: 'show fields whole (always so here)' },
      quiet: { short: 'q', long: 'quiet', help: 'no hints' },
      noHostname: { long: 'no-hostname', help: 'leave the host name out' },
      kernel: { short: 'k', long: 'dmesg', help: 'kernel messages (a container has none)' },
      listBoots: { long: 'list-boots', help: 'list the boots of the journal' },
      diskUsage: { long: 'disk-usage', help: 'how much the journal takes' },
      flush: { long: 'flush', help: 'write to /var (kept in memory here)' },
      relinquish: { long: 'smart-relinquish-var', help: '(nothing to do here)' },
      sync: { long: 'sync', help: '(nothing to do here)' },
      updateCatalog: { long: 'update-catalog', help: '(nothing to do here)' },
      rotate: { long: 'rotate', help: '(nothing to do here)' },
      fields: { long: 'output-fields', value: 'LIST', help: '(ignored)' },
      system: { long: 'system', help: 'the system journal (always so here)' },
    },
  },
  async (call) => {
    const { context, values, operands, print } = call;
    if (values.flush || values.relinquish || values.sync || values.updateCatalog || values.rotate) return 0;
    const manager = managerOf(context.system);
    if (manager === undefined) {
      if (!values.quiet) await write(context.stderr, Buffer.from('No journal files were found.\n'), context.ended);
      if (!values.follow) await print('-- No entries --\n');
      return values.follow ? 1 : 0;
    }
    const entries = manager.journal.entries();
    if (values.listBoots) {
      const [first, last] = [entries[0], entries.at(-1)];
      if (first === undefined || last === undefined) return 0;
      await print(
        `IDX BOOT ID                          FIRST ENTRY                 LAST ENTRY\n  0 ${manager.bootIdentifier} ${timestamp(first.time)} ${timestamp(last.time)}\n`,
      );
      return 0;
    }
    if (values.diskUsage) {
      await print('Archived and active journals take up 0B in the file system.\n');
      return 0;
    }
    const format = values.output ?? 'short';
    if (!(journalFormats as readonly string[]).includes(format)) {
      const isKnown = ['verbose', 'export', 'json-pretty', 'json-sse', 'json-seq', 'short-iso-precise', 'short-delta'].includes(format);
      await call.complain(
        isKnown ? `output format ${format} is not supported on the practice device` : `Unknown output format '${format}'.`,
      );
      return 1;
    }
    if (values.boot !== undefined && !/^-?0?$/.test(values.boot) && values.boot !== manager.bootIdentifier) {
      await call.complain(`Data from the specified boot (${values.boot}) is not available: No such boot ID in journal`);
      return 1;
    }
    const matches = selection(call, manager.now());
    if (typeof matches === 'string') {
      await call.complain(matches);
      return 1;
    }
    if (operands.some((word) => !/^_?[A-Z_]+=/.test(word))) {
      await call.complain(`Failed to add match '${operands.find((word) => !/^_?[A-Z_]+=/.test(word)) ?? ''}': Invalid argument`);
      return 1;
    }
    const show = (entry: JournalEntry): Promise<void> =>
      print(`${withoutHost(journalLine(entry, format, manager), values.noHostname, context.system.hostname)}\n`);
    const selected = entries.filter(matches);
    const limit = lineLimit(values.lines, values.follow && !values.noTail);
    const shown = limit === Infinity ? selected : limit === 0 ? [] : selected.slice(-limit);
    for (const entry of values.reverse ? [...shown].reverse() : shown) await show(entry);
    if (shown.length === 0 && !values.follow && !values.quiet) await print('-- No entries --\n');
    if (!values.follow) return 0;
    return new Promise((resolve) => {
      let last: Promise<void> = Promise.resolve();
      const stop = manager.journal.follow((entry) => {
        if (!matches(entry)) return;
        last = last.then(() => show(entry)).catch(() => finish());
      });
      const finish = (): void => {
        stop();
        resolve(0);
      };
      context.ended.addEventListener('abort', finish, { once: true });
    });
  },
);

/** `-n 5` and `-b 0`: values that may be left out, and may stand as a word of their own. */
function joinOptionalValues(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    const isValue =
      before === '-n' || before === '--lines'
        ? /^\+?\d+$|^all$/.test(word)
        : (before === '-b' || before === '--boot') && /^-?\d+$|^[0-9a-f]{32}$/.test(word);
    if (isValue && before !== undefined) joined[joined.length - 1] = before.startsWith('--') ? `${before}=${word}` : `${before}${word}`;
    else joined.push(word);
  }
  return joined;
}

interface Criteria {
  values: {
    priority: string | undefined;
    since: string | undefined;
    until: string | undefined;
    identifier: string | undefined;
    grep: string | undefined;
    kernel: boolean;
  };
  all: (option: 'unit') => string[];
  operands: string[];
}

/** Whether an entry is asked for; or what is wrong with the question. */
function selection({ values, all, operands }: Criteria, now: number): ((entry: JournalEntry) => boolean) | string {
  const units = all('unit').map((word) => unitNameOf(word));
  const range = values.priority === undefined ? [0, 7] : readPriorities(values.priority);
  if (range === undefined) return `Unknown log level ${values.priority ?? ''}`;
  const since = values.since === undefined ? -Infinity : parseJournalTime(values.since, now);
  const until = values.until === undefined ? Infinity : parseJournalTime(values.until, now);
  if (since === undefined || until === undefined)
    return `Failed to parse timestamp: ${since === undefined ? (values.since ?? '') : (values.until ?? '')}`;
  let pattern: RegExp | undefined;
  try {
    // As journalctl: capitals matter only where the pattern has some.
    if (values.grep !== undefined) pattern = new RegExp(values.grep, /[A-Z]/.test(values.grep) ? 'u' : 'iu');
  } catch {
    return `Failed to compile pattern: ${values.grep ?? ''}`;
  }
  const fields = operands.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const);
  const [low = 0, high = 7] = range;
  return (entry) =>
    !values.kernel &&
    (units.length === 0 ||
      units.some((unit) => matchesPattern(unit, entry.unit) || (entry.about !== undefined && matchesPattern(unit, entry.about)))) &&
    entry.priority >= low &&
    entry.priority <= high &&
    entry.time >= since &&
    entry.time <= until &&
    (values.identifier === undefined || values.identifier === entry.identifier) &&
    (pattern === undefined || pattern.test(entry.message)) &&
    fields.every(([name, value]) => fieldOf(entry, name) === value);
}

function fieldOf(entry: JournalEntry, name: string): string | undefined {
  if (name === '_SYSTEMD_UNIT') return entry.unit;
  if (name === 'UNIT') return entry.about;
  if (name === '_PID') return String(entry.pid);
  if (name === 'SYSLOG_IDENTIFIER') return entry.identifier;
  return name === 'PRIORITY' ? String(entry.priority) : undefined;
}

function readPriorities(text: string): [number, number] | undefined {
  const [from = '', to] = text.split('..');
  const level = (word: string): number => (/^[0-7]$/.test(word) ? Number(word) : priorities.indexOf(word));
  const range: [number, number] = to === undefined ? [0, level(from)] : [level(from), level(to)];
  return range.some((one) => one < 0) ? undefined : [Math.min(...range), Math.max(...range)];
}

/** `-f` and `-n` alone show ten; nothing asked shows all. */
function lineLimit(text: string | undefined, isTail: boolean): number {
  if (text === undefined) return isTail ? 10 : Infinity;
  if (text === 'all') return Infinity;
  return /^\d+$/.test(text) ? Number(text) : 10;
}

function withoutHost(line: string, isWanted: boolean, hostname: string): string {
  return isWanted ? line.replace(` ${hostname} `, ' ') : line;
}
