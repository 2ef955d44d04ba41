import { z } from 'zod';
import type { ContainerSpec, RestartPolicy } from '../../engine/engine.ts';
import { parseSignal } from '../../process/signals.ts';
import type { TargetService } from '../device-link.ts';

/**
 * A compose file's service as a container's settings. Keys that the practice device does not have are refused by name,
 * so that nothing is left out silently.
 */
export function composedSettings(
  service: TargetService,
  appId: number,
  declaredVolumes: readonly string[],
): Omit<ContainerSpec, 'name' | 'image'> | { refusal: string } {
  const unknown = Object.keys(service.composition).filter((key) => !knownKeys.has(key));
  if (unknown.length > 0) return { refusal: `${unknown.join(', ')}: not supported on the practice device` };
  const parsed = composition.safeParse(service.composition);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { refusal: `${issue?.path.join('.') ?? service.name}: not supported on the practice device` };
  }
  const settings = parsed.data;
  const stopSignal = settings.stop_signal === undefined ? undefined : parseSignal(settings.stop_signal);
  if (settings.stop_signal !== undefined && stopSignal === undefined) return { refusal: `invalid signal: ${settings.stop_signal}` };
  const restartPolicy = parseRestartPolicy(settings.restart);
  if (restartPolicy === undefined) return { refusal: `invalid restart policy '${settings.restart}'` };
  const undeclared = settings.volumes.find((volume) => !declaredVolumes.includes(volume.source));
  if (undeclared !== undefined) return { refusal: `volume '${undeclared.source}' is not declared; host paths cannot be bound` };
  return {
    ...given('command', settings.command ?? undefined),
    ...given('entrypoint', settings.entrypoint ?? undefined),
    ...given('workingDirectory', settings.working_dir),
    ...given('user', settings.user),
    ...given('hostname', settings.hostname),
    ...given('stopSignal', stopSignal),
    environment: withoutNull(settings.environment),
    labels: withoutNull(settings.labels),
    networkMode: settings.network_mode,
    privileged: settings.privileged,
    mounts: settings.volumes.map((volume) => ({
      volume: `${appId}_${volume.source}`,
      target: volume.target,
      ...(volume.read_only === true ? { readOnly: true } : {}),
    })),
    restartPolicy,
  };
}

const textMap = z.record(z.string(), z.union([z.string(), z.null()])).default({});

const mount = z.union([
  z.object({ source: z.string(), target: z.string(), read_only: z.boolean().optional() }),
  z.string().transform((text, context) => {
    const [source = '', target = '', mode] = text.split(':');
    if (source === '' || !target.startsWith('/')) context.addIssue({ code: 'custom', message: 'not a named volume' });
    return { source, target, read_only: mode === 'ro' };
  }),
]);

const composition = z.object({
  command: z.array(z.string()).nullish(),
  entrypoint: z.array(z.string()).nullish(),
  environment: textMap,
  labels: textMap,
  restart: z.string().default('always'),
  privileged: z.boolean().default(false),
  network_mode: z.enum(['host', 'bridge', 'none']).default('bridge'),
  volumes: z.array(mount).default([]),
  working_dir: z.string().optional(),
  user: z.string().optional(),
  hostname: z.string().optional(),
  stop_signal: z.string().optional(),
});

/** `build` and `image` were used up by the builder; `depends_on` and `expose` change nothing for one container. */
const knownKeys = new Set([...Object.keys(composition.shape), 'build', 'image', 'expose']);

function parseRestartPolicy(text: string): RestartPolicy | undefined {
  const match = /^(no|always|unless-stopped|on-failure)(?::(\d+))?$/.exec(text);
  const name = match?.[1];
  if (name === 'on-failure') return { name, maximumRetryCount: Number(match?.[2] ?? 0) };
  if (match?.[2] !== undefined) return undefined;
  return name === 'no' || name === 'always' || name === 'unless-stopped' ? { name } : undefined;
}

function withoutNull(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
