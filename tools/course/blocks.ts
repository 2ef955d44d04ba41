import { toString } from 'mdast-util-to-string';
import type { CommandBlock, EditBlock, LessonBlock, QuizBlock, Step } from '../../src/shared/course/course.ts';
import type { ProblemList } from './course-error.ts';
import { parseFence, parseTarget, type FenceAttributes } from './fence.ts';
import { lineOfNode, type MarkdownNode, type RenderProse } from './prose.ts';

/** A block's or check's place in its file, for problems that are found later. */
export type Lines = Map<string, number>;

export interface StepBody {
  blocks: LessonBlock[];
  hints: Step['hints'];
  /** Line of each block by its id. */
  lines: Lines;
}

type CodeNode = Extract<MarkdownNode, { type: 'code' }>;
type DirectiveNode = Extract<MarkdownNode, { type: 'containerDirective' }>;
type ListItem = Extract<MarkdownNode, { type: 'listItem' }>;

const idForm = /^[a-z][a-z0-9-]*$/;

/** Divides a step's Markdown into blocks and hints. `folder` is where its laptop commands run. */
export function readBlocks(nodes: readonly MarkdownNode[], file: string, folder: string, prose: RenderProse, list: ProblemList): StepBody {
  const blocks: LessonBlock[] = [];
  const hints: Step['hints'] = [];
  const lines: Lines = new Map();
  let text: MarkdownNode[] = [];

  const endText = () => {
    if (text.length > 0) blocks.push({ kind: 'prose', html: prose(text, file) });
    text = [];
  };
  const add = (block: Exclude<LessonBlock, { kind: 'prose' }>, node: MarkdownNode) => {
    endText();
    if (!idForm.test(block.id)) {
      list.report(
        file,
        lineOfNode(node),
        `The id "${block.id}" is not of the form "push-again".`,
        'Use small letters, digits and hyphens.',
      );
    } else if (lines.has(block.id)) {
      list.report(file, lineOfNode(node), `The id "${block.id}" is used twice in this step.`, 'Give this block another id.');
    }
    lines.set(block.id, lineOfNode(node));
    blocks.push(block);
  };

  for (const node of nodes) {
    if (node.type === 'yaml') continue;
    if (node.type === 'code') {
      const fence = parseFence(node.meta);
      if (fence.id === undefined) {
        if (fence.values.size > 0)
          list.report(file, lineOfNode(node), 'The code fence has attributes but no #id.', 'Add #id, or remove the attributes.');
        text.push(node);
      } else if (node.lang === 'diff') add(readEdit(node, fence, fence.id, file, list), node);
      else if (node.lang === 'sh') add(readCommand(node, fence, fence.id, file, folder, list), node);
      else
        list.report(
          file,
          lineOfNode(node),
          'Only sh (a command) and diff (an edit) fences can have an #id.',
          'Remove the id, or change the language.',
        );
    } else if (node.type === 'containerDirective' && node.name === 'quiz') {
      const quiz = readQuiz(node, file, list);
      if (quiz !== undefined) add(quiz, node);
    } else if (node.type === 'containerDirective' && node.name === 'hint') {
      endText();
      const level = node.attributes?.['level'];
      if (level === 'nudge' || level === 'explain' || level === 'show') hints.push({ level, html: prose(node.children, file) });
      else
        list.report(
          file,
          lineOfNode(node),
          `The hint has the level "${level ?? ''}".`,
          'Write {level=nudge}, {level=explain} or {level=show}.',
        );
    } else {
      text.push(node);
    }
  }
  endText();
  return { blocks, hints, lines };
}

