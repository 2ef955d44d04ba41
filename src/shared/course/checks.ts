import { z } from 'zod';
import { verdictKind } from '../domain/http.ts';

/**
 * Predicates on the state of the workspace and the device. A check never asks what the learner typed: several right
 * ways pass. Evaluated through the DeviceView in every environment.
 * A word that a predicate does not know is refused: it would ask for less than it says.
 */
export const predicate = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('signed-in') }),
  z.strictObject({ kind: z.literal('fleet-exists'), fleet: z.string() }),
  /** The device in use belongs to the fleet. */
  z.strictObject({ kind: z.literal('device-in-fleet'), fleet: z.string() }),
  /** At least `atLeast` successful releases of the fleet. */
  z.strictObject({ kind: z.literal('release-count'), fleet: z.string(), atLeast: z.number().int().min(1) }),
  /**
   * The service runs the fleet's newest release. `steadySeconds`: up that long without a restart. `restartsAtLeast`:
   * the container has been restarted that often.
   */
  z.strictObject({
    kind: z.literal('service-running'),
    fleet: z.string(),
    service: z.string(),
    steadySeconds: z.number().min(0).optional(),
    restartsAtLeast: z.number().int().min(1).optional(),
  }),
  /** At least `count` lines of the device's log, of the running release, match the pattern (a regular expression). */
  z.strictObject({
    kind: z.literal('log-line'),
    service: z.string().optional(),
    pattern: z.string(),
    count: z.number().int().min(1).default(1),
  }),
  /** The final image's command (Dockerfile of a folder, by meaning: exec and shell form are equal). */
  z.strictObject({ kind: z.literal('dockerfile-command'), file: z.string(), pattern: z.string() }),
  z.strictObject({ kind: z.literal('file-contains'), file: z.string(), pattern: z.string() }),
  /**
   * A file inside the service's container has at least `lines` lines that match. Read over SSH. `olderThanRelease`: only
   * lines count whose date (anything that Date.parse reads) is before the running release was made.
   */
  z.strictObject({
    kind: z.literal('container-file'),
    service: z.string(),
    path: z.string(),
    pattern: z.string(),
    lines: z.number().int().min(1).default(1),
    olderThanRelease: z.boolean().optional(),
  }),
  /** As `container-file`, wherever a service that runs has the volume. */
  z.strictObject({
    kind: z.literal('volume-file'),
    volume: z.string(),
    path: z.string(),
    pattern: z.string(),
    lines: z.number().int().min(1).default(1),
  }),
  /** The device has the volume (its key in the compose file). */
  z.strictObject({ kind: z.literal('volume-exists'), volume: z.string() }),
  /**
   * A value of a compose file, by meaning: short and long syntax are equal, and so is any order of lists. `equals`: nothing else is there;
   * `contains`: these items or keys are among what is there; `absent`: no such value (with `contains`: none of these items).
   */
  z.strictObject({
    kind: z.literal('compose-value'),
    file: z.string(),
    path: z.string(),
    equals: z.json().optional(),
    contains: z.json().optional(),
    absent: z.boolean().optional(),
  }),
  /** Dockerfile: `stage` is there by name, the last FROM matches `finalFrom`, the last stage copies from `copiesFrom`. */
  z.strictObject({
    kind: z.literal('image-stages'),
    file: z.string(),
    stage: z.string().optional(),
    finalFrom: z.string().optional(),
    copiesFrom: z.string().optional(),
  }),
  /** The image of the service in the newest release: below `below` bytes, or so many times smaller than in the largest release before. */
  z.strictObject({
    kind: z.literal('image-size'),
    fleet: z.string(),
    service: z.string(),
    below: z.number().positive().optional(),
    timesSmaller: z.number().positive().optional(),
  }),
  /** The service's running container is privileged, or is not. */
  z.strictObject({ kind: z.literal('service-privileged'), service: z.string(), privileged: z.boolean().default(true) }),
  /** The service's running container has these capabilities added (without `CAP_`). */
  z.strictObject({ kind: z.literal('service-capability'), service: z.string(), capabilities: z.array(z.string()).min(1) }),
  /** The service's running container: on the host's network or on bridges; on the named ones, not on others, by an alias, at an address. */
  z.strictObject({
    kind: z.literal('service-network'),
    service: z.string(),
    mode: z.enum(['host', 'bridge']).optional(),
    on: z.array(z.string()).optional(),
    notOn: z.array(z.string()).optional(),
    alias: z.string().optional(),
    address: z.string().optional(),
  }),
  /** The service's running container has the volume at the path. */
  z.strictObject({ kind: z.literal('service-volume'), service: z.string(), volume: z.string(), path: z.string() }),
  /** The service's running container exposes the port, which opens nothing. */
  z.strictObject({ kind: z.literal('service-exposes'), service: z.string(), port: z.number().int() }),
  /** The service's running container has the host's port published; `present: false`: it has not. */
  z.strictObject({ kind: z.literal('published-port'), service: z.string(), port: z.number().int(), present: z.boolean().default(true) }),
  /** The service's container has the environment variable, with a value that matches. */
  z.strictObject({
    kind: z.literal('service-variable'),
    service: z.string(),
    name: z.string().regex(/^[A-Za-z_]\w*$/),
    pattern: z.string(),
  }),
  /** A process of the service's container has a command line that matches; `first`: it is the first process (PID 1). */
  z.strictObject({ kind: z.literal('service-command'), service: z.string(), pattern: z.string(), first: z.boolean().optional() }),
  /** An HTTP request ends so; with `status` and `pattern`, the answer is so. `from`: `laptop`, `host-os` or `service:NAME`. */
  z.strictObject({
    kind: z.literal('http'),
    from: z.string().default('laptop'),
    method: z.string().default('GET'),
    url: z.string(),
    verdict: verdictKind.default('delivered'),
    status: z.number().int().optional(),
    pattern: z.string().optional(),
  }),
  /** The step's quizzes (or the named ones) are answered: right, or at all where they ask for a prediction. */
  z.strictObject({ kind: z.literal('quiz-answered'), quizzes: z.array(z.string()).optional() }),
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
