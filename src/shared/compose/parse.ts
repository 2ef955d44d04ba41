import { LineCounter, parseDocument } from 'yaml';
import { checkBalenaRules } from './balena-rules.ts';
import { completeProject } from './complete.ts';
import { interpolate } from './interpolate.ts';
import { mergeParts } from './merge.ts';
import type { ProjectPart } from './project-part.ts';
import { readPart } from './read-part.ts';
import type { ComposeProblem } from './problems.ts';
import type { ComposeProject } from './project.ts';
import { createReader, type Reader } from './reader.ts';
import { checkReferences } from './references.ts';

export interface ParseOptions {
  /** Goes before network and volume names: `<name>_default`. */
  projectName: string;
  /** For `${NAME}` and for variables that are named without a value. */
  environment?: Readonly<Record<string, string>>;
  /** Joins a path of the file to the project's folder; as it is where absent. */
  resolvePath?: (path: string) => string;
  /** Text of a file that `env_file` names, or undefined where there is none. */
  readFile?: (path: string) => string | undefined;
  /** `compose`: whatever compose takes; `balena` (the default): what balena refuses of it is an error too. */
  rules?: 'balena' | 'compose';
}

export interface ParsedCompose {
  /** Absent where the file cannot be read as a project at all. */
  project?: ComposeProject;
  /** In the order of the file; a project with errors must not be used. */
  problems: ComposeProblem[];
}

export interface ComposeFile {
  /** What problems name it by. */
  name: string;
  text: string;
}

export interface ParsedComposeFiles {
  project?: ComposeProject;
  problems: (ComposeProblem & { file: string })[];
}

/**
 * Reads a compose file (the v2 format balena supports, that is 2.1 to 2.4, or no version) into normal form. Every problem is
 * told with its place: YAML that does not parse, unknown keys, wrong types, names that are not declared, and what balena
 * rejects.
 */
export function parseCompose(text: string, options: ParseOptions): ParsedCompose {
  const { project, problems } = parseComposeFiles([{ name: '', text }], options);
  return {
    ...(project === undefined ? {} : { project }),
    problems: problems.map(({ severity, message, line, column }) => ({ severity, message, line, column })),
  };
}

/** Reads several files as one project: a later file adds to the earlier ones and overrides them, as `-f A -f B` does for compose. */
export function parseComposeFiles(files: readonly ComposeFile[], options: ParseOptions): ParsedComposeFiles {
  const opened = files.map((file) => open(file, options));
  const declared = new Set(
    opened.flatMap(({ reader, root }) => reader.pairs(entry(reader, root, 'volumes'), 'volumes').map(({ key }) => key)),
  );
  const problems = () =>
    opened.flatMap(({ file, reader }) =>
      reader.problems
        .toSorted((left, right) => left.line - right.line || left.column - right.column)
        .map((problem) => ({ ...problem, file: file.name })),
    );
  if (opened.some(({ root }) => root === undefined)) return { problems: problems() };

  const parts = opened.map(({ reader, root }) => readPart(reader, root, options, (volume) => declared.has(volume)));
  const merged = parts.reduce<ProjectPart>((all, part) => mergeParts(all, part), { services: {} });
  const project = completeProject(merged, options);
  opened.forEach(({ reader, root }, index) => {
    checkReferences(reader, root, project, merged);
    if (options.rules !== 'compose') checkBalenaRules(reader, root, parts[index] ?? { services: {} });
  });
  const last = opened.at(-1);
  if (last !== undefined && Object.keys(merged.services).length === 0)
    last.reader.error(last.root, 'no services: a compose file needs the key "services" with at least one service');
  return { project, problems: problems() };
}

/** `root` is absent where the text is no mapping; the reader says why. */
function open(file: ComposeFile, options: ParseOptions): { file: ComposeFile; reader: Reader; root?: unknown } {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, uniqueKeys: true });
  const unset = new Set<string>();
  const reader = createReader(document, lines, (raw) => interpolate(raw, options.environment ?? {}, (name) => unset.add(name)), unset);
  // After the first one the parser has lost its place: what it says of the rest is not so.
  const [error] = document.errors.toSorted((left, right) => left.pos[0] - right.pos[0]);
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    reader.problems.push({ severity: 'error', message: explainYaml(error.code, error.message), line, column: col });
    return { file, reader };
  }
  if (reader.isMap(document.contents)) return { file, reader, root: document.contents };
  reader.error(document.contents, 'a compose file is a mapping with the key "services"');
  return { file, reader };
}

function entry(reader: Reader, root: unknown, key: string): unknown {
  return root === undefined ? undefined : reader.pairs(root, 'the file').find((found) => found.key === key)?.value;
}

function explainYaml(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'a tab indents this line: YAML takes spaces only';
  if (code === 'DUPLICATE_KEY') return 'this key stands here a second time in the same mapping';
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
