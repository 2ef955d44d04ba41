import { z } from 'zod';
import { parse } from 'yaml';
import type { CommandBlock, EditBlock, LessonBlock, RequestBlock } from '../../src/shared/course/course.ts';
import { yamlOperation, type EditChange } from '../../src/shared/course/edit.ts';
import { verdictKind } from '../../src/shared/domain/http.ts';
import { parseTarget, type FenceAttributes } from './fence.ts';

/** Reports a problem of the block, `offset` lines below its first line. */
export type BlockReport = (what: string, mend: string, offset?: number) => void;

export interface FenceText {
  language: string;
  text: string;
  fence: FenceAttributes;
  id: string;
  /** The step's own, where laptop commands run. */
  folder: string | undefined;
}

/** A code fence with an id: a command, a request, or an edit. */
export function readFence(source: FenceText, report: BlockReport): LessonBlockWithId | undefined {
  const { language, fence } = source;
  if (fence.values.has('file')) return readEdit(source, report);
  if (language === 'sh') return readCommand(source, report);
  if (language === 'http') return readRequest(source, report);
  if (language === 'diff') report('The edit names no file.', 'Add file=<folder>/<file> after the id.');
  else report('This fence has an #id, but is no command, request or edit.', 'Write sh, http or file=…, or remove the id.');
  return undefined;
}

type LessonBlockWithId = Exclude<LessonBlock, { kind: 'prose' }>;

function readCommand({ text, fence, id, folder: stepFolder }: FenceText, report: BlockReport): CommandBlock {
  allowOnly(fence, ['in', 'folder', 'endless', 'expects'], report);
  const where = fence.values.get('in') ?? 'laptop';
  const target = parseTarget(where);
  if (target === undefined) report(`in=${where} is no place to run a command.`, 'Write in=laptop, in=host-os or in=service:<name>.');
  const expects = readNumber(fence, 'expects', 0, 255, report) ?? 0;
  if (fence.values.has('folder') && where !== 'laptop')
    report('folder= has a meaning on the laptop only.', 'Remove it, and use cd in the command.');
  if (text.trim() === '') report('The command is empty.', 'Write the command between the fences.');
  const folder = fence.values.get('folder') ?? stepFolder;
  return {
    kind: 'command',
    id,
    text,
    target: target ?? { kind: 'laptop' },
    ...(where === 'laptop' && folder !== undefined ? { folder } : {}),
    endless: fence.values.has('endless'),
    expects,
  };
}

/** `GET http://…` on the first line; what follows an empty line is the body. */
function readRequest({ text, fence, id }: FenceText, report: BlockReport): RequestBlock {
  allowOnly(fence, ['from', 'expects', 'status'], report);
  const where = fence.values.get('from') ?? 'laptop';
  const from = parseTarget(where);
  if (from === undefined) report(`from=${where} is no place to ask from.`, 'Write from=laptop, from=host-os or from=service:<name>.');
  const expects = verdictKind.safeParse(fence.values.get('expects') ?? 'delivered');
  if (!expects.success)
    report(`expects=${fence.values.get('expects') ?? ''} is no end of a request.`, `There are: ${verdictKind.options.join(', ')}.`);
  const status = readNumber(fence, 'status', 100, 599, report);
  const [first = '', ...rest] = text.split('\n');
  const [, method = 'GET', url = ''] = /^(?:([A-Z]+) +)?(https?:\/\/\S+)$/.exec(first.trim()) ?? [];
  if (url === '') report('The request is not of the form "GET http://…".', 'Write method and address on the first line.');
  const body = rest.join('\n').trim();
  if (body !== '' && rest[0]?.trim() !== '') report('The body follows an empty line.', 'Put an empty line after the first.');
  return {
    kind: 'request',
    id,
    from: from ?? { kind: 'laptop' },
    method,
    url,
    ...(body === '' ? {} : { body }),
    expects: expects.data ?? 'delivered',
    ...(status === undefined ? {} : { status }),
  };
}

/** `diff`: lines of a file; `yaml` with `change`: operations; any other language: a new file with this text. */
function readEdit({ language, text, fence, id }: FenceText, report: BlockReport): EditBlock | undefined {
  allowOnly(fence, language === 'yaml' ? ['file', 'change'] : ['file'], report);
  const file = fence.values.get('file') ?? '';
  if (file === '') report('The edit names no file.', 'Add file=<folder>/<file> after the id.');
  const change = fence.values.has('change')
    ? readOperations(text, report)
    : language === 'diff'
      ? readLines(text, report)
      : readNewFile(text, report);
  return change === undefined ? undefined : { kind: 'edit', id, file, change };
}

function readLines(text: string, report: BlockReport): EditChange {
  const before: string[] = [];
  const after: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const sign = line[0] ?? ' ';
    if (sign !== '-' && sign !== '+' && sign !== ' ') {
      report(`This line of the edit begins with "${sign}".`, 'Begin with "-" (goes), "+" (comes) or a space (stays).', index + 1);
    }
    if (sign !== '+') before.push(line.slice(1));
    if (sign !== '-') after.push(line.slice(1));
  }
  if (before.length === 0)
    report('The edit has no line that is in the file now.', 'Add the line before or after it, with a space in front.');
  if (before.join('\n') === after.join('\n')) report('The edit changes nothing.', 'Mark what goes with "-" and what comes with "+".');
  return { by: 'lines', before: before.join('\n'), after: after.join('\n') };
}

function readNewFile(text: string, report: BlockReport): EditChange {
  if (text.trim() === '') report('The new file is empty.', 'Write its text between the fences.');
  return { by: 'file', text: `${text}\n` };
}

function readOperations(text: string, report: BlockReport): EditChange | undefined {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    report(
      `The operations are not YAML: ${(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''}`,
      'Correct the YAML.',
    );
    return undefined;
  }
  const operations = z.array(yamlOperation).min(1).safeParse(value);
  if (operations.success) return { by: 'yaml', operations: operations.data };
  report('These are not operations on YAML.', 'Write a list of "set: path, to: value", "insert: path, item: value" and "delete: path".');
  return undefined;
}

function readNumber(fence: FenceAttributes, key: string, least: number, most: number, report: BlockReport): number | undefined {
  const text = fence.values.get(key);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  report(`${key}=${text} is not a number from ${least} to ${most}.`, 'Correct it.');
  return undefined;
}

function allowOnly(fence: FenceAttributes, known: readonly string[], report: BlockReport): void {
  for (const key of fence.values.keys()) {
    if (!known.includes(key)) report(`"${key}" is not an attribute of this fence.`, `There are: ${known.join(', ')}.`);
  }
}
