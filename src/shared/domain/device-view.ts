import { z } from 'zod';

/**
 * What a device and its fleet are doing now, read the same way in every environment (balena-sdk, logs, SSH).
 *
 * Times are milliseconds since 1970 (UTC); sizes are bytes. A value that the environment does not tell is
 * `undefined`, never a guess.
 */

export const releaseView = z.object({
  id: z.number(),
  commit: z.string(),
  status: z.string(),
  createdAt: z.number(),
  /** Made by `balena push --draft`, and not finalized: no device gets it by following the newest. */
  isDraft: z.boolean().optional(),
  images: z.array(z.object({ service: z.string(), size: z.number().optional() })),
});
export type ReleaseView = z.infer<typeof releaseView>;

export const fleetView = z.object({
  id: z.number(),
  slug: z.string(),
  name: z.string(),
  deviceType: z.string(),
  /** Of the release that the whole fleet is held at (`balena fleet pin`); absent where it follows its newest. */
  pinnedCommit: z.string().optional(),
  releases: z.array(releaseView),
});
export type FleetView = z.infer<typeof fleetView>;

export const serviceView = z.object({
  name: z.string(),
  /** The API's own word: `Running`, `exited`, `Downloading`, `Installing`, … */
  status: z.string(),
  /** 0 to 100 while an image downloads. */
  downloadProgress: z.number().optional(),
  releaseCommit: z.string().optional(),
  /** When this container was started last, by the log. */
  startedAt: z.number().optional(),
  /** When it ended, by the log, while it waits to be started again: `status` may still say `Running` then. */
  exitedAt: z.number().optional(),
  /** How often this container was restarted since it was created, counted in the device's log. */
  restarts: z.number(),
});
export type ServiceView = z.infer<typeof serviceView>;

export const logLine = z.object({
  timestamp: z.number(),
  message: z.string(),
  /** Absent for a line of the supervisor itself. */
  service: z.string().optional(),
  isError: z.boolean(),
});
export type LogLine = z.infer<typeof logLine>;

export const deviceView = z.object({
  /** Of a device without a cloud its address: such a device does not tell its UUID. */
  uuid: z.string(),
  name: z.string(),
  deviceType: z.string(),
  isOnline: z.boolean(),
  /** The API's overall status, e.g. `idle`, `updating`, `offline`. */
  status: z.string(),
  address: z.string().optional(),
  osVersion: z.string().optional(),
  supervisorVersion: z.string().optional(),
  fleet: z.string().optional(),
  runningCommit: z.string().optional(),
  /** Of the release that the device is held at (`balena device pin`); absent where it follows its fleet. */
  pinnedCommit: z.string().optional(),
  services: z.array(serviceView),
});
export type DeviceView = z.infer<typeof deviceView>;

/** A device of the account, to choose from. */
export const accountDevice = z.object({
  uuid: z.string(),
  name: z.string(),
  deviceType: z.string(),
  fleet: z.string().optional(),
  isOnline: z.boolean(),
});
export type AccountDevice = z.infer<typeof accountDevice>;

/** Everything the Device region shows. `account` is absent until the learner has signed in. */
export const labView = z.object({
  account: z.object({ username: z.string() }).optional(),
  fleets: z.array(fleetView),
  device: deviceView.optional(),
  /** The device that waits to join a fleet, where the environment knows one (the practice device). */
  waitingDevice: z.object({ uuid: z.string(), deviceType: z.string() }).optional(),
  /** The device answers for itself: there is no cloud, so no account, fleet or release either. */
  isWithoutCloud: z.boolean().optional(),
  logs: z.array(logLine),
  /** Of the services that main remembers: `service-order.ts`. */
  serviceOrder: z.array(z.string()).optional(),
  /** When this was read; older than a few seconds means that the environment stopped answering. */
  readAt: z.number(),
  problem: z.string().optional(),
});
export type LabView = z.infer<typeof labView>;
