import { CommandError, lookForImage, requireOperands } from './command.ts';
import type { EngineCommandContext } from './command.ts';
import { readFlags } from './flags.ts';
import { formatRows } from './format.ts';
import { dockerTime, humanDuration, humanSize, shortId } from './words.ts';

/** Characters of an instruction that the table shows. */
const shownInstruction = 45;

/** `balena history [-q] [--no-trunc] [-H=false] [--format …] IMAGE`: the newest step first. */
export async function showHistory(context: EngineCommandContext): Promise<number> {
  const flags = readFlags(
    context.arguments,
    { quiet: { short: 'q' }, 'no-trunc': {}, format: { hasValue: true }, human: { short: 'H' } },
    { command: `${context.programName} history` },
  );
  requireOperands(context, 'history', flags.operands, { min: 1, max: 1 });
  const [reference = ''] = flags.operands;
  const found = await lookForImage(context, reference);
  if (found === undefined) throw new CommandError(`Error response from daemon: No such image: ${reference}`);
  const { image } = found;
  const isWhole = flags.has('no-trunc');
  const id = isWhole ? image.id : shortId(image.id);
  // `--human=false`: bytes and dates as a program reads them.
  const isForPrograms = flags.isOff('human');
  const date = dockerTime(image.createdAt).replace(/\.\d+Z$/, 'Z');
  const age = `${humanDuration(context.process.system.now() - image.createdAt)} ago`;
  // Only the newest step's image has an id on a device that has pulled it.
  const rows = image.layers
    .map(({ createdBy, size }, index) => ({
      ID: index === image.layers.length - 1 ? id : '<missing>',
      CreatedSince: isForPrograms ? date : age,
      CreatedAt: date,
      CreatedBy: isWhole || createdBy.length <= shownInstruction ? createdBy : `${createdBy.slice(0, shownInstruction - 1)}…`,
      Size: isForPrograms ? String(size) : humanSize(size),
      Comment: '',
    }))
    .reverse();
  if (flags.has('quiet')) {
    await context.print(rows.map(({ ID }) => `${ID}\n`).join(''));
    return 0;
  }
  const columns = [
    { field: 'ID', heading: 'IMAGE' },
    { field: 'CreatedSince', heading: 'CREATED' },
    { field: 'CreatedBy', heading: 'CREATED BY' },
    { field: 'Size', heading: 'SIZE' },
    { field: 'Comment', heading: 'COMMENT' },
  ];
  await context.print(formatRows(rows, { columns }, flags.value('format')));
  return 0;
}
