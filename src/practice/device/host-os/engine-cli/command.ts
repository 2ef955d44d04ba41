import { isRegistryTag } from '../../../engine/images/registry-tag.ts';
import type { ContainerEngine, ContainerInfo, EngineEvent, ImageInfo, NetworkInfo } from '../../../engine/engine.ts';
import type { ProgramContext } from '../../../process/process.ts';
import type { DesiredImage } from '../../supervisor/desired-state.ts';
import { shortId } from './words.ts';

/** One call of a subcommand of `balena` on the host OS. */
export interface EngineCommandContext {
  process: ProgramContext;
  /** The name the program was called by: `balena`, `balena-engine`, `docker`. */
  programName: string;
  arguments: readonly string[];
  engine: ContainerEngine;
  device: DeviceFacts;
  print(text: string): Promise<void>;
  printError(text: string): Promise<void>;
}

/** What the engine's command line tells of the machine it runs on. */
export interface DeviceFacts {
  hostname: string;
  architecture: string;
  osVersion: string;
  kernelRelease: string;
  /** Images that were downloaded to the device, by location. */
  images(): readonly DesiredImage[];
  /** Ids of images that were built on the device. */
  builtImages(): readonly string[];
  /** Of a running container's first process, as the host sees it. */
  pidOf?(containerId: string): number | undefined;
  /** What the engine has told last, oldest first: `events --since` shows it again. */
  pastEvents?(): readonly EngineEvent[];
}

export type EngineCommand = (context: EngineCommandContext) => Promise<number>;

/** A message for stderr and the exit code that goes with it. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** The images of the device: what the registry keeps in the same store is not on the device. */
export async function deviceImages(context: EngineCommandContext): Promise<{ location: string; image: ImageInfo }[]> {
  const present = new Map((await context.engine.images()).map((image) => [image.id, image]));
  const found = context.device.images().map(({ location, contentHash }) => ({ location, image: present.get(contentHash) }));
  const built = context.device.builtImages().flatMap((id) => {
    const image = present.get(id);
    const names = image?.tags.filter((tag) => !isRegistryTag(tag)) ?? [];
    return names.map((name) => ({ location: name.replace(/:latest$/, ''), image }));
  });
  return [...found, ...built].flatMap(({ location, image }) => (image === undefined ? [] : [{ location, image }]));
}

/** By location, id or the id's first digits, with all locations it has. */
export async function lookForImage(
  context: EngineCommandContext,
  reference: string,
): Promise<{ image: ImageInfo; locations: string[] } | undefined> {
  const images = await deviceImages(context);
  const isThis = (id: string): boolean => id === reference || shortId(id).startsWith(shortId(reference));
  const image = images.find((candidate) => candidate.location === reference.replace(/:latest$/, '') || isThis(candidate.image.id))?.image;
  if (image === undefined) return undefined;
  return { image, locations: images.filter((candidate) => candidate.image.id === image.id).map(({ location }) => location) };
}

/** By name, id, or the id's first digits. */
export async function lookForNetwork(context: EngineCommandContext, reference: string): Promise<NetworkInfo | undefined> {
  const networks = await context.engine.networks();
  return (
    networks.find(({ id, name }) => id === reference || name === reference) ??
    (/^[0-9a-f]+$/.test(reference) ? networks.find(({ id }) => id.startsWith(reference)) : undefined)
  );
}

/** By id, its beginning, or name. Throws CommandError in the daemon's words. */
export async function findContainer(context: EngineCommandContext, reference: string): Promise<ContainerInfo> {
  const container = await lookForContainer(context, reference);
  if (container === undefined) throw new CommandError(`Error response from daemon: No such container: ${reference}`);
  return container;
}

export async function lookForContainer(context: EngineCommandContext, reference: string): Promise<ContainerInfo | undefined> {
  const containers = await context.engine.containers();
  const name = reference.replace(/^\//, '');
  return (
    containers.find((container) => container.id === reference || container.name === name) ??
    (/^[0-9a-f]+$/.test(reference) ? containers.find((container) => container.id.startsWith(reference)) : undefined)
  );
}

/** Does the same for each named container, printing its name as Docker does; goes on after a failure and ends with 1 then. */
export async function forEachReference(
  context: EngineCommandContext,
  references: readonly string[],
  work: (reference: string) => Promise<void>,
): Promise<number> {
  let status = 0;
  for (const reference of references) {
    try {
      await work(reference);
      await context.print(`${reference}\n`);
    } catch (error) {
      status = 1;
      const message = error instanceof Error ? error.message : String(error);
      await context.printError(`${error instanceof CommandError ? message : `Error response from daemon: ${message}`}\n`);
    }
  }
  return status;
}

export function requireOperands(
  context: EngineCommandContext,
  command: string,
  operands: readonly string[],
  count: { min: number; max?: number },
): void {
  if (operands.length >= count.min && operands.length <= (count.max ?? Infinity)) return;
  const number = `${count.min} argument${count.min === 1 ? '' : 's'}`;
  const words =
    count.max === count.min ? `exactly ${number}` : count.max === undefined ? `at least ${number}` : `at most ${count.max} arguments`;
  const accepts = count.max === 0 ? 'accepts no arguments' : `requires ${words}`;
  const full = `${context.programName} ${command}`;
  throw new CommandError(`"${full}" ${accepts}.\nSee '${full} --help'.`);
}
