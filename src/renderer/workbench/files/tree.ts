import type { WorkspaceEntry } from '../../../shared/domain/workspace.ts';

export interface TreeRow {
  path: string;
  name: string;
  kind: 'file' | 'folder';
  /** From 1, as `aria-level` counts. */
  level: number;
  isOpen: boolean;
}

/** The rows that are seen: folders first, then files, each by name; what is inside a closed folder is left out. */
export function visibleRows(entries: readonly WorkspaceEntry[], openFolders: ReadonlySet<string>): TreeRow[] {
  const children = new Map<string, WorkspaceEntry[]>();
  for (const entry of entries) {
    const parent = parentOf(entry.path);
    children.set(parent, [...(children.get(parent) ?? []), entry]);
  }
  const rows: TreeRow[] = [];
  addRows('', 1);
  return rows;

  function addRows(parent: string, level: number): void {
    for (const entry of [...(children.get(parent) ?? [])].sort(compareEntries)) {
      const isOpen = entry.kind === 'folder' && openFolders.has(entry.path);
      rows.push({ path: entry.path, name: nameOf(entry.path), kind: entry.kind, level, isOpen });
      if (isOpen) addRows(entry.path, level + 1);
    }
  }
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** All folders above a path, outermost first. */
export function foldersAbove(path: string): string[] {
  const parent = parentOf(path);
  return parent === '' ? [] : [...foldersAbove(parent), parent];
}

function compareEntries(left: WorkspaceEntry, right: WorkspaceEntry): number {
  if (left.kind !== right.kind) return left.kind === 'folder' ? -1 : 1;
  return nameOf(left.path).localeCompare(nameOf(right.path), 'en');
}
