import type { LessonBlock, Step } from '../../src/shared/course/course.ts';
import { readDrawing, readFigure, readQuiz, readSummary } from './directives.ts';
import type { ProblemList } from './course-error.ts';
import { parseFence } from './fence.ts';
import { readFence, type BlockReport } from './fence-blocks.ts';
import { lineOfNode, type MarkdownNode, type RenderProse } from './prose.ts';

/** A block's or check's place in its file, for problems that are found later. */
export type Lines = Map<string, number>;

export interface StepBody {
  blocks: LessonBlock[];
  hints: Step['hints'];
  /** HTML; empty where there are none. */
  trainerNotes: string;
  /** Line of each block by its id. */
  lines: Lines;
}

const idForm = /^[a-z][a-z0-9-]*$/;

/** Divides a step's Markdown into blocks, hints and the trainer's notes. `folder` is where its laptop commands run. */
export function readBlocks(
  nodes: readonly MarkdownNode[],
  file: string,
  folder: string | undefined,
  prose: RenderProse,
  list: ProblemList,
): StepBody {
  const blocks: LessonBlock[] = [];
  const hints: Step['hints'] = [];
  const notes: string[] = [];
  const lines: Lines = new Map();
  let text: MarkdownNode[] = [];

  const reportAt =
    (node: MarkdownNode): BlockReport =>
    (what, mend, offset = 0) =>
      list.report(file, lineOfNode(node) + offset, what, mend);
  const endText = () => {
    if (text.length > 0) blocks.push({ kind: 'prose', html: prose(text, file) });
    text = [];
  };
  const add = (block: Exclude<LessonBlock, { kind: 'prose' }> | undefined, node: MarkdownNode) => {
    if (block === undefined) return;
    endText();
    const report = reportAt(node);
    if (!idForm.test(block.id)) report(`The id "${block.id}" is not of the form "push-again".`, 'Use small letters, digits and hyphens.');
    else if (lines.has(block.id)) report(`The id "${block.id}" is used twice in this step.`, 'Give this block another id.');
    lines.set(block.id, lineOfNode(node));
    blocks.push(block);
  };

  for (const node of nodes) {
    const report = reportAt(node);
    if (node.type === 'yaml') continue;
    if (node.type === 'code') {
      const fence = parseFence(node.meta);
      if (fence.id === undefined) {
        if (fence.values.size > 0) report('The code fence has attributes but no #id.', 'Add #id, or remove the attributes.');
        text.push(node);
      } else add(readFence({ language: node.lang ?? '', text: node.value, fence, id: fence.id, folder }, report), node);
    } else if (node.type === 'containerDirective' && node.name === 'quiz') {
      add(
        readQuiz(node, (what, mend, at) => list.report(file, lineOfNode(at), what, mend)),
        node,
      );
    } else if (node.type === 'containerDirective' && node.name === 'figure') {
      add(readFigure(node, report), node);
    } else if (node.type === 'containerDirective' && node.name === 'drawing') {
      add(readDrawing(node, report), node);
    } else if (node.type === 'containerDirective' && node.name === 'summary') {
      add(readSummary(node, report), node);
    } else if (node.type === 'containerDirective' && node.name === 'hint') {
      endText();
      const level = node.attributes?.['level'];
      if (level === 'nudge' || level === 'explain' || level === 'show') hints.push({ level, html: prose(node.children, file) });
      else report(`The hint has the level "${level ?? ''}".`, 'Write {level=nudge}, {level=explain} or {level=show}.');
    } else if (node.type === 'containerDirective' && node.name === 'trainer') {
      endText();
      notes.push(prose(node.children, file));
    } else {
      text.push(node);
    }
  }
  endText();
  return { blocks, hints, trainerNotes: notes.join('\n'), lines };
}
