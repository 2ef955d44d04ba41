import { z } from 'zod';

/**
 * What the device's container engine holds now, read in every environment from its host OS (`balena inspect` over SSH), so that the
 * views never know which environment it is.
 *
 * Times are milliseconds since 1970 (UTC), sizes are bytes. What the environment does not tell is `undefined`, never a guess.
 */

const port = z.number().int().min(0).max(65_535);
const listeningAddress = z.object({ address: z.string(), port });

export const engineNetwork = z.object({
  /** The engine's name of it, e.g. `1234_default`. */
  name: z.string(),
  /** The key in the compose file, where the name tells it: `default`. */
  key: z.string().optional(),
  /** Absent for the host's own network and for none. */
  subnet: z.string().optional(),
  gateway: z.string().optional(),
  internal: z.boolean(),
});
export type EngineNetwork = z.infer<typeof engineNetwork>;

export const engineContainer = z.object({
  id: z.string(),
  name: z.string(),
  /** The service it was made for; absent for one that no release asked for. */
  service: z.string().optional(),
  imageId: z.string(),
  /** Commit of the release that asked for it, where its name tells that. */
  release: z.string().optional(),
  state: z.enum(['created', 'running', 'restarting', 'exited']),
  /** Of its last end. */
  exitCode: z.number().int().optional(),
  /** Why it could not be started. */
  error: z.string().optional(),
  createdAt: z.number(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  restarts: z.number().int(),
  command: z.array(z.string()),
  privileged: z.boolean(),
  /** As the engine names them, e.g. `SYS_ADMIN`. */
  capabilitiesAdded: z.array(z.string()).optional(),
  restartPolicy: z.string(),
  networkMode: z.enum(['host', 'none', 'bridge', 'container']),
  /** The container whose interfaces it has, by name, where `networkMode` is `container`. */
  sharesNetworkOf: z.string().optional(),
  /** One for each bridge it is on. */
  attachments: z.array(z.object({ network: z.string(), address: z.string().optional(), aliases: z.array(z.string()) })),
  published: z.array(z.object({ hostAddress: z.string(), hostPort: port, containerPort: port, protocol: z.enum(['tcp', 'udp']) })),
  /** Documentation only: opens nothing. */
  exposed: z.array(port),
  /** TCP ports its process listens on at all of its interfaces, where that could be seen. */
  listens: z.array(port).optional(),
  /** Those on which it listens at one address alone, such as 127.0.0.1. */
  listensAt: z.array(listeningAddress).optional(),
  /** TCP ports of the host's network on which it has been seen to listen since it was started last, also once it has stopped. */
  listened: z.array(port).optional(),
  mounts: z.array(z.object({ volume: z.string(), path: z.string(), readOnly: z.boolean() })),
  /** In the layer that dies with it. */
  writableSize: z.number().optional(),
});
export type EngineContainer = z.infer<typeof engineContainer>;

export const volumeFiles = z.array(z.object({ path: z.string(), size: z.number(), modifiedAt: z.number().optional() }));

export const engineVolume = z.object({
  name: z.string(),
  /** The key in the compose file, where the name tells it: `my-first-volume`. */
  key: z.string().optional(),
  createdAt: z.number().optional(),
  /** Its files by path, at most some hundred; absent where nobody looked. */
  files: volumeFiles.optional(),
});
export type EngineVolume = z.infer<typeof engineVolume>;

export const imageLayer = z.object({
  /** The instruction, as `docker history` shows it. */
  createdBy: z.string(),
  size: z.number(),
  /** Metadata only (ENV, CMD, …). */
  isEmpty: z.boolean(),
  /** The same layer as in the image of the release before, so the build took it from its cache; absent where that is not known. */
  isReused: z.boolean().optional(),
});
export type ImageLayer = z.infer<typeof imageLayer>;

export const engineImage = z.object({
  id: z.string(),
  tags: z.array(z.string()),
  service: z.string().optional(),
  release: z.string().optional(),
  createdAt: z.number(),
  size: z.number(),
  /** Oldest first. */
  layers: z.array(imageLayer),
});
export type EngineImage = z.infer<typeof engineImage>;

export const engineView = z.object({
  networks: z.array(engineNetwork),
  containers: z.array(engineContainer),
  volumes: z.array(engineVolume),
  images: z.array(engineImage),
  /** Images of services that were on the device before, the last few of each service, oldest first: to compare builds. */
  pastImages: z.array(engineImage).optional(),
  /** The device's address on the network it shares with the laptop. */
  deviceAddress: z.string().optional(),
  /** TCP ports on which the host OS's own programs listen, where that could be seen. */
  hostListens: z.array(listeningAddress).optional(),
  /** Whether connections are seen as they happen (the practice device) or only those that Fleetlab makes itself. */
  seesConnections: z.boolean(),
  readAt: z.number(),
  /** Why it could not be read; what is shown then is from `readAt`. */
  problem: z.string().optional(),
});
export type EngineView = z.infer<typeof engineView>;

/** Before the first answer, and where there is no device. */
export const unreadEngine: EngineView = { networks: [], containers: [], volumes: [], images: [], seesConnections: false, readAt: 0 };

/** What became of a container, in the order it happened. */
export const containerEvent = z.object({
  time: z.number(),
  action: z.enum(['create', 'start', 'die', 'restart', 'stop', 'kill', 'destroy']),
  containerId: z.string(),
  container: z.string(),
  service: z.string().optional(),
  imageId: z.string().optional(),
  /** Of `die`. */
  exitCode: z.number().int().optional(),
  /** When the container was created and its process last started and ended before this, where the engine was read: no event tells what nobody watched. */
  createdAt: z.number().optional(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
});
export type ContainerEvent = z.infer<typeof containerEvent>;
