import type { CommandBlock, Course, Step } from '../../shared/course/course.ts';
import { findBlock, stepsOf } from './lookup.ts';

/** One command on the way to a step, and the step that it is part of. */
export interface WayPart {
  step: Step;
  command: CommandBlock;
}

/** Commands that ask nothing of the device's services: what runs there makes no difference to them. */
const quiet = /^balena (login|push|fleet create|fleet list|device register|device move|device list|env set|release list)\b[^;&|\n]*$/;

/**
 * The commands of the solves from one step's start to another's (of a course with its variables filled), without the pushes that come to nothing: of a fleet's pushes with only
 * quiet commands between them, the last decides what there is.
 */
export function wayBetween(course: Course, fromId: string | undefined, toId: string): WayPart[] {
  const parts = commandsBetween(course, fromId, toId);
  return parts.filter((part, index) => {
    const fleet = pushedFleet(part.command);
    if (fleet === undefined) return true;
    for (const later of parts.slice(index + 1)) {
      if (pushedFleet(later.command) === fleet) return false;
      if (!isQuiet(later.command)) return true;
    }
    return true;
  });
}

/** Whether the command is the same whatever the device runs at that moment. */
export function isQuiet({ text, target }: CommandBlock): boolean {
  return target.kind === 'laptop' && quiet.test(text.trim());
}

/** Whether the learner is signed in when a step begins: whether a step before it signs in. */
export function isSignedInAt(course: Course, stepId: string): boolean {
  return commandsBetween(course, undefined, stepId).some(({ command }) => /^balena login\b/m.test(command.text));
}

function commandsBetween(course: Course, fromId: string | undefined, toId: string): WayPart[] {
  const steps = stepsOf(course);
  const index = (id: string) => steps.findIndex((step) => step.id === id);
  return steps.slice(fromId === undefined ? 0 : index(fromId), index(toId)).flatMap((step) =>
    step.solve.flatMap((id) => {
      const block = findBlock(step, id);
      return block.kind === 'command' ? [{ step, command: block }] : [];
    }),
  );
}

function pushedFleet({ text, target }: CommandBlock): string | undefined {
  if (target.kind !== 'laptop' || !quiet.test(text.trim())) return undefined;
  return /^balena push (\S+)/.exec(text.trim())?.[1];
}
