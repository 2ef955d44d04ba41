import { z } from 'zod';

/** What a learner has done, kept on disk. */
export const progress = z.object({
  /** Step id the learner is on. */
  place: z.string(),
  steps: z.record(
    z.string(),
    z.object({
      passed: z.boolean(),
      /** How many hints were opened. */
      hints: z.number().int(),
      /** True when `Do it for me` was used. */
      solved: z.boolean(),
      answers: z.record(z.string(), z.number().int()),
    }),
  ),
});
export type Progress = z.infer<typeof progress>;

/**
 * How a block's last run ended, shown beside the block. `sent`: a shell has it, its end is not seen. `idle`: it did not run after
 * all (refused, or stopped), so the block is as if it had not been pressed.
 */
export const blockRun = z.object({
  blockId: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'sent', 'idle']),
  exitCode: z.number().optional(),
  milliseconds: z.number().optional(),
});
export type BlockRun = z.infer<typeof blockRun>;

/** Long work on behalf of the learner (solve, reset), with a sentence about what it is doing. */
export const stepTask = z.object({
  stepId: z.string(),
  kind: z.enum(['solve', 'reset']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  message: z.string(),
});
export type StepTask = z.infer<typeof stepTask>;
