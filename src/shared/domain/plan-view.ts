import { z } from 'zod';
import type { Topology } from '../network/topology.ts';

/** What the files of the step's folder ask for: what the next push would make of the device. Sizes and states are not known of it. */

const port = z.number().int().min(0).max(65_535);
const listeningAddress = z.object({ address: z.string(), port });

const topology = z.object({
  deviceAddress: z.string(),
  networks: z.array(
    z.object({
      name: z.string(),
      subnet: z.string(),
      gateway: z.string(),
      internal: z.boolean(),
      nameless: z.boolean().optional(),
      isChosen: z.boolean().optional(),
    }),
  ),
  services: z.array(
    z.object({
      name: z.string(),
      container: z.string(),
      names: z.array(z.string()).optional(),
      mode: z.enum(['bridge', 'host', 'none']),
      attachments: z.array(
        z.object({ network: z.string(), address: z.string(), aliases: z.array(z.string()), isChosen: z.boolean().optional() }),
      ),
      published: z.array(z.object({ hostAddress: z.string(), hostPort: port, containerPort: port, protocol: z.enum(['tcp', 'udp']) })),
      exposed: z.array(port),
      listens: z.array(port),
      listensAt: z.array(listeningAddress).optional(),
      sharesNetworkOf: z.string().optional(),
    }),
  ),
  hostListens: z.array(listeningAddress).optional(),
}) satisfies z.ZodType<Topology>;

export const plannedService = z.object({
  name: z.string(),
  /** The folder it is built from, relative to the step's folder, or the image it is made from. */
  build: z.string().optional(),
  image: z.string().optional(),
  privileged: z.boolean(),
  restartPolicy: z.string(),
  mounts: z.array(z.object({ volume: z.string(), path: z.string(), readOnly: z.boolean() })),
});
export type PlannedService = z.infer<typeof plannedService>;

export const planView = z.object({
  /** The workspace folder of the step. */
  folder: z.string(),
  /** Workspace path of the file that was read; absent where the folder holds none. */
  file: z.string().optional(),
  /** Absent where the files have errors. Networks are named as in the compose file. */
  topology: topology.optional(),
  services: z.array(plannedService).optional(),
  /** Names of the volumes that the file declares; `/data` of a single service is one. */
  volumes: z.array(z.string()).optional(),
  /** What is wrong in the file, in its order. */
  problems: z.array(
    z.object({ severity: z.enum(['error', 'warning']), message: z.string(), line: z.number().int(), column: z.number().int() }),
  ),
});
export type PlanView = z.infer<typeof planView>;
