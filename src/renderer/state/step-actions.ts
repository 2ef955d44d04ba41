import type { LessonBlock, RequestBlock, Step } from '../../shared/course/course.ts';
import type { Announcer } from './announcer.ts';
import { nextCommand } from './course-position.ts';
import type { FilesModel } from './files.ts';
import type { LessonModel } from './lesson.ts';

export interface StepActions {
  cancelBlock(blockId: string): Promise<void>;
  /** Runs the first command of the step that has not worked yet. */
  runNext(): Promise<void>;
  /** Sends a request once what was typed is saved. */
  ask(block: RequestBlock): Promise<void>;
}

export interface StepActionsOptions {
  lesson: LessonModel;
  files: FilesModel;
  announcer: Announcer;
  /** Undefined while no course is open. */
  currentStep: () => Step | undefined;
  runBlock: (blockId: string) => Promise<void>;
}

function isRefused(block: LessonBlock): boolean {
  return block.kind === 'command' && block.needsCloud !== undefined;
}

/** What is done in the step that is shown, on the learner's screen and on slides alike. */
export function stepActions({ lesson, files, announcer, currentStep, runBlock }: StepActionsOptions): StepActions {
  return {
    async cancelBlock(blockId) {
      const step = currentStep();
      if (step !== undefined) await lesson.cancel(step, blockId);
    },
    async runNext() {
      const step = currentStep();
      if (step === undefined) return;
      const block = nextCommand(step, lesson.store.getState().runs[step.id] ?? {});
      if (block !== undefined) await runBlock(block.id);
      else
        announcer.announce(
          step.blocks.some(isRefused) ? 'No other command of this step can be run here.' : 'Every command of this step has run.',
        );
    },
    async ask(block) {
      const step = currentStep();
      if (step === undefined) return;
      await files.flush();
      await lesson.ask(step, block);
    },
  };
}
