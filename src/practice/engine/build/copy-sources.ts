import { normalizePath } from '../../filesystem/filesystem.ts';
import type { BuildContext } from '../engine.ts';
import type { LayerEntry } from '../images/layer.ts';
import type { LayerStore } from '../images/layer-store.ts';
import type { StageTree } from './builder.ts';

/** What one source word of COPY stands for: a file, or a directory's content. */
export interface CopySource {
  /** Absolute path in the tree it comes from. */
  path: string;
  isDirectory: boolean;
  /** The file itself, or what is below the directory, parents first. */
  entries: LayerEntry[];
}

/** The build context as a tree; its files belong to root, as COPY makes them. */
export async function contextTree(context: BuildContext, layers: LayerStore, modifiedAt: number): Promise<StageTree> {
  const tree = new Map<string, LayerEntry>();
  const about = { uid: 0, gid: 0, modifiedAt };
  for (const [name, { content, mode }] of [...context.files].sort(([first], [second]) => (first < second ? -1 : 1))) {
    const path = normalizePath(name);
    for (let end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
      const parent = path.slice(0, end);
      if (!tree.has(parent)) tree.set(parent, { ...about, path: parent, kind: 'directory', mode: 0o755 });
    }
    const blob = await layers.addBlob(content);
    tree.set(path, { ...about, path, kind: 'file', mode: mode & 0o777 || 0o644, size: content.length, blob });
  }
  return tree;
}

/** Finds what the words name. `isContext` decides the wording of the error, which comes back as text. */
export function findSources(tree: StageTree, words: readonly string[], isContext: boolean): { sources: CopySource[] } | { error: string } {
  const found: CopySource[] = [];
  for (const word of words) {
    if (isContext && /^(\.\/)*\.\.(\/|$)/.test(word)) return { error: `forbidden path outside the build context: ${word} ()` };
    const path = normalizePath(word);
    if (hasWildcard(word)) {
      const pattern = globPattern(path);
      for (const candidate of tree.keys()) if (pattern.test(candidate)) found.push(sourceAt(tree, candidate));
    } else if (path === '/' || tree.has(path)) found.push(sourceAt(tree, path));
    else {
      const missing = `stat ${path.slice(1)}: file does not exist`;
      return { error: isContext ? `file not found in build context or excluded by .dockerignore: ${missing}` : missing };
    }
  }
  return found.length === 0 && words.length > 0 ? { error: 'no source files were specified' } : { sources: found };
}

/** The facts of the sources that decide whether a cached step is the same. */
export function sourceFacts(sources: readonly CopySource[]): unknown[] {
  return sources.map((source) => [
    source.isDirectory ? '' : source.path.slice(source.path.lastIndexOf('/') + 1),
    source.entries.map((entry) => {
      const content = entry.kind === 'file' ? entry.blob : entry.kind === 'symlink' ? entry.target : '';
      const declared = entry.kind === 'file' && entry.declaredSize !== undefined ? [entry.declaredSize] : [];
      return [entry.path.slice(source.isDirectory ? source.path.length : 0), entry.kind, entry.mode, content, ...declared];
    }),
  ]);
}

function sourceAt(tree: StageTree, path: string): CopySource {
  const entry = tree.get(path);
  if (entry !== undefined && entry.kind !== 'directory') return { path, isDirectory: false, entries: [entry] };
  const prefix = path === '/' ? '/' : `${path}/`;
  const entries = [...tree.values()].filter((below) => below.path.startsWith(prefix) && below.path !== '/');
  return { path, isDirectory: true, entries };
}

function hasWildcard(word: string): boolean {
  return /[*?[]/.test(word.replaceAll(/\\./g, ''));
}

/** Go's filepath.Match: `*` and `?` do not cross a `/`. */
function globPattern(path: string): RegExp {
  let pattern = '';
  for (let index = 0; index < path.length; index += 1) {
    const character = path.charAt(index);
    const end = path.indexOf(']', index + 2);
    if (character === '*') pattern += '[^/]*';
    else if (character === '?') pattern += '[^/]';
    else if (character === '[' && end > 0) {
      const set = path.slice(index + 1, end).replaceAll(/[\\\]]/g, '\\$&');
      pattern += `[${set}]`;
      index = end;
    } else {
      if (character === '\\') index += 1;
      pattern += path.charAt(index).replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    }
  }
  try {
    return new RegExp(`^${pattern}$`);
  } catch {
    return /^(?!)/;
  }
}