function readCommand(
  node: CodeNode,
  fence: FenceAttributes,
  id: string,
  file: string,
  stepFolder: string,
  list: ProblemList,
): CommandBlock {
  const report = (what: string, mend: string) => list.report(file, lineOfNode(node), what, mend);
  allowOnly(fence, ['in', 'folder', 'endless', 'expects'], report);
  const where = fence.values.get('in') ?? 'laptop';
  const target = parseTarget(where);
  if (target === undefined) report(`in=${where} is no place to run a command.`, 'Write in=laptop, in=host-os or in=service:<name>.');
  const expects = Number(fence.values.get('expects') ?? '0');
  if (!Number.isInteger(expects) || expects < 0 || expects > 255) report('expects= is not an exit code.', 'Write a number from 0 to 255.');
  if (fence.values.has('folder') && where !== 'laptop')
    report('folder= has a meaning on the laptop only.', 'Remove it, and use cd in the command.');
  if (node.value.trim() === '') report('The command is empty.', 'Write the command between the fences.');
  return {
    kind: 'command',
    id,
    text: node.value,
    target: target ?? { kind: 'laptop' },
    ...(where === 'laptop' ? { folder: fence.values.get('folder') ?? stepFolder } : {}),
    endless: fence.values.has('endless'),
    expects,
  };
}

function readEdit(node: CodeNode, fence: FenceAttributes, id: string, file: string, list: ProblemList): EditBlock {
  const report = (what: string, mend: string, offset = 0) => list.report(file, lineOfNode(node) + offset, what, mend);
  allowOnly(fence, ['file'], report);
  const path = fence.values.get('file') ?? '';
  if (path === '') report('The edit names no file.', 'Add file=<folder>/<file> after the id.');
  const before: string[] = [];
  const after: string[] = [];
  for (const [index, line] of node.value.split('\n').entries()) {
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
  return { kind: 'edit', id, file: path, before: before.join('\n'), after: after.join('\n') };
}

function readQuiz(node: DirectiveNode, file: string, list: ProblemList): QuizBlock | undefined {
  const report = (what: string, mend: string, at: MarkdownNode = node) => list.report(file, lineOfNode(at), what, mend);
  const id = node.attributes?.['id'] ?? '';
  const options = node.children.find((child) => child.type === 'list');
  const question = node.children.filter((child) => child.type === 'paragraph').map((child) => plainText(child));
  if (question.length !== 1 || options === undefined) {
    report('A quiz has one paragraph with the question, then one list of answers.', 'See resources/courses/README.md.');
    return undefined;
  }
  const read = options.children.map((item) => readOption(item, report));
  const known = read.filter((option) => option !== undefined);
  if (known.length !== read.length) return undefined;
  if (known.length < 2) report('A quiz has at least two answers.', 'Add one.');
  const right = known.filter((option) => option.right).length;
  if (right !== 1) report(`${right} answers are marked as right.`, 'Mark exactly one with [x].');
  return { kind: 'quiz', id, question: question[0] ?? '', options: known };
}

function readOption(
  item: ListItem,
  report: (what: string, mend: string, at: MarkdownNode) => void,
): QuizBlock['options'][number] | undefined {
  const [first, ...rest] = item.children;
  const match = /^\[([ x])\]\s+(.+)$/s.exec(first?.type === 'paragraph' ? plainText(first) : '');
  const because = rest.map((child) => plainText(child)).join(' ');
  if (match === null) {
    report(
      'The answer does not begin with "[ ]" or "[x]".',
      'Write "- [ ] text" for a wrong answer, "- [x] text" for the right one.',
      item,
    );
    return undefined;
  }
  if (because === '') {
    report('The answer has no explanation.', 'Add a paragraph below it, indented, that says why it is right or wrong.', item);
    return undefined;
  }
  return { text: oneLine(match[2] ?? ''), right: match[1] === 'x', because: oneLine(because) };
}

/** The text of a paragraph with its code between backticks, the one mark that a quiz keeps. */
function plainText(node: MarkdownNode): string {
  if (node.type === 'inlineCode') return `\`${node.value}\``;
  return 'children' in node ? node.children.map((child) => plainText(child)).join('') : toString(node);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function allowOnly(fence: FenceAttributes, known: readonly string[], report: (what: string, mend: string) => void): void {
  for (const key of fence.values.keys()) {
    if (!known.includes(key)) report(`"${key}" is not an attribute of this fence.`, `There are: ${known.join(', ')}.`);
  }
}
