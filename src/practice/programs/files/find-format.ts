import type { FileStatus } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';
import type { ownerNames } from '../system/accounts.ts';
import { formatDate } from '../system/date-format.ts';
import { modeText } from './mode-text.ts';
import { allocatedBytes } from './sizes.ts';

/** A file that find has come to. */
export interface Found {
  name: string;
  path: string;
  /** The operand it lies below. */
  start: string;
  depth: number;
  status: FileStatus;
}

const escapes: Record<string, string> = { n: '\n', t: '\t', '0': '\0', '\\': '\\', a: '\u0007', r: '\r' };
const kindLetters: Record<FileStatus['kind'], string> = { file: 'f', directory: 'd', symlink: 'l', device: 'c' };

/** What `-printf` shows. */
export async function fillFormat(
  context: ProgramContext,
  format: string,
  found: Found,
  names: Awaited<ReturnType<typeof ownerNames>>,
): Promise<string> {
  const { status, name } = found;
  const link = status.kind === 'symlink' ? await context.system.fileSystem.readLink(found.path) : '';
  const below = found.depth === 0 ? '' : name.slice(found.start.length).replace(/^\//, '');
  const values: Record<string, () => string> = {
    p: () => name,
    P: () => below,
    f: () => baseName(name),
    h: () => (name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : '.'),
    s: () => String(status.size),
    k: () => String(allocatedBytes(status) / 1024),
    m: () => status.mode.toString(8),
    M: () => modeText(status),
    y: () => kindLetters[status.kind],
    d: () => String(found.depth),
    u: () => names.user(status.uid),
    g: () => names.group(status.gid),
    U: () => String(status.uid),
    G: () => String(status.gid),
    l: () => link,
    t: () => formatDate('%a %b %e %H:%M:%S.%N0 %Y', status.modifiedAt),
    '%': () => '%',
  };
  return format.replaceAll(
    /%([AT])(.)|%(-?\d*)([a-zA-Z%])|\\(.)/g,
    (
      whole: string,
      time: string | undefined,
      field: string | undefined,
      width: string | undefined,
      letter: string | undefined,
      escape: string | undefined,
    ) => {
      if (time !== undefined)
        return field === '@'
          ? `${String(Math.floor(status.modifiedAt / 1000))}.${formatDate('%N', status.modifiedAt)}0`
          : formatDate(`%${field ?? ''}`, status.modifiedAt);
      if (escape !== undefined) return escapes[escape] ?? whole;
      const value = values[letter ?? '']?.();
      if (value === undefined) return whole;
      return width?.startsWith('-') === true ? value.padEnd(Number(width.slice(1))) : value.padStart(Number(width ?? 0));
    },
  );
}

/** The last name of a path, which `-name` looks at. */
export function baseName(name: string): string {
  const trimmed = name.replace(/\/+$/, '');
  return trimmed === '' ? name.slice(0, 1) : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}
