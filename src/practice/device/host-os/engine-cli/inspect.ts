import { lookForContainer, lookForImage, lookForNetwork, requireOperands } from './command.ts';
import type { EngineCommandContext } from './command.ts';
import { containerData } from './container-data.ts';
import { imageData, networkData, volumeData } from './docker-data.ts';
import { readFlags } from './flags.ts';
import { fillTemplate } from './format.ts';

export type InspectedKind = 'container' | 'image' | 'volume' | 'network';

/** `balena inspect [-f TEMPLATE] [--type KIND] NAME…`, and `balena KIND inspect NAME…` for one kind only. */
export async function inspect(context: EngineCommandContext, kind?: InspectedKind): Promise<number> {
  const command = kind === undefined ? 'inspect' : `${kind} inspect`;
  const flags = readFlags(
    context.arguments,
    { format: { short: 'f', hasValue: true }, type: { hasValue: true }, size: { short: 's' } },
    { command: `${context.programName} ${command}` },
  );
  requireOperands(context, command, flags.operands, { min: 1 });
  const wanted = kind ?? flags.value('type');
  const format = flags.value('format');
  const found: Record<string, unknown>[] = [];
  const missing: string[] = [];
  for (const reference of flags.operands) {
    const data = await lookUp(context, reference, { wanted, withSizes: flags.has('size') });
    if (data === undefined) missing.push(reference);
    else found.push(data);
  }
  if (format === undefined || format === 'json') await context.print(`${goJson(found)}\n`);
  else await context.print(found.map((data) => `${fillTemplate(format, data)}\n`).join(''));
  const what = wanted === undefined ? 'object' : wanted;
  for (const reference of missing) await context.printError(`Error: No such ${what}: ${reference}\n`);
  return missing.length === 0 ? 0 : 1;
}

async function lookUp(
  context: EngineCommandContext,
  reference: string,
  { wanted, withSizes }: { wanted: string | undefined; withSizes: boolean },
): Promise<Record<string, unknown> | undefined> {
  const { engine } = context;
  const may = (kind: InspectedKind): boolean => wanted === undefined || wanted === kind;
  if (may('container')) {
    const container = await lookForContainer(context, reference);
    if (container !== undefined) {
      const image = (await engine.images()).find(({ id }) => id === container.imageId);
      return containerData(container, { networks: await engine.networks(), image, pid: context.device.pidOf?.(container.id), withSizes });
    }
  }
  if (may('image')) {
    const found = await lookForImage(context, reference);
    if (found !== undefined) return imageData(found.image, found.locations);
  }
  if (may('network')) {
    const network = await lookForNetwork(context, reference);
    if (network !== undefined) return networkData(network, await engine.containers());
  }
  if (may('volume')) {
    const volume = (await engine.volumes()).find(({ name }) => name === reference);
    if (volume !== undefined) return volumeData(volume);
  }
  return undefined;
}

/** Docker indents with four spaces, and writes an empty list as `[]`. */
function goJson(data: readonly unknown[]): string {
  return JSON.stringify(data, undefined, 4);
}
