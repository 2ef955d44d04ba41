import type { ContainerSpec, NetworkInfo, NetworkSpec } from '../../engine/engine.ts';
import { appOfNetwork, isNetworkAsDesired } from './desired-networks.ts';
import { appOfVolume, updateStrategy } from './desired-state.ts';
import type { DesiredImage, DesiredService, DesiredState } from './desired-state.ts';
import { isAsDesired } from './settings-equal.ts';

/** What is on the device now, as far as the supervisor made it. */
export interface CurrentState {
  /** Locations of the images that were downloaded. */
  images: string[];
  volumes: string[];
  networks: NetworkInfo[];
  containers: CurrentContainer[];
}

export interface CurrentContainer {
  id: string;
  appId: number;
  serviceName: string;
  /** With the name that the container has now. */
  spec: ContainerSpec;
  /** The cloud's number of the image that its name tells. */
  imageId: number;
  createdAt: number;
  isRunning: boolean;
  /** It was started since the device booted: if it is not running now, its restart policy decided so. */
  wasStarted: boolean;
}

/** One change. */
export type Step =
  /** Stops the container, waits for its end, and removes it; with its image where that shall make room for a new one. */
  | { kind: 'kill'; container: CurrentContainer; deletesImage: boolean }
  | { kind: 'stop'; container: CurrentContainer }
  /** The container serves the new release as it is: only its name changes. */
  | { kind: 'rename'; container: CurrentContainer; service: DesiredService }
  | { kind: 'remove-volume'; volume: string }
  | { kind: 'create-volume'; volume: string }
  | { kind: 'remove-network'; network: string }
  | { kind: 'create-network'; network: NetworkSpec }
  | { kind: 'download'; image: DesiredImage; service: string }
  /** Makes the container where there is none, and starts it where the service shall run. */
  | { kind: 'start'; service: DesiredService }
  /** Starts the new container beside the old one, which goes when the new one says so or its time is over. */
  | { kind: 'hand-over'; service: DesiredService; container: CurrentContainer }
  | { kind: 'delete-image'; location: string };

/**
 * The changes that can be made now towards the desired state, in the Supervisor's order; none needs another of them, and
 * when they are made there may be more. Rules (balena-supervisor, src/compose/app.ts): what belongs to another fleet goes
 * first; every new image is downloaded before a container is replaced, unless the service's strategy says otherwise; a
 * network that changed is made anew after its services were killed; a service starts when its networks, volumes and the
 * services that it depends on are there; volumes stay for as long as the device stays in the fleet; images go when
 * nothing uses them any more. No change is left when the list is empty.
 */
export function planChanges(current: CurrentState, desired: DesiredState): Step[] {
  const foreign = leaveOtherFleets(current, desired);
  if (foreign.length > 0) return foreign;
  const plan = makePlan(current, desired);
  const services = [...obsoleteSteps(plan), ...desired.services.flatMap((service) => serviceSteps(plan, service))];
  const steps = [
    ...desired.volumes.filter((volume) => !current.volumes.includes(volume)).map((volume): Step => ({ kind: 'create-volume', volume })),
    ...networkSteps(plan),
    ...services,
  ];
  return steps.length > 0 ? steps : unusedImages(current, desired);
}

/** What the rules of one plan share. */
interface Plan {
  current: CurrentState;
  desired: DesiredState;
  /** The newest container of each service, by the service's name. */
  kept: Map<string, CurrentContainer>;
  obsolete: CurrentContainer[];
  /** Networks that are to be removed, for good or to be made anew. */
  leaving: Set<string>;
  hasAllImages: boolean;
}

function makePlan(current: CurrentState, desired: DesiredState): Plan {
  const refused = new Set(desired.refused.map((service) => service.name));
  const names = new Set([...desired.services.map((service) => service.name), ...refused]);
  const kept = new Map<string, CurrentContainer>();
  for (const container of current.containers) {
    const rival = kept.get(container.serviceName);
    if (names.has(container.serviceName) && (rival === undefined || rival.createdAt <= container.createdAt))
      kept.set(container.serviceName, container);
  }
  // A service that is refused keeps what runs, and that its networks.
  const inUse = new Set([...kept.values()].filter(({ serviceName }) => refused.has(serviceName)).flatMap(networksOf));
  const leaving = current.networks.filter((network) => {
    const app = appOfNetwork(network);
    // The engine's own networks are no app's.
    if (app === undefined || app !== desired.appId || inUse.has(network.name)) return false;
    const wanted = desired.networks.find(({ name }) => name === network.name);
    return wanted === undefined || !isNetworkAsDesired(network, wanted);
  });
  return {
    current,
    desired,
    kept,
    obsolete: current.containers.filter((container) => kept.get(container.serviceName) !== container),
    leaving: new Set(leaving.map(({ name }) => name)),
    hasAllImages: desired.services.every(({ image }) => isPresent(current, image)),
  };
}

