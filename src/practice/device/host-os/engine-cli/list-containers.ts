import type { ContainerInfo, ImageInfo } from '../../../engine/engine.ts';
import { networkNamesOf } from './container-data.ts';
import { CommandError, requireOperands } from './command.ts';
import type { EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';
import { formatRows } from './format.ts';
import type { Row } from './format.ts';
import { portsOf, portsText } from './ports.ts';
import { humanDuration, humanSize, shortId } from './words.ts';

/** `balena ps [-a] [-q] [-n N] [-l] [-s] [--no-trunc] [--filter …] [--format …]` */
export async function listContainers(context: EngineCommandContext): Promise<number> {
  const flags = readFlags(
    context.arguments,
    {
      all: { short: 'a' },
      quiet: { short: 'q' },
      'no-trunc': {},
      size: { short: 's' },
      latest: { short: 'l' },
      last: { short: 'n', hasValue: true },
      filter: { short: 'f', hasValue: true },
      format: { hasValue: true },
    },
    { command: `${context.programName} ps` },
  );
  requireOperands(context, 'ps', flags.operands, { min: 0, max: 0 });
  const last = flags.has('latest') ? 1 : Number(flags.value('last') ?? -1);
  const filters = flags.values('filter').map(parseFilter);
  const showsAll = flags.has('all') || last > 0 || filters.some(({ key }) => key === 'status');
  const containers = (await context.engine.containers())
    .filter((container) => showsAll || container.state.status === 'running' || container.state.status === 'restarting')
    .filter((container) => filters.every((filter) => matches(container, filter)))
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(0, last > 0 ? last : undefined);
  const isWhole = flags.has('no-trunc');
  const now = context.process.system.now();
  if (flags.has('quiet')) {
    await context.print(containers.map(({ id }) => `${isWhole ? id : shortId(id)}\n`).join(''));
    return 0;
  }
  const columns = [
    { field: 'ID', heading: 'CONTAINER ID' },
    { field: 'Image', heading: 'IMAGE' },
    { field: 'Command', heading: 'COMMAND' },
    { field: 'RunningFor', heading: 'CREATED' },
    { field: 'Status', heading: 'STATUS' },
    { field: 'Ports', heading: 'PORTS' },
    { field: 'Names', heading: 'NAMES' },
    ...(flags.has('size') ? [{ field: 'Size', heading: 'SIZE' }] : []),
  ];
  const images = new Map((await context.engine.images()).map((image) => [image.id, image]));
  const rows = containers.map((container) => containerRow(container, { now, isWhole, image: images.get(container.imageId) }));
  const otherHeadings = { State: 'STATE', CreatedAt: 'CREATED AT', Labels: 'LABELS', Mounts: 'MOUNTS', Networks: 'NETWORKS', Size: 'SIZE' };
  await context.print(formatRows(rows, { columns, otherHeadings }, flags.value('format')));
  return 0;
}

/** `Up 3 minutes`, `Exited (0) 2 seconds ago`, … */
export function statusText(container: ContainerInfo, now: number): string {
  const { state } = container;
  switch (state.status) {
    case 'created':
      return 'Created';
    case 'running':
      return `Up ${humanDuration(now - state.startedAt)}${healthText(container.health)}`;
    case 'restarting':
      return `Restarting (${state.exitCode}) ${humanDuration(now - state.finishedAt)} ago`;
    case 'exited':
      return `Exited (${state.exitCode}) ${humanDuration(now - state.finishedAt)} ago`;
  }
}

function healthText(health: ContainerInfo['health']): string {
  if (health === undefined) return '';
  return health === 'starting' ? ' (health: starting)' : ` (${health})`;
}

/** The command as the daemon joins it: arguments with a space are in single quotes. */
export function commandText(container: ContainerInfo): string {
  const [path = '', ...rest] = container.command;
  return [path, ...rest.map((argument) => (argument.includes(' ') ? `'${argument}'` : argument))].join(' ');
}

function containerRow(container: ContainerInfo, options: { now: number; isWhole: boolean; image: ImageInfo | undefined }): Row {
  const { now, isWhole, image } = options;
  const command = commandText(container);
  const shown = isWhole || command.length <= 20 ? command : `${command.slice(0, 19)}…`;
  const age = `${humanDuration(now - container.createdAt)} ago`;
  const { labels, mounts } = container.spec;
  const size = `${humanSize(container.writableSize)} (virtual ${humanSize(container.writableSize + (image?.size ?? 0))})`;
  return {
    ID: isWhole ? container.id : shortId(container.id),
    Image: imageText(container, isWhole),
    Command: JSON.stringify(shown),
    CreatedAt: `${new Date(container.createdAt).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`,
    RunningFor: age,
    Status: statusText(container, now),
    State: container.state.status,
    Ports: portsText(portsOf(container, image?.config.exposedPorts ?? [])),
    Names: container.name,
    Labels: Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
    Mounts: mounts.map((mount) => mount.volume).join(','),
    Networks: networkNamesOf(container).join(','),
    Size: size,
  };
}

function imageText(container: ContainerInfo, isWhole: boolean): string {
  const { image } = container.spec;
  return image.startsWith('sha256:') && !isWhole ? shortId(image) : image;
}

interface Filter {
  key: string;
  value: string;
}

function parseFilter(text: string): Filter {
  const [key = '', ...value] = text.split('=');
  if (value.length === 0) throw new CommandError('bad format of filter (expected name=value)', 125);
  if (!['name', 'status', 'label', 'id', 'health', 'network'].includes(key))
    throw new CommandError(`filter '${key}': not supported on the practice device`);
  return { key, value: value.join('=') };
}

function matches(container: ContainerInfo, { key, value }: Filter): boolean {
  if (key === 'name') return container.name.includes(value);
  if (key === 'id') return container.id.startsWith(value);
  if (key === 'health') return (container.health ?? 'none') === value;
  if (key === 'network') return networkNamesOf(container).includes(value);
  if (key === 'status') return container.state.status === value;
  const [name = '', ...wanted] = value.split('=');
  const actual = container.spec.labels[name];
  return wanted.length === 0 ? actual !== undefined : actual === wanted.join('=');
}
