import { parse } from 'unbash';
import type { ParsedScript, WordPart } from 'unbash';

/** A text that has been parsed; nodes carry positions in it. */
export interface SourceUnit {
  text: string;
  /** Number of its first line. */
  firstLine: number;
  script: ParsedScript;
  /** Stands in front of messages about its syntax: `eval`, a file's name. */
  origin: string;
}

export function parseSource(text: string, firstLine = 1, origin = ''): SourceUnit {
  return { text, firstLine, script: parse(text), origin };
}

export function lineAt(unit: SourceUnit, position: number): number {
  let line = unit.firstLine;
  for (let index = unit.text.indexOf('\n'); index >= 0 && index < position; index = unit.text.indexOf('\n', index + 1)) line += 1;
  return line;
}

const templates = new Map<string, readonly WordPart[]>();
const templateLimit = 500;

/**
 * Parts of a text in which only `$`, backticks and backslashes mean something, as in a here-document: the inside of
 * `$(( ))`, a prompt.
 */
export function parseTemplate(text: string): readonly WordPart[] {
  const known = templates.get(text);
  if (known !== undefined) return known;
  let delimiter = 'END';
  while (text.includes(delimiter)) delimiter += '_';
  const statement = parse(`:<<${delimiter}\n${text}\n${delimiter}\n`).commands[0];
  const redirection = statement?.command.type === 'Command' ? statement.command.redirects[0] : undefined;
  const parts = redirection?.type === 'HereDoc' ? hereDocumentParts(redirection.body.parts, redirection.body.text) : [];
  const inner = withoutLastLineEnd(parts);
  if (templates.size >= templateLimit) templates.clear();
  templates.set(text, inner);
  return inner;
}

/** A here-document without expansions has no parts; its backslashes still count. */
export function hereDocumentParts(parts: readonly WordPart[] | undefined, text: string): readonly WordPart[] {
  if (parts !== undefined) return parts;
  return [
    {
      type: 'Literal',
      pos: 0,
      end: 0,
      text,
      value: text.replaceAll(/\\([$`\\\n])/g, (_, character: string) => (character === '\n' ? '' : character)),
    },
  ];
}

function withoutLastLineEnd(parts: readonly WordPart[]): readonly WordPart[] {
  const last = parts.at(-1);
  if (last?.type !== 'Literal' || !last.value.endsWith('\n')) return parts;
  const value = last.value.slice(0, -1);
  return [...parts.slice(0, -1), { ...last, value }];
}
