import type { Finder } from './longest-match.ts';

/** What a sed script says, after it has been read. */

export type Address =
  | { kind: 'line'; line: number }
  | { kind: 'last' }
  | { kind: 'pattern'; expression: Expression }
  /** `first~step`. */
  | { kind: 'step'; first: number; step: number };

/** The second address of a range; `+N` and `~N` count from the first one's line. */
export type RangeEnd = Address | { kind: 'plus'; count: number } | { kind: 'multiple'; of: number };

/** A regular expression; undefined stands for the empty one, which is the last that was used. */
export interface Expression {
  find: Finder | undefined;
}

export interface Command {
  first: Address | undefined;
  second: RangeEnd | undefined;
  /** `0,/re/`: the range may end on the very first line. */
  startsAtZero: boolean;
  negated: boolean;
  action: Action;
  /** Whether a range is under way, and the line it ends at where that is known. */
  range: { active: boolean; endLine: number | undefined };
}

export type Action =
  | { name: '{'; end: number }
  | { name: '}' | '=' | 'd' | 'D' | 'g' | 'G' | 'h' | 'H' | 'n' | 'N' | 'p' | 'P' | 'x' | 'z' | 'F' }
  | { name: 'a' | 'i' | 'c'; text: string }
  | { name: ':'; label: string }
  | { name: 'b' | 't' | 'T'; label: string; target: number }
  | { name: 'l'; width: number | undefined }
  | { name: 'q' | 'Q'; status: number }
  | { name: 'r' | 'w'; file: string }
  | { name: 's'; substitution: Substitution }
  | { name: 'y'; map: ReadonlyMap<string, string> };

export interface Substitution {
  expression: Expression;
  replacement: readonly ReplacementPart[];
  /** The first match to be replaced, counted from 1. */
  occurrence: number;
  global: boolean;
  print: boolean;
  writeTo: string | undefined;
}

export type ReplacementPart =
  | { kind: 'text'; text: string }
  /** 0 is the whole match. */
  | { kind: 'group'; group: number }
  /** `\U` `\L` `\E` hold until the next of them; `\u` `\l` for one character. */
  | { kind: 'case'; letter: 'U' | 'L' | 'E' | 'u' | 'l' };

export interface Script {
  commands: Command[];
  /** Files that `w` writes to, emptied at the start. */
  outputs: ReadonlySet<string>;
}
