import type { FileStatus } from '../../filesystem/filesystem.ts';

/** The expression of a `find` command line, as a tree. */
export type FindExpression =
  | { kind: 'and' | 'or'; left: FindExpression; right: FindExpression }
  | { kind: 'not'; inner: FindExpression }
  | { kind: 'test'; test: FindTest }
  | { kind: 'action'; action: FindAction };

/** A number with `+` (more than) or `-` (less than). */
export interface Limit {
  sign: '+' | '-' | '';
  number: number;
}

export type FindTest =
  | { name: 'true' | 'false' | 'empty' }
  | { name: 'name' | 'path' | 'link-name'; pattern: string; ignoreCase: boolean }
  | { name: 'regex'; source: string; ignoreCase: boolean }
  | { name: 'type'; kinds: readonly FileStatus['kind'][] }
  | { name: 'size'; limit: Limit; unit: number }
  /** Age in whole units of so many milliseconds. */
  | { name: 'age'; limit: Limit; unit: number }
  | { name: 'newer'; file: string }
  | { name: 'permission'; mode: number; match: 'exact' | 'all' | 'any' }
  | { name: 'user' | 'group'; owner: string };

export type FindAction =
  | { name: 'print'; end: string }
  | { name: 'printf'; format: string }
  | { name: 'list' | 'delete' | 'prune' | 'quit' }
  | { name: 'exec'; command: readonly string[]; together: boolean; inDirectory: boolean; collected: string[] };

export interface FindRequest {
  starts: string[];
  expression: FindExpression;
  followLinks: 'never' | 'starts' | 'always';
  least: number;
  most: number;
  /** A directory's content before itself. */
  depthFirst: boolean;
}

/** The command line cannot be used; the message is find's. */
export class FindError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FindError';
  }
}

/** Compares as find does: `+5` more, `-5` less, `5` exactly. */
export function withinLimit(value: number, limit: Limit): boolean {
  if (limit.sign === '+') return value > limit.number;
  return limit.sign === '-' ? value < limit.number : value === limit.number;
}
