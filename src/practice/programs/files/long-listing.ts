import type { FileStatus } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';
import { ownerNames } from '../system/accounts.ts';
import { formatDate } from '../system/date-format.ts';
import { deviceNumbers, modeText } from './mode-text.ts';
import { allocatedBytes, humanSize } from './sizes.ts';

/** One name to be shown. */
export interface Entry {
  name: string;
  path: string;
  status: FileStatus;
  /** What a symbolic link says, and what it leads to (undefined where that is missing). */
  link?: { target: string; leadsTo: FileStatus | undefined };
}

/** What of `ls -l` is shown, and how. */
export interface LongStyle {
  colored: boolean;
  /** Names that a shell would split are quoted. */
  quoted: boolean;
  indicators: 'none' | 'directories' | 'all';
  human: boolean;
  numeric: boolean;
  owner: boolean;
  group: boolean;
  fullTime: boolean;
  blocks: boolean;
}

export interface ShownEntry {
  /** The name as a short listing shows it, and the columns it takes. */
  shown: string;
  width: number;
  /** The line of a long listing. */
  long: string;
}

export async function longLines(context: ProgramContext, entries: readonly Entry[], style: LongStyle): Promise<ShownEntry[]> {
  const names = await ownerNames(context);
  const rows = entries.map((entry) => {
    const { status } = entry;
    const [major, minor] = deviceNumbers(entry.path);
    return {
      entry,
      blocks: style.blocks ? blocksText(status, style.human) : '',
      mode: modeText(status),
      owner: style.numeric ? String(status.uid) : names.user(status.uid),
      group: style.numeric ? String(status.gid) : names.group(status.gid),
      size: status.kind === 'device' ? `${String(major)}, ${String(minor)}` : style.human ? humanSize(status.size) : String(status.size),
      time: timeText(status.modifiedAt, context.system.now(), style.fullTime),
    };
  });
  const widest = (key: 'blocks' | 'owner' | 'group' | 'size'): number => Math.max(0, ...rows.map((row) => row[key].length));
  const widths = { blocks: widest('blocks'), owner: widest('owner'), group: widest('group'), size: widest('size') };
  return rows.map((row) => {
    const { shown, width } = shownName(row.entry, style);
    const fields = [
      ...(style.blocks ? [row.blocks.padStart(widths.blocks)] : []),
      row.mode,
      '1',
      ...(style.owner ? [row.owner.padEnd(widths.owner)] : []),
      ...(style.group ? [row.group.padEnd(widths.group)] : []),
      row.size.padStart(widths.size),
      row.time,
      shown + linkText(row.entry, style),
    ];
    const blocks = style.blocks ? `${row.blocks.padStart(widths.blocks)} ` : '';
    return { shown: blocks + shown, width: blocks.length + width, long: fields.join(' ') };
  });
}

/** Six months, as coreutils count them: half of an average Gregorian year. */
const recentMilliseconds = (31_556_952 / 2) * 1000;

function timeText(modifiedAt: number, now: number, full: boolean): string {
  if (full) return formatDate('%Y-%m-%d %H:%M:%S.%N %z', modifiedAt);
  const recent = modifiedAt <= now && modifiedAt > now - recentMilliseconds;
  return formatDate(recent ? '%b %e %H:%M' : '%b %e  %Y', modifiedAt);
}

function shownName(entry: Entry, style: LongStyle): { shown: string; width: number } {
  const text = style.quoted ? quoteForTerminal(entry.name) : entry.name;
  // In a long listing the indicator stands after the link's target.
  const indicator = entry.link === undefined ? indicatorOf(entry.status, style) : style.indicators === 'all' ? '@' : '';
  return { shown: paint(text, colorOf(entry.status, entry.link), style) + indicator, width: Array.from(text).length + indicator.length };
}

function linkText(entry: Entry, style: LongStyle): string {
  if (entry.link === undefined) return '';
  const { target, leadsTo } = entry.link;
  const text = style.quoted ? quoteForTerminal(target) : target;
  if (leadsTo === undefined) return ` -> ${text}`;
  return ` -> ${paint(text, colorOf(leadsTo, undefined), style)}${indicatorOf(leadsTo, style)}`;
}

function indicatorOf(status: FileStatus, style: LongStyle): string {
  if (style.indicators === 'none') return '';
  if (status.kind === 'directory') return '/';
  return style.indicators === 'all' && status.kind === 'file' && (status.mode & 0o111) !== 0 ? '*' : '';
}

/** The colours of dircolors' default database. */
function colorOf(status: FileStatus, link: Entry['link']): string {
  if (status.kind === 'symlink') return link?.leadsTo === undefined ? '01;31' : '01;36';
  if (status.kind === 'directory') return (status.mode & 0o1002) === 0o1002 ? '30;42' : '01;34';
  if (status.kind === 'device') return '40;33;01';
  return (status.mode & 0o111) !== 0 ? '01;32' : '';
}

function paint(text: string, color: string, style: LongStyle): string {
  return style.colored && color !== '' ? `\u001b[${color}m${text}\u001b[0m` : text;
}

function quoteForTerminal(name: string): string {
  if (!/[\s'"$`\\!*?[\]{}();&|<>~#^=]/.test(name)) return name;
  if (!name.includes("'")) return `'${name}'`;
  return /["$`\\]/.test(name) ? `'${name.replaceAll("'", "'\\''")}'` : `"${name}"`;
}

function blocksText(status: FileStatus, human: boolean): string {
  const bytes = allocatedBytes(status);
  return human ? humanSize(bytes) : String(bytes / 1024);
}
