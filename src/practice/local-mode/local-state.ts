import { z } from 'zod';

/** A service of the local target state: the compose file's own keys, and what the CLI puts beside them. */
export const localService = z
  .object({
    imageId: z.number(),
    serviceId: z.number(),
    serviceName: z.string(),
    image: z.string(),
    running: z.boolean().default(true),
  })
  .loose();

/** An app of the local target state, as `balena push <address>` posts it. */
export const localApp = z
  .object({
    name: z.string(),
    commit: z.string(),
    releaseId: z.union([z.number(), z.string().regex(/^\d+$/)]),
    services: z.record(z.string(), localService),
    volumes: z.record(z.string(), z.unknown()).default({}),
    networks: z.record(z.string(), z.unknown()).default({}),
  })
  .loose();
export type LocalApp = z.infer<typeof localApp>;

/** What the device remembers of local mode over a power cut. */
export const localState = z.object({
  /** The target state, once one was set; images are the ids that the names stood for then. */
  target: z.object({ appId: z.number(), app: localApp, images: z.record(z.string(), z.string()) }).exactOptional(),
  /** What was there when local mode began: the rest goes when it ends. Absent while it is off. */
  before: z.object({ containers: z.array(z.string()), volumes: z.array(z.string()), networks: z.array(z.string()) }).exactOptional(),
  /** Ids of the images that were built or pulled over the engine's API. */
  images: z.array(z.string()).default([]),
});
export type LocalState = z.infer<typeof localState>;
