import type { ProjectPart, ServicePart } from './project-part.ts';
import type { ComposeBuild, ComposeNetwork, ComposeProject, ComposeService } from './project.ts';

interface CompleteOptions {
  projectName: string;
  environment?: Readonly<Record<string, string>>;
  resolvePath?: (path: string) => string;
}

/** Adds what nobody wrote: the default network, names, dependencies that other keys imply, values from the environment. */
export function completeProject(part: ProjectPart, options: CompleteOptions): ComposeProject {
  // Profiles are switched on by whoever calls compose; nobody does for balena, so such services take no part.
  const enabled = Object.entries(part.services).filter(([, service]) => !hasProfile(service));
  const services = Object.fromEntries(enabled.map(([name, service]) => [name, completeService(service, options)]));
  const networks: Record<string, ComposeNetwork> = Object.fromEntries(
    Object.entries(part.networks ?? {}).map(([key, network]) => [
      key,
      { ...network, name: network.name ?? `${options.projectName}_${key}`, ipam: network.ipam ?? {} },
    ]),
  );
  const usesDefault = Object.values(services).some((service) => service.networks !== undefined && 'default' in service.networks);
  if (usesDefault && networks['default'] === undefined) networks['default'] = { name: `${options.projectName}_default`, ipam: {} };
  const volumes = Object.entries(part.volumes ?? {});
  return {
    name: options.projectName,
    services,
    ...(Object.keys(networks).length === 0 ? {} : { networks }),
    ...(volumes.length === 0
      ? {}
      : {
          volumes: Object.fromEntries(
            volumes.map(([key, volume]) => [key, { ...volume, name: volume.name ?? `${options.projectName}_${key}` }]),
          ),
        }),
  };
}

function hasProfile(service: ServicePart): boolean {
  return Array.isArray(service['profiles']) && service['profiles'].length > 0;
}

function completeService(part: ServicePart, options: CompleteOptions): ComposeService {
  const { build, env_file: fromFiles, environment, networks, ...rest } = part;
  const variables = { ...fromFiles, ...fillFromCaller(environment, options.environment) };
  const dependencies = { ...impliedDependencies(part), ...part.depends_on };
  const needsNetwork = (networks === undefined || Object.keys(networks).length === 0) && part.network_mode === undefined;
  return {
    ...rest,
    command: part.command ?? null,
    entrypoint: part.entrypoint ?? null,
    ...(build === undefined ? {} : { build: completeBuild(build, options) }),
    ...(environment === undefined && fromFiles === undefined ? {} : { environment: variables }),
    ...(Object.keys(dependencies).length === 0 ? {} : { depends_on: dependencies }),
    ...(needsNetwork ? { networks: { default: null } } : networks === undefined ? {} : { networks }),
  };
}

function completeBuild(build: Partial<ComposeBuild>, options: CompleteOptions): ComposeBuild {
  const { args, ...rest } = build;
  return {
    ...rest,
    context: build.context ?? options.resolvePath?.('.') ?? '.',
    dockerfile: build.dockerfile ?? 'Dockerfile',
    ...(args === undefined ? {} : { args: fillFromCaller(args, options.environment) }),
  };
}

/** A variable without a value takes the caller's; null stays where the caller has none. */
function fillFromCaller(
  variables: Record<string, string | null> | undefined,
  caller: Readonly<Record<string, string>> | undefined,
): Record<string, string | null> {
  return Object.fromEntries(Object.entries(variables ?? {}).map(([name, value]) => [name, value ?? caller?.[name] ?? null]));
}

/** Sharing another service's network, processes or volumes means waiting for it (compose-go's normalisation). */
function impliedDependencies(part: ServicePart): NonNullable<ComposeService['depends_on']> {
  const shared = [part.network_mode, part['pid'], part['ipc']].flatMap((value) => /^service:(.+)$/.exec(String(value))?.[1] ?? []);
  const mounted = Array.isArray(part['volumes_from'])
    ? part['volumes_from'].map((value) => String(value)).filter((value) => !value.startsWith('container:'))
    : [];
  return Object.fromEntries([
    ...shared.map((name) => [name, { condition: 'service_started', restart: true, required: true }]),
    ...mounted.map((value) => [value.split(':')[0] ?? '', { condition: 'service_started', required: true }]),
  ]) as NonNullable<ComposeService['depends_on']>;
}
