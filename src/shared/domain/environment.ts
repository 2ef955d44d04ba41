import { z } from 'zod';

/** Where commands go. The app treats all kinds alike; only addresses, stores and SSH settings differ. */
export const environmentKind = z.enum(['practice', 'device', 'balena-cloud', 'open-balena']);
export type EnvironmentKind = z.infer<typeof environmentKind>;

/**
 * What the screen may know of an environment. Tokens and keys are not part of it: they stay in the main process.
 *
 * `state` is `starting` until the environment answers, and `failed` (with `problem`) when it cannot be reached.
 */
export const environmentView = z.object({
  kind: environmentKind,
  name: z.string(),
  state: z.enum(['starting', 'ready', 'failed']),
  problem: z.string().optional(),
});
export type EnvironmentView = z.infer<typeof environmentView>;
