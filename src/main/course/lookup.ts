import type { CommandBlock, Course, EditBlock, LessonBlock, QuizBlock, RequestBlock, Step } from '../../shared/course/course.ts';
import { FleetlabError } from '../../shared/errors.ts';

/** All steps of a course in the order in which they are done. */
export function stepsOf(course: Course): Step[] {
  return course.sections.flatMap(({ steps }) => steps);
}

/** `4.2 Close the back door`, as a step is named outside its page. */
export function nameOfStep({ number, title }: Step): string {
  return `${number} ${title}`;
}

/** Rejects (throws) with code `not-found`, as the functions below do. */
export function findStep(course: Course, stepId: string): Step {
  const step = stepsOf(course).find(({ id }) => id === stepId);
  if (step === undefined) throw new FleetlabError('not-found', `The course has no step "${stepId}".`, 'Reload the window.');
  return step;
}

export function findCommand(step: Step, blockId: string): CommandBlock {
  const block = findBlock(step, blockId);
  if (block.kind !== 'command') throw wrongKind(step, blockId, 'a command');
  return block;
}

export function findEdit(step: Step, blockId: string): EditBlock {
  const block = findBlock(step, blockId);
  if (block.kind !== 'edit') throw wrongKind(step, blockId, 'an edit');
  return block;
}

export function findRequest(step: Step, blockId: string): RequestBlock {
  const block = findBlock(step, blockId);
  if (block.kind !== 'request') throw wrongKind(step, blockId, 'a request');
  return block;
}

export function findQuiz(step: Step, blockId: string): QuizBlock {
  const block = findBlock(step, blockId);
  if (block.kind !== 'quiz') throw wrongKind(step, blockId, 'a question');
  return block;
}

export function findBlock(step: Step, blockId: string): Exclude<LessonBlock, { kind: 'prose' }> {
  for (const block of step.blocks) if (block.kind !== 'prose' && block.id === blockId) return block;
  throw wrongKind(step, blockId, 'a block');
}

function wrongKind(step: Step, blockId: string, kind: string): FleetlabError {
  return new FleetlabError('not-found', `Step ${step.number} has no block "${blockId}" that is ${kind}.`, 'Reload the window.');
}
