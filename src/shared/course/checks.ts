import { z } from 'zod';

/**
 * Predicates on the state of the workspace and the device. A check never asks what the learner typed: several right
 * ways pass. Evaluated through the DeviceView in every environment.
 */
export const predicate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-in') }),
  z.object({ kind: z.literal('fleet-exists'), fleet: z.string() }),
  /** The device in use belongs to the fleet. */
  z.object({ kind: z.literal('device-in-fleet'), fleet: z.string() }),
  /** At least `atLeast` successful releases of the fleet. */
  z.object({ kind: z.literal('release-count'), fleet: z.string(), atLeast: z.number().int().min(1) }),
  /**
   * The service runs the fleet's newest release. `steadySeconds`: up that long without a restart. `restartsAtLeast`:
   * the container has been restarted that often.
   */
  z.object({
    kind: z.literal('service-running'),
    fleet: z.string(),
    service: z.string(),
    steadySeconds: z.number().min(0).optional(),
    restartsAtLeast: z.number().int().min(1).optional(),
  }),
  /** A line of the device's log, of the running release, matches the pattern (a regular expression). */
  z.object({ kind: z.literal('log-line'), service: z.string().optional(), pattern: z.string() }),
  /** The final image's command (Dockerfile of a folder, by meaning: exec and shell form are equal). */
  z.object({ kind: z.literal('dockerfile-command'), file: z.string(), pattern: z.string() }),
  z.object({ kind: z.literal('file-contains'), file: z.string(), pattern: z.string() }),
  /**
   * A file inside the service's container has at least `lines` lines that match. Read over SSH. `olderThanRelease`: only
   * lines count whose date (anything that Date.parse reads) is before the running release was made.
   */
  z.object({
    kind: z.literal('container-file'),
    service: z.string(),
    path: z.string(),
    pattern: z.string(),
    lines: z.number().int().min(1).default(1),
    olderThanRelease: z.boolean().optional(),
  }),
]);
export type Predicate = z.infer<typeof predicate>;

export const checkDefinition = z.object({
  id: z.string(),
  /** What is true when it passes, as the learner reads it in the list. */
  text: z.string(),
  /** What to look at when it is not true yet. */
  help: z.string(),
  predicate,
});

/** `unknown`: the state could not be read (signed out, device offline); the message says why. */
export const checkResult = z.object({
  id: z.string(),
  verdict: z.enum(['passed', 'not-yet', 'unknown']),
  message: z.string(),
});
export type CheckResult = z.infer<typeof checkResult>;
