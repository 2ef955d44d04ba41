import { createHash } from 'node:crypto';

/** One name of a layer. Content lies in the blob store under its SHA-256. */
export type LayerEntry = { path: string; mode: number; uid: number; gid: number; modifiedAt: number } & (
  | { kind: 'directory' }
  /** `size` is the content's; `declaredSize` that of the bigger file it stands for. */
  | { kind: 'file'; size: number; blob: string; declaredSize?: number }
  | { kind: 'symlink'; target: string }
);

/** What a build step changed, relative to the layers below. */
export interface Layer {
  /** `sha256:…` over what the layer changes, without times: the same change has the same id. */
  id: string;
  /** Bytes that the layer adds. */
  size: number;
  /** Sorted by path, so that a directory comes before what is in it. */
  entries: LayerEntry[];
  /** Paths that the layers below have and this one removes, with all below them. */
  whiteouts: string[];
}

/** `size` is given for a base image, whose real files are bigger than the ones that stand for them. */
export function makeLayer(entries: readonly LayerEntry[], whiteouts: readonly string[], size?: number): Layer {
  const sorted = [...entries].sort((first, second) => comparePaths(first.path, second.path));
  const removed = [...whiteouts].sort();
  const total = size ?? sorted.reduce((sum, entry) => sum + (entry.kind === 'file' ? (entry.declaredSize ?? entry.size) : 0), 0);
  const facts = sorted.map((entry) => {
    const content = entry.kind === 'file' ? entry.blob : entry.kind === 'symlink' ? entry.target : '';
    const declared = entry.kind === 'file' && entry.declaredSize !== undefined ? [entry.declaredSize] : [];
    return [entry.path, entry.kind, entry.mode, entry.uid, entry.gid, content, ...declared];
  });
  return { id: digest(JSON.stringify([facts, removed, total])), size: total, entries: sorted, whiteouts: removed };
}

export function isEmptyLayer(layer: Layer): boolean {
  return layer.entries.length === 0 && layer.whiteouts.length === 0;
}

/** What all layers together show, by path. */
export function flattenLayers(layers: readonly Layer[]): Map<string, LayerEntry> {
  const tree = new Map<string, LayerEntry>();
  for (const layer of layers) {
    for (const path of layer.whiteouts) removeTree(tree, path);
    for (const entry of layer.entries) {
      // A file or link in the place of a directory hides what was in it.
      if (entry.kind !== 'directory' && tree.get(entry.path)?.kind === 'directory') removeTree(tree, entry.path);
      tree.set(entry.path, entry);
    }
  }
  return new Map([...tree].sort(([first], [second]) => comparePaths(first, second)));
}

/** The change from one tree to another. Times alone make no change of a directory. */
export function compareTrees(
  before: ReadonlyMap<string, LayerEntry>,
  after: ReadonlyMap<string, LayerEntry>,
): { entries: LayerEntry[]; whiteouts: string[] } {
  const entries = [...after.values()].filter((entry) => !isSameEntry(before.get(entry.path), entry));
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const missing = new Set(gone);
  const whiteouts = gone.filter((path) => !missing.has(parentOf(path)));
  return { entries, whiteouts };
}

export function digest(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

function isSameEntry(first: LayerEntry | undefined, second: LayerEntry): boolean {
  if (first?.kind !== second.kind || first.mode !== second.mode || first.uid !== second.uid || first.gid !== second.gid) return false;
  if (first.kind === 'symlink') return second.kind === 'symlink' && first.target === second.target;
  if (first.kind === 'file')
    return (
      second.kind === 'file' &&
      first.blob === second.blob &&
      first.declaredSize === second.declaredSize &&
      first.modifiedAt === second.modifiedAt
    );
  return true;
}

function removeTree(tree: Map<string, LayerEntry>, path: string): void {
  for (const other of [...tree.keys()]) if (other === path || other.startsWith(`${path}/`)) tree.delete(other);
}

/** By names, so that `/a/b` comes before `/a-b`. */
function comparePaths(first: string, second: string): number {
  const [one, two] = [first.replaceAll('/', '\0'), second.replaceAll('/', '\0')];
  return one < two ? -1 : one > two ? 1 : 0;
}
