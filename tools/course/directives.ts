import { toString } from 'mdast-util-to-string';
import {
  drawingBlock,
  figureBlock,
  type DrawingBlock,
  type FigureBlock,
  type QuizBlock,
  type SummaryBlock,
} from '../../src/shared/course/course.ts';
import type { BlockReport } from './fence-blocks.ts';
import type { MarkdownNode } from './prose.ts';

type DirectiveNode = Extract<MarkdownNode, { type: 'containerDirective' }>;
type ListItem = Extract<MarkdownNode, { type: 'listItem' }>;

/** Reports a problem at a node of its own. */
type ReportAt = (what: string, mend: string, at: MarkdownNode) => void;

/** `:::quiz{#id}`, `:::quiz{#id predict}`: a question, then its answers as a list. */
export function readQuiz(node: DirectiveNode, reportAt: ReportAt): QuizBlock | undefined {
  const report = (what: string, mend: string) => reportAt(what, mend, node);
  const id = node.attributes?.['id'] ?? '';
  const predict = node.attributes?.['predict'] !== undefined;
  const options = node.children.find((child) => child.type === 'list');
  const question = node.children.filter((child) => child.type === 'paragraph').map((child) => plainText(child));
  if (question.length !== 1 || options === undefined) {
    report('A quiz has one paragraph with the question, then one list of answers.', 'See resources/courses/README.md.');
    return undefined;
  }
  const read = options.children.map((item) => readOption(item, reportAt));
  const known = read.filter((option) => option !== undefined);
  if (known.length !== read.length) return undefined;
  if (known.length < 2) report('A quiz has at least two answers.', 'Add one.');
  const right = known.filter((option) => option.right).length;
  if (right !== 1) report(`${right} answers are marked as right.`, 'Mark exactly one with [x].');
  return { kind: 'quiz', id, question: oneLine(question[0] ?? ''), predict, options: known };
}

function readOption(item: ListItem, reportAt: ReportAt): QuizBlock['options'][number] | undefined {
  const [first, ...rest] = item.children;
  const match = /^\[([ x])\]\s+(.+)$/s.exec(first?.type === 'paragraph' ? plainText(first) : '');
  const because = rest.map((child) => plainText(child)).join(' ');
  if (match === null) {
    reportAt(
      'The answer does not begin with "[ ]" or "[x]".',
      'Write "- [ ] text" for a wrong answer, "- [x] text" for the right one.',
      item,
    );
    return undefined;
  }
  if (because === '') {
    reportAt('The answer has no explanation.', 'Add a paragraph below it, indented, that says why it is right or wrong.', item);
    return undefined;
  }
  return { text: oneLine(match[2] ?? ''), right: match[1] === 'x', because: oneLine(because) };
}

/** `:::figure{#id view=network alt="…" focus=backend}`: a live view; what it holds is the caption. */
export function readFigure(node: DirectiveNode, report: BlockReport): FigureBlock | undefined {
  const attributes = node.attributes ?? {};
  const unknown = Object.keys(attributes).filter((name) => !['id', 'view', 'alt', 'focus'].includes(name));
  for (const name of unknown) report(`"${name}" is not an attribute of a figure.`, 'There are: view, alt, focus.');
  const view = figureBlock.shape.view.safeParse(attributes['view']);
  const views = figureBlock.shape.view.options.join(', ');
  if (!view.success) report(`view=${attributes['view'] ?? ''} is no view.`, `There are: ${views}.`);
  const alt = (attributes['alt'] ?? '').trim();
  if (alt === '') report('The figure has no alt text.', 'Add alt="…": what there is to see, for who does not see it.');
  const caption = oneLine(node.children.map((child) => plainText(child)).join(' '));
  if (caption === '') report('The figure has no caption.', 'Write one sentence between the lines of the figure.');
  const { focus } = attributes;
  if (!view.success) return undefined;
  return {
    kind: 'figure',
    id: attributes['id'] ?? '',
    view: view.data,
    alt,
    caption,
    ...(focus === undefined || focus === null || focus === '' ? {} : { focus }),
  };
}

/** `:::drawing{#id of=container}`: one of the app's own drawings; what it holds is the alt text. */
export function readDrawing(node: DirectiveNode, report: BlockReport): DrawingBlock | undefined {
  const attributes = node.attributes ?? {};
  for (const name of Object.keys(attributes).filter((each) => !['id', 'of'].includes(each)))
    report(`"${name}" is not an attribute of a drawing.`, 'There is: of.');
  const of = drawingBlock.shape.of.safeParse(attributes['of']);
  if (!of.success) report(`of=${attributes['of'] ?? ''} is no drawing.`, `There are: ${drawingBlock.shape.of.options.join(', ')}.`);
  const alt = oneLine(node.children.map((child) => plainText(child)).join(' '));
  if (alt === '') report('The drawing has no alt text.', 'Write between its lines what there is to see, for who does not see it.');
  return of.success ? { kind: 'drawing', id: attributes['id'] ?? '', of: of.data, alt } : undefined;
}

/** The text of a paragraph with its code between backticks, the one mark that quizzes and captions keep. */
function plainText(node: MarkdownNode): string {
  if (node.type === 'inlineCode') return `\`${node.value}\``;
  return 'children' in node ? node.children.map((child) => plainText(child)).join('') : toString(node);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** `:::summary{#id}`: the learner's summary as a file to keep; what it holds is the sentence above the buttons. */
export function readSummary(node: DirectiveNode, report: BlockReport): SummaryBlock | undefined {
  for (const name of Object.keys(node.attributes ?? {}).filter((each) => each !== 'id'))
    report(`"${name}" is not an attribute of a summary.`, 'It has an id only.');
  const caption = oneLine(node.children.map((child) => plainText(child)).join(' '));
  if (caption === '') report('The summary has no text.', 'Write one sentence between its lines.');
  return { kind: 'summary', id: node.attributes?.['id'] ?? '', caption };
}
