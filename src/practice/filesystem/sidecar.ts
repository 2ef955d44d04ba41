import { z } from 'zod';
import { openStateFile } from '../../storage/state-file.ts';

/** What the host directory cannot say about one name; absent values are the defaults. */
export interface SidecarEntry {
  mode?: number;
  uid?: number;
  gid?: number;
  /** A symbolic link exists only here: the host directory holds nothing under its name. */
  link?: { target: string; modifiedAt: number };
  /** The file stands for one of `bytes`; no longer so once its content is not `content` bytes long (another process wrote it). */
  declared?: { bytes: number; content: number };
  /** What a tree below has at this place does not show: it was removed or replaced. */
  hides?: boolean;
  /** The name on the host, where it cannot be the name itself. */
  hostName?: string;
  entries?: Record<string, SidecarEntry>;
}

/** The attributes of a whole tree, written to disk some milliseconds after a change. */
export interface Sidecar {
  readonly root: SidecarEntry;
  find(names: readonly string[]): SidecarEntry | undefined;
  /** The entry, made where it is missing. */
  reach(names: readonly string[]): SidecarEntry;
  /** Sets or (undefined) forgets the entry with all below it. */
  put(names: readonly string[], entry: SidecarEntry | undefined): void;
  changed(): void;
  flush(): Promise<void>;
}

/** Rejects with FleetlabError when the file's directory cannot be read or written; a damaged file is set aside. */
export async function openSidecar(path: string): Promise<Sidecar> {
  const file = await openStateFile<SidecarEntry>({
    path,
    version: 1,
    schema: z.custom<SidecarEntry>(isEntry),
    initial: () => ({}),
  });
  const root = withoutPrototypes(file.value);

  function find(names: readonly string[]): SidecarEntry | undefined {
    let entry: SidecarEntry | undefined = root;
    for (const name of names) entry = entry?.entries?.[name];
    return entry;
  }
  function reach(names: readonly string[]): SidecarEntry {
    let entry = root;
    for (const name of names) {
      entry.entries ??= noEntries();
      entry = entry.entries[name] ??= {};
    }
    return entry;
  }
  function changed(): void {
    file.save(root);
  }
  return {
    root,
    find,
    reach,
    changed,
    put(names, entry) {
      const name = names.at(-1);
      if (name === undefined) return;
      const parent = entry === undefined ? find(names.slice(0, -1)) : reach(names.slice(0, -1));
      if (entry === undefined) {
        if (parent?.entries?.[name] === undefined) return;
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a record without prototype, written as JSON
        delete parent.entries[name];
      } else if (parent !== undefined) (parent.entries ??= noEntries())[name] = entry;
      changed();
    },
    flush: () => file.flush(),
  };
}

/** Without a prototype a file may be called `__proto__` or `constructor`. */
function noEntries(): Record<string, SidecarEntry> {
  return Object.create(null) as Record<string, SidecarEntry>;
}

function withoutPrototypes(entry: SidecarEntry): SidecarEntry {
  if (entry.entries === undefined) return entry;
  const entries = noEntries();
  for (const [name, below] of Object.entries(entry.entries)) entries[name] = withoutPrototypes(below);
  return { ...entry, entries };
}

function isEntry(value: unknown): value is SidecarEntry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { mode, uid, gid, link, declared, hides, hostName, entries } = value as Record<string, unknown>;
  return (
    [mode, uid, gid].every((number) => number === undefined || (Number.isInteger(number) && Number(number) >= 0)) &&
    (hides === undefined || typeof hides === 'boolean') &&
    (hostName === undefined || isName(hostName)) &&
    (link === undefined || isLink(link)) &&
    (declared === undefined || isDeclaration(declared)) &&
    (entries === undefined || (typeof entries === 'object' && entries !== null && Object.values(entries).every(isEntry)))
  );
}

/** A damaged file must not make a host name that leads out of its directory. */
function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[^/\\\0]+$/.test(value) && value !== '.' && value !== '..';
}

function isLink(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { target, modifiedAt } = value as Record<string, unknown>;
  return typeof target === 'string' && target !== '' && typeof modifiedAt === 'number';
}

function isDeclaration(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { bytes, content } = value as Record<string, unknown>;
  return [bytes, content].every((number) => Number.isInteger(number) && Number(number) >= 0);
}
