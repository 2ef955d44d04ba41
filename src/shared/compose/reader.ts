import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import type { ComposeProblem } from './problems.ts';

/** Reads values out of a parsed file and notes what is wrong at its place; a wrong value reads as undefined. */
export interface Reader {
  problems: ComposeProblem[];
  error(node: unknown, message: string): undefined;
  warn(node: unknown, message: string): void;
  /** Pairs of a mapping, merge keys and aliases resolved; null and absent read as none. */
  pairs(node: unknown, what: string): Entry[];
  items(node: unknown, what: string): unknown[];
  /** A scalar as text: numbers and booleans as they are written. */
  text(node: unknown, what: string): string | undefined;
  boolean(node: unknown, what: string): boolean | undefined;
  integer(node: unknown, what: string): number | undefined;
  isMap(node: unknown): boolean;
  isList(node: unknown): boolean;
  isNull(node: unknown): boolean;
  /** The plain value, for keys that are passed on as they are. */
  plain(node: unknown): unknown;
}

export interface Entry {
  key: string;
  keyNode: unknown;
  value: unknown;
}

export function createReader(
  document: Document,
  lines: LineCounter,
  interpolate: (text: string) => { text: string } | { problem: string },
  /** Names that `interpolate` found without a value; emptied when they have been told. */
  unset: Set<string> = new Set(),
): Reader {
  const problems: ComposeProblem[] = [];
  const warned = new Set<string>();
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

  function note(severity: ComposeProblem['severity'], node: unknown, message: string): void {
    const start = (node as Node | null)?.range?.[0] ?? 0;
    const { line, col } = lines.linePos(start);
    problems.push({ severity, message, line: Math.max(line, 1), column: Math.max(col, 1) });
  }

  function error(node: unknown, message: string): undefined {
    note('error', node, message);
    return undefined;
  }

  function scalar(node: unknown): { value: unknown; source: string } | undefined {
    const target = resolve(node);
    if (!isScalar(target)) return undefined;
    const source = typeof target.value === 'string' ? target.value : (target.source ?? String(target.value));
    if (typeof target.value !== 'string') return { value: target.value, source };
    const filled = interpolate(source);
    // Each name once, where it is used first; a value is read several times.
    for (const name of unset) {
      if (!warned.has(name)) note('warning', node, `The "${name}" variable is not set. Defaulting to a blank string.`);
      warned.add(name);
    }
    unset.clear();
    if ('problem' in filled) {
      error(node, filled.problem);
      return undefined;
    }
    return { value: filled.text, source: filled.text };
  }

  function pairs(node: unknown, what: string): Entry[] {
    const target = resolve(node);
    if (target === undefined || isNull(target)) return [];
    if (!isMap(target)) {
      error(node, `${what} must be a mapping`);
      return [];
    }
    const entries = new Map<string, Entry>();
    for (const pair of target.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (key === '<<') {
        const sources = isSeq(resolve(pair.value)) ? items(pair.value, what) : [pair.value];
        for (const source of sources) for (const entry of pairs(source, what)) if (!entries.has(entry.key)) entries.set(entry.key, entry);
      } else {
        entries.set(key, { key, keyNode: pair.key, value: pair.value });
      }
    }
    return [...entries.values()];
  }

  function items(node: unknown, what: string): unknown[] {
    const target = resolve(node);
    if (target === undefined || isNull(target)) return [];
    if (isSeq(target)) return target.items;
    error(node, `${what} must be a list`);
    return [];
  }

  function isNull(node: unknown): boolean {
    const target = resolve(node);
    return target === null || target === undefined || (isScalar(target) && target.value === null);
  }

  return {
    problems,
    error,
    warn: (node, message) => note('warning', node, message),
    pairs,
    items,
    text(node, what) {
      const found = scalar(node);
      if (found === undefined) return isScalar(resolve(node)) ? undefined : error(node, `${what} must be a string`);
      return found.value === null ? error(node, `${what} must not be empty`) : found.source;
    },
    boolean(node, what) {
      const found = scalar(node);
      if (found?.value === true || found?.source === 'true') return true;
      if (found?.value === false || found?.source === 'false') return false;
      return error(node, `${what} must be true or false`);
    },
    integer(node, what) {
      const found = scalar(node);
      if (found !== undefined && /^-?\d+$/.test(found.source)) return Number(found.source);
      return error(node, `${what} must be a whole number`);
    },
    isMap: (node) => isMap(resolve(node)),
    isList: (node) => isSeq(resolve(node)),
    isNull,
    plain(node) {
      const target = resolve(node);
      if (isMap(target)) return Object.fromEntries(pairs(target, '').map((entry) => [entry.key, this.plain(entry.value)]));
      if (isSeq(target)) return target.items.map((item) => this.plain(item));
      return scalar(target)?.value ?? null;
    },
  };
}
