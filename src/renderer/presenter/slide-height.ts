import type { LessonBlock } from '../../shared/course/course.ts';
import type { EditChange } from '../../shared/course/edit.ts';
import { textOf } from './html-parts.ts';

/**
 * Heights are estimates in lines of text at the presenter's smaller type (24 px at 1280x720, half the width beside a picture): what fits
 * there fits at the larger type across the whole width as well.
 */

/** Characters in a line. */
const lineLength = 44;
/** Characters of a command or a file in a line: one mono face character is wider. */
const codeLength = 40;
/** Lines on a slide below its title. */
export const slideHeight = 12;
/** Lines that the space after a paragraph or a block takes. */
const gap = 0.5;

export function heightOf(block: LessonBlock): number {
  switch (block.kind) {
    case 'prose':
      return proseHeight(block.html);
    case 'command':
      return linesOf(block.text, codeLength) * 0.9 + 1 + gap;
    case 'quiz':
      return (
        linesOf(block.question, lineLength) +
        block.options.reduce((sum, option) => sum + linesOf(option.text, lineLength - 6) + 0.75, 0) +
        1 +
        gap
      );
    case 'edit':
      return linesOfChange(block.change) * 0.85 + 2 + gap;
    case 'request':
      return linesOf(block.url, codeLength) + 1.5 + gap;
    case 'figure':
    case 'summary':
      return linesOf(block.caption, lineLength) + 1.5 + gap;
    case 'drawing':
      return slideHeight;
  }
}

/** Lines of the change as it is shown against its file. */
function linesOfChange(change: EditChange): number {
  switch (change.by) {
    case 'lines':
      return linesOf(change.before, codeLength) + linesOf(change.after, codeLength);
    case 'file':
      return linesOf(change.text, codeLength);
    case 'yaml':
      // Each with the lines around it, which say where one is.
      return change.operations.reduce((sum, operation) => sum + 3 + (JSON.stringify(operation).match(/[{[]/g)?.length ?? 0), 0);
  }
}

/** Lines that HTML takes, with the space after it. */
export function proseHeight(html: string): number {
  const isCode = html.startsWith('<pre');
  const lines = linesOf(textOf(html).trim(), isCode ? codeLength : lineLength);
  return lines * (isCode ? 0.85 : 1) + gap + (isCode ? 0.75 : 0);
}

function linesOf(text: string, length: number): number {
  return text
    .replace(/\n+$/, '')
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / length)), 0);
}