/** Containers, then networks, then volumes of fleets that the device is not in any more. */
function leaveOtherFleets(current: CurrentState, { appId, isLocal }: DesiredState): Step[] {
  const containers = current.containers.filter((container) => container.appId !== appId);
  if (containers.length > 0) return containers.map((container) => ({ kind: 'kill', container, deletesImage: false }));
  const isForeign = (app: number | undefined): boolean => app !== undefined && app !== appId;
  const networks = current.networks.filter((network) => isForeign(appOfNetwork(network)));
  if (networks.length > 0) return networks.map(({ name }) => ({ kind: 'remove-network', network: name }));
  if (isLocal) return [];
  return current.volumes.filter((volume) => isForeign(appOfVolume(volume))).map((volume) => ({ kind: 'remove-volume', volume }));
}

/** Containers of services that the release does not have any more, and older containers of those that it has. */
function obsoleteSteps({ obsolete, hasAllImages }: Plan): Step[] {
  return obsolete
    .filter((container) => hasAllImages || killsFirst(updateStrategy(container.spec.labels)))
    .map((container) => killStep(container));
}

function networkSteps({ current, desired, leaving }: Plan): Step[] {
  const used = new Set(current.containers.flatMap(networksOf));
  const gone = [...leaving].filter((network) => !used.has(network)).map((network): Step => ({ kind: 'remove-network', network }));
  const fresh = desired.networks.filter(({ name }) => !current.networks.some((network) => network.name === name));
  return [...gone, ...fresh.map((network): Step => ({ kind: 'create-network', network }))];
}

function serviceSteps(plan: Plan, service: DesiredService): Step[] {
  const { current, kept } = plan;
  const container = kept.get(service.name);
  const needsDownload = !isPresent(current, service.image);
  const download: Step = { kind: 'download', image: service.image, service: service.name };
  if (container === undefined) {
    if (needsDownload) return [download];
    return canStart(plan, service) ? [{ kind: 'start', service }] : [];
  }
  if (isSettled(plan, service, container)) {
    if (needsDownload) return [download];
    if (container.spec.name !== service.spec.name) return [{ kind: 'rename', container, service }];
    return runSteps(plan, service, container);
  }
  // The strategy is the new release's; what the old one asked for no longer counts.
  if (killsFirst(service.strategy)) return [killStep(container, needsDownload && service.strategy === 'delete-then-download')];
  if (needsDownload) return [download];
  if (!plan.hasAllImages) return [];
  const leavesNetwork = networksOf(container).some((network) => plan.leaving.has(network));
  if (service.strategy !== 'hand-over' || leavesNetwork) return [killStep(container)];
  return canStart(plan, service) ? [{ kind: 'hand-over', service, container }] : [];
}

/** The container is as the service asks, its networks stay, and it is on the interfaces of the container that it shall share. */
function isSettled(plan: Plan, service: DesiredService, container: CurrentContainer): boolean {
  if (networksOf(container).some((network) => plan.leaving.has(network))) return false;
  if (service.isReplacedByRelease && container.spec.name !== service.spec.name) return false;
  if (service.sharesNetworkOf === undefined) return isAsDesired(container.spec, service.spec);
  const owner = plan.kept.get(service.sharesNetworkOf);
  // The one whose interfaces it has is about to be replaced: then it is, too.
  const networkMode: ContainerSpec['networkMode'] = owner === undefined ? 'none' : `container:${owner.id}`;
  return isAsDesired(container.spec, { ...service.spec, networkMode });
}

function runSteps(plan: Plan, service: DesiredService, container: CurrentContainer): Step[] {
  if (!service.isRunning) return container.isRunning ? [{ kind: 'stop', container }] : [];
  const isDown = !container.isRunning && !container.wasStarted;
  return isDown && canStart(plan, service) ? [{ kind: 'start', service }] : [];
}

function canStart(plan: Plan, service: DesiredService): boolean {
  const { current, desired } = plan;
  const networks = new Set(current.networks.map(({ name }) => name));
  return (
    plan.hasAllImages &&
    (service.spec.networks ?? []).every(({ network }) => networks.has(network) && !plan.leaving.has(network)) &&
    service.spec.mounts.every(({ volume }) => current.volumes.includes(volume)) &&
    service.dependsOn.every((name) =>
      isUp(
        plan,
        desired.services.find((other) => other.name === name),
      ),
    )
  );
}

/** As the service that waits for it needs it: made as the release asks, and started. */
function isUp(plan: Plan, service: DesiredService | undefined): boolean {
  const container = service === undefined ? undefined : plan.kept.get(service.name);
  if (service === undefined || container === undefined || !isSettled(plan, service, container)) return false;
  return !service.isRunning || container.isRunning || container.wasStarted;
}

function unusedImages(current: CurrentState, desired: DesiredState): Step[] {
  // What runs for a refused service is an older release's, and needs its image.
  if (desired.refused.length > 0 || desired.isLocal) return [];
  const used = new Set(desired.images.map((image) => image.location));
  return current.images.filter((location) => !used.has(location)).map((location) => ({ kind: 'delete-image', location }));
}

function killStep(container: CurrentContainer, deletesImage = false): Step {
  return { kind: 'kill', container, deletesImage };
}

function killsFirst(strategy: DesiredService['strategy']): boolean {
  return strategy === 'kill-then-download' || strategy === 'delete-then-download';
}

function isPresent(current: CurrentState, image: DesiredImage): boolean {
  return image.isBuiltOnDevice === true || current.images.includes(image.location);
}

function networksOf({ spec }: CurrentContainer): string[] {
  return (spec.networks ?? []).map(({ network }) => network);
}
