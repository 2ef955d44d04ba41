import { z } from 'zod';

/** Where commands go. The app treats all kinds alike; only addresses, stores and SSH settings differ. */
export const environmentKind = z.enum(['practice', 'device', 'balena-cloud', 'open-balena']);
export type EnvironmentKind = z.infer<typeof environmentKind>;

/** What the practice device runs on: a simulation, or this machine's own Docker or Podman. */
export const engineKind = z.enum(['simulated', 'docker']);
export type EngineKind = z.infer<typeof engineKind>;

/** The machine's own container engine: one that answers, with the class's images that it lacks; or why none does. */
export const machineEngine = z.union([
  z.object({ version: z.string(), missingImages: z.array(z.string()) }),
  z.object({ problem: z.string(), action: z.string().optional() }),
]);
export type MachineEngine = z.infer<typeof machineEngine>;

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
  /** Of the practice environment. */
  engine: engineKind.optional(),
});
export type EnvironmentView = z.infer<typeof environmentView>;
