import { z } from 'zod';
import { errorData } from '../error-data.ts';

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
      /** Time spent on it, without pauses. */
      seconds: z.number().min(0).optional(),
    }),
  ),
});
export type Progress = z.infer<typeof progress>;

/**
 * How a block's last run ended, shown beside the block. `sent`: a shell has it, its end is not seen. `lost`: a shell had it, but it did not
 * come to its end there, as `problem` tells, or Fleetlab was closed before. `idle`: it did not run after all (refused, or stopped before a
 * shell had it), or was forgotten by a reset, so the block is as if it had not been pressed.
 *
 * Kept on disk without `output`, `omittedLines` and `terminalId`: what a command prints may be secret.
 */
export const blockRun = z.object({
  blockId: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'sent', 'lost', 'idle']),
  exitCode: z.number().optional(),
  milliseconds: z.number().optional(),
  /** When a shell took it, in milliseconds since 1970. */
  startedAt: z.number().optional(),
  /** The terminal that has it, or had it. */
  terminalId: z.string().optional(),
  /** Of `waiting`: what for, to be read after “waiting for” (`a free terminal`, `main, which is being replaced`, `main of release 1a2b3c4`). */
  waitsFor: z.string().max(500).optional(),
  /** The learner stopped it, by Stop or by Ctrl-C in its terminal. */
  isStopped: z.boolean().optional(),
  /** What it printed, as plain text, at most the last 20,000 characters; once it has ended. */
  output: z.string().max(20_000).optional(),
  /** How many lines it printed before those of `output`. */
  omittedLines: z.number().int().min(0).optional(),
  /** Of `lost`. */
  problem: errorData.optional(),
});
export type BlockRun = z.infer<typeof blockRun>;

/** What to do where the terminal that a command would run in has a running program or a half-typed line. */
export const whenBusy = z.enum(['refuse', 'new-terminal', 'wait', 'interrupt']);
export type WhenBusy = z.infer<typeof whenBusy>;

/** Long work on behalf of the learner, with a sentence about what it is doing. */
export const stepTask = z.object({
  stepId: z.string(),
  /** That was chosen when it began: what it does there is undone there, and nowhere else. */
  environmentId: z.string(),
  kind: z.enum(['solve', 'reset', 'jump', 'undo']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  message: z.string(),
  /** How much of it is done, 0 to 1, where that can be told. */
  fraction: z.number().min(0).max(1).optional(),
});
export type StepTask = z.infer<typeof stepTask>;
