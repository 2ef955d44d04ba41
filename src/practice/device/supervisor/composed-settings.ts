import type { z } from 'zod';
import type { ContainerSpec, NetworkAttachment } from '../../engine/engine.ts';
import type { TargetService } from '../device-link.ts';
import { compositionShape } from './composition-shape.ts';
import { featuresOf, normalLabels } from './feature-labels.ts';

/** What a composition's service asks of its container, and what the supervisor must see to around it. */
export interface ComposedSettings {
  settings: Omit<ContainerSpec, 'name' | 'image'>;
  /** Services that run before this one is started. */
  dependsOn: string[];
  /** `network_mode: service:NAME`: the container's interfaces are those of that service's container. */
  sharesNetworkOf?: string;
  /** What is accepted and has no effect on the practice device, for the device's log. */
  withoutEffect: string[];
}

export interface ComposedOptions {
  appId: number;
  declaredVolumes: readonly string[];
  declaredNetworks: readonly string[];
  /** The service's key for the Supervisor's API. */
  apiKey: string;
}

/**
 * A compose file's service as a container's settings. Keys that the practice device does not have are refused by name,
 * so that nothing is left out silently.
 */
export function composedSettings(service: TargetService, options: ComposedOptions): ComposedSettings | { refusal: string } {
  const unknown = Object.entries(service.composition).filter(
    ([key, value]) => !knownKeys.has(key) && value !== null && value !== undefined,
  );
  if (unknown.length > 0) return { refusal: `${unknown.map(([key]) => key).join(', ')}: not supported on the practice device` };
  const parsed = compositionShape.safeParse(service.composition);
  if (!parsed.success) return { refusal: firstReason(parsed.error, service.name) };
  const composed = parsed.data;
  const undeclared = composed.volumes.find((volume) => !options.declaredVolumes.includes(volume.source));
  if (undeclared !== undefined) return { refusal: `volume '${undeclared.source}' is not declared; host paths cannot be bound` };
  const networking = readNetworking(service.name, composed, options);
  if ('refusal' in networking) return networking;
  const labels = normalLabels(composed.labels ?? {});
  const features = featuresOf(labels, { isOnHostNetwork: networking.mode === 'host', apiKey: options.apiKey });
  const attachments =
    networking.mode === 'bridge' && networking.networks.length > 0 ? [...networking.networks, ...features.attachments] : [];
  const memory = [
    ...(composed.tmpfs ?? []),
    ...(composed.shm_size === undefined ? [] : [{ target: '/dev/shm', options: `size=${composed.shm_size}` }]),
  ];
  return {
    dependsOn: [...new Set([...composed.depends_on, ...(networking.sharesNetworkOf === undefined ? [] : [networking.sharesNetworkOf])])],
    ...given('sharesNetworkOf', networking.sharesNetworkOf),
    withoutEffect: [...features.missing, ...(composed.tty === true ? ['tty'] : [])],
    settings: {
      ...given('command', composed.command ?? undefined),
      ...given('entrypoint', composed.entrypoint ?? undefined),
      ...given('workingDirectory', composed.working_dir),
      ...given('user', composed.user),
      ...given('hostname', composed.hostname),
      ...given('stopSignal', composed.stop_signal),
      ...given('stopGraceSeconds', composed.stop_grace_period === undefined ? undefined : Math.ceil(composed.stop_grace_period / 1000)),
      ...given('init', composed.init),
      ...given('ulimits', composed.ulimits),
      ...given('healthcheck', composed.healthcheck),
      ...given(
        'extraHosts',
        composed.extra_hosts?.map((entry) => entry.replace('=', ':')),
      ),
      ...given('memoryLimit', composed.mem_limit),
      ...given('isRootReadOnly', composed.read_only),
      ...given('publishedPorts', composed.ports),
      ...given('exposedPorts', composed.expose),
      ...given('capabilitiesAdded', composed.cap_add?.map(capability)),
      ...given('capabilitiesDropped', composed.cap_drop?.map(capability)),
      ...given('securityOptions', composed.security_opt),
      ...given('devices', composed.devices?.map(wholeDevice)),
      ...given('networks', attachments.length === 0 ? undefined : attachments),
      ...given('tmpfs', memory.length === 0 ? undefined : memory),
      environment: { ...composed.environment, ...features.environment },
      labels,
      networkMode: networking.mode,
      privileged: composed.privileged,
      mounts: composed.volumes.map((volume) => ({
        volume: `${options.appId}_${volume.source}`,
        target: volume.target,
        ...(volume.read_only === true ? { readOnly: true } : {}),
      })),
      restartPolicy: composed.restart,
    },
  };
}

/** `build`, `image` and `platform`-like keys were used up by the builder; `running` is the target's own. */
const knownKeys = new Set([...Object.keys(compositionShape.shape), 'build', 'image', 'running']);

interface Networking {
  mode: 'host' | 'bridge' | 'none';
  networks: NetworkAttachment[];
  sharesNetworkOf?: string;
}

/** Without `networks` and `network_mode` a service is on the app's default network; `bridge` is the engine's own. */
function readNetworking(
  name: string,
  composed: { network_mode?: 'host' | 'bridge' | 'none' | { service: string } | undefined; networks?: NetworkAttachment[] | undefined },
  { appId, declaredNetworks }: ComposedOptions,
): Networking | { refusal: string } {
  const { network_mode: mode, networks } = composed;
  if (typeof mode === 'object') return { mode: 'none', networks: [], sharesNetworkOf: mode.service };
  if (mode !== undefined) return { mode, networks: [] };
  const wanted = networks === undefined || networks.length === 0 ? [{ network: 'default', aliases: [] }] : networks;
  const undeclared = wanted.find(({ network }) => network !== 'default' && !declaredNetworks.includes(network));
  if (undeclared !== undefined) return { refusal: `network '${undeclared.network}' is not declared` };
  return {
    mode: 'bridge',
    networks: wanted.map((attachment) => ({
      ...attachment,
      network: `${appId}_${attachment.network}`,
      aliases: [...new Set([...attachment.aliases, name])],
    })),
  };
}

function firstReason(error: z.ZodError, name: string): string {
  const [issue] = error.issues;
  if (issue?.code === 'custom') return issue.message;
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : [];
  const place = [...(issue?.path ?? []), ...(keys.length === 0 ? [] : [keys])].join('.');
  return `${place === '' ? name : place}: not supported on the practice device`;
}

function capability(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, '');
}

function wholeDevice(text: string): string {
  const [source = '', target = source, permissions = 'rwm'] = text.split(':');
  return `${source}:${target}:${permissions}`;
}

function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
