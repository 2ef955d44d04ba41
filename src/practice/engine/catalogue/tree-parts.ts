import { programFile } from '../../process/program-file.ts';

/** A part of a base image's file tree; the owner is root unless it says otherwise. */
export type TreePart =
  | { kind: 'directory'; path: string; mode: number; owner?: number }
  | { kind: 'file'; path: string; content: string; mode: number }
  | { kind: 'symlink'; path: string; target: string };

export function directories(paths: string, mode = 0o755): TreePart[] {
  return list(paths).map((path) => ({ kind: 'directory', path, mode }));
}

export function textFile(path: string, content: string, mode = 0o644): TreePart {
  return { kind: 'file', path, content, mode };
}

/** Program files that stand for the programs of these names. */
export function programFiles(directory: string, names: string): TreePart[] {
  return list(names).map((name) => textFile(`${directory}/${name}`, programFile(name), 0o755));
}

/** `path->target` words. */
export function links(pairs: string): TreePart[] {
  return list(pairs).map((pair) => {
    const [path = '', target = ''] = pair.split('->');
    return { kind: 'symlink', path, target };
  });
}

export function list(words: string): string[] {
  return words.split(/\s+/).filter((word) => word !== '');
}
