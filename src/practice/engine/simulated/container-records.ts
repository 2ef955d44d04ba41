import { z } from 'zod';
import { healthcheck, imageConfig, signal } from '../images/image-store.ts';
import type { ContainerSpec } from '../engine.ts';

const mount = z.object({ volume: z.string(), target: z.string(), readOnly: z.boolean().exactOptional() });
const strings = z.record(z.string(), z.string());
const networkMode = z.custom<ContainerSpec['networkMode']>(
  (value) => typeof value === 'string' && /^(host|none|bridge|container:.+)$/.test(value),
);
const networkAttachment = z.object({ network: z.string(), aliases: z.array(z.string()), address: z.string().exactOptional() });
const portMapping = z.object({
  hostAddress: z.string(),
  hostPort: z.number().exactOptional(),
  containerPort: z.number(),
  protocol: z.enum(['tcp', 'udp']),
});
const containerSpec = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).exactOptional(),
  entrypoint: z.array(z.string()).exactOptional(),
  environment: strings,
  labels: strings,
  workingDirectory: z.string().exactOptional(),
  user: z.string().exactOptional(),
  hostname: z.string().exactOptional(),
  networkMode,
  networks: z.array(networkAttachment).exactOptional(),
  publishedPorts: z.array(portMapping).exactOptional(),
  exposedPorts: z.array(z.string()).exactOptional(),
  privileged: z.boolean(),
  capabilitiesAdded: z.array(z.string()).exactOptional(),
  capabilitiesDropped: z.array(z.string()).exactOptional(),
  securityOptions: z.array(z.string()).exactOptional(),
  devices: z.array(z.string()).exactOptional(),
  tmpfs: z.array(z.object({ target: z.string(), options: z.string().exactOptional() })).exactOptional(),
  init: z.boolean().exactOptional(),
  ulimits: z.record(z.string(), z.object({ soft: z.number(), hard: z.number() })).exactOptional(),
  healthcheck: healthcheck.exactOptional(),
  extraHosts: z.array(z.string()).exactOptional(),
  isRootReadOnly: z.boolean().exactOptional(),
  memoryLimit: z.number().exactOptional(),
  mounts: z.array(mount),
  restartPolicy: z.object({
    name: z.enum(['no', 'always', 'unless-stopped', 'on-failure']),
    maximumRetryCount: z.number().exactOptional(),
  }),
  stopSignal: signal.exactOptional(),
  stopGraceSeconds: z.number().exactOptional(),
});
const containerState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('created'), error: z.string().exactOptional(), exitCode: z.number().exactOptional() }),
  z.object({ status: z.literal('running'), startedAt: z.number(), finishedAt: z.number().exactOptional() }),
  z.object({ status: z.literal('restarting'), exitCode: z.number(), startedAt: z.number().exactOptional(), finishedAt: z.number() }),
  z.object({
    status: z.literal('exited'),
    exitCode: z.number(),
    startedAt: z.number().exactOptional(),
    finishedAt: z.number(),
    error: z.string().exactOptional(),
  }),
]);
const containerRecord = z.object({
  info: z.object({
    id: z.string(),
    name: z.string(),
    imageId: z.string(),
    spec: containerSpec,
    command: z.array(z.string()),
    state: containerState,
    createdAt: z.number(),
    restartCount: z.number(),
    writableSize: z.number(),
  }),
  /** The image's configuration when the container was made: the image may be gone since. */
  image: imageConfig,
  /** The spec's, and a nameless volume for each VOLUME of the image that the spec leaves out. */
  mounts: z.array(mount),
  namelessVolumes: z.array(z.string()),
  /** The image's, the lowest first: they are kept for as long as the container. */
  layers: z.array(z.string()),
});

export const containerRecords = z.array(containerRecord);

/** Containers of version 1 had a whole copy of their image in their directory. */
export function withoutLayers(value: unknown): unknown {
  return Array.isArray(value) ? value.map((record: unknown) => Object.assign({}, record, { layers: [] })) : value;
}

/** A container as it is kept on disk. */
export type ContainerRecord = z.infer<typeof containerRecord>;
