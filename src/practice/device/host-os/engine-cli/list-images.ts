import { deviceImages, requireOperands } from './command.ts';
import type { EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';
import { formatRows } from './format.ts';
import { humanDuration, humanSize, shortId } from './words.ts';

/** `balena images [-q] [-a] [--no-trunc] [--digests] [--format …] [REPOSITORY[:TAG]]` */
export async function listImages(context: EngineCommandContext): Promise<number> {
  const flags = readFlags(
    context.arguments,
    { all: { short: 'a' }, quiet: { short: 'q' }, 'no-trunc': {}, format: { hasValue: true } },
    { command: `${context.programName} images` },
  );
  requireOperands(context, 'images', flags.operands, { min: 0, max: 1 });
  const [wanted] = flags.operands;
  const isWhole = flags.has('no-trunc');
  const now = context.process.system.now();
  const images = (await deviceImages(context))
    .map(({ location, image }) => ({ ...splitName(location), image }))
    .filter(({ repository, tag }) => wanted === undefined || wanted === repository || wanted === `${repository}:${tag}`)
    .sort((a, b) => b.image.createdAt - a.image.createdAt);
  if (flags.has('quiet')) {
    const ids = new Set(images.map(({ image }) => (isWhole ? image.id : shortId(image.id))));
    await context.print([...ids].map((id) => `${id}\n`).join(''));
    return 0;
  }
  const columns = [
    { field: 'Repository', heading: 'REPOSITORY' },
    { field: 'Tag', heading: 'TAG' },
    { field: 'ID', heading: 'IMAGE ID' },
    { field: 'CreatedSince', heading: 'CREATED' },
    { field: 'Size', heading: 'SIZE' },
  ];
  const rows = images.map(({ repository, tag, image }) => ({
    Repository: repository,
    Tag: tag,
    ID: isWhole ? image.id : shortId(image.id),
    CreatedSince: `${humanDuration(now - image.createdAt)} ago`,
    CreatedAt: `${new Date(image.createdAt).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`,
    Size: humanSize(image.size),
  }));
  await context.print(formatRows(rows, { columns, otherHeadings: { CreatedAt: 'CREATED AT' } }, flags.value('format')));
  return 0;
}

/** `registry:port/name:tag`: a colon before the last slash belongs to the registry. */
export function splitName(location: string): { repository: string; tag: string } {
  const colon = location.indexOf(':', location.lastIndexOf('/') + 1);
  return colon < 0 ? { repository: location, tag: 'latest' } : { repository: location.slice(0, colon), tag: location.slice(colon + 1) };
}
