import { z } from 'zod';

/** One thing that a workshop needs or likes to have, and how this machine stands on it. */
export const finding = z.object({
  id: z.string(),
  group: z.enum(['Programs', 'This machine', 'Fleetlab', 'Environment']),
  name: z.string(),
  /**
   * `missing`, `old` and `failed` stop a lesson; `absent` is a loss that the class does without; `unknown`: it could not be told, and
   * `found` says why.
   */
  state: z.enum(['ok', 'missing', 'old', 'failed', 'absent', 'unknown']),
  /** What was found, in a few words: a version, a path, a number with its unit. */
  found: z.string(),
  /** What to do about it: a sentence, and where there is one the command to run on this machine. */
  mend: z.object({ words: z.string(), command: z.string().optional() }).optional(),
});
export type Finding = z.infer<typeof finding>;

/** Whether a class would stumble over it. */
export function isTrouble({ state }: Pick<Finding, 'state'>): boolean {
  return state === 'missing' || state === 'old' || state === 'failed';
}
