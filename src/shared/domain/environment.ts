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

/** The practice environment's id. It always exists and has no setting. */
export const practiceId = 'practice';

const environmentName = z.string().trim().min(1, 'Give it a name.').max(60);

/** An environment that the learner has added. */
export const environmentSetting = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('balena-cloud'), name: environmentName }),
  z.object({
    kind: z.literal('open-balena'),
    name: environmentName,
    /** Its domain (`example.com`), or the address of its API where that is not `https://api.<domain>`. */
    url: z.string().trim().min(1, 'Give its domain, or the address of its API.').max(300),
    /** Of the certificate authority that signs its certificates, where it has one of its own: a PEM file on this machine. */
    caFile: z.string().trim().min(1).max(1000).optional(),
  }),
  z.object({
    kind: z.literal('device'),
    name: environmentName,
    /** An IPv4 address or a name, most often `<first digits of its UUID>.local`. */
    address: z.string().trim().min(1, 'Give its address.').max(253),
  }),
]);
export type EnvironmentSetting = z.infer<typeof environmentSetting>;

/**
 * What the screen may know of an environment. Tokens and keys are not part of it: they stay in the main process.
 *
 * `state` is `starting` until the environment answers, and `failed` (with `problem`) when it cannot be reached.
 */
export const environmentView = z.object({
  /** `practice`, or the one under which its setting is kept. */
  id: z.string(),
  kind: environmentKind,
  name: z.string(),
  state: z.enum(['starting', 'ready', 'failed']),
  problem: z.string().optional(),
  /** What a person would recognise it by: the cloud's host, the device's address. */
  address: z.string().optional(),
  /** Of the practice environment. */
  engine: engineKind.optional(),
});
export type EnvironmentView = z.infer<typeof environmentView>;

/** All environments, practice first. One without a state has not been started in this run of the app. */
export const environmentList = z.object({
  /** Id of the one that commands go to. */
  chosen: z.string(),
  environments: z.array(environmentView.partial({ state: true }).extend({ setting: environmentSetting.optional() })),
  /** Where tokens lie while no environment is in use: sealed by the system's safe storage, or in files that only this user can read. */
  tokens: z.enum(['sealed', 'files']),
  /** The UUID that was chosen in the chosen environment; absent also where the device is its own. */
  device: z.string().optional(),
  /** Which fleet of the account stands for one of the class's, by its name in the class. */
  fleets: z.record(z.string(), z.string()),
});
export type EnvironmentList = z.infer<typeof environmentList>;

/** What one signs in with. It goes to main and no further than the cloud. */
export const credentials = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), token: z.string().trim().min(1).max(10_000) }),
  z.object({
    kind: z.literal('password'),
    email: z.string().trim().min(1).max(300),
    password: z.string().min(1).max(1000),
    /** Of a second factor, where the account has one. */
    code: z.string().trim().min(1).max(20).optional(),
  }),
]);
export type Credentials = z.infer<typeof credentials>;
