import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { ProblemList } from './course-error.ts';

export interface YamlText {
  file: string;
  text: string;
  /** Line of the file on which `text` begins, from 1. */
  firstLine: number;
}

/** Parses YAML and checks it against a schema; problems are reported with the line that they are about. */
export function parseYaml<T>(source: YamlText, schema: z.ZodType<T>, list: ProblemList): { value: T; lineOf: LineOf } | undefined {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines });
  const lineAt = (offset: number) => lines.linePos(offset).line + source.firstLine - 1;
  for (const error of document.errors) {
    list.report(source.file, lineAt(error.pos[0]), error.message.split('\n')[0] ?? 'This is not YAML.', 'Correct the YAML.');
  }
  if (document.errors.length > 0) return undefined;

  const lineOf: LineOf = (path) => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return source.firstLine;
  };
  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, lineOf };
  for (const issue of result.error.issues) {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key));
    list.report(
      source.file,
      lineOf(path),
      `${path.join('.') || 'The front matter'}: ${issue.message}.`,
      'See resources/courses/README.md.',
    );
  }
  return undefined;
}

/** The line of the value at a path of keys, or of the nearest key above it that is there. */
export type LineOf = (path: (string | number)[]) => number;
