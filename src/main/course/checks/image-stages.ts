import { listed } from '../../../shared/listed.ts';
import { DockerfileParser, type From } from 'dockerfile-ast';
import { readWorkspaceFile } from './file-contains.ts';
import { notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export interface ImageStages {
  file: string;
  stage?: string | undefined;
  finalFrom?: string | undefined;
  copiesFrom?: string | undefined;
}

export async function imageStages(wanted: ImageStages, context: CheckContext): Promise<Verdict> {
  const text = await readWorkspaceFile(wanted.file, context);
  if (typeof text !== 'string') return text;
  const { stages, copies } = readStages(text);
  const last = stages.at(-1);
  if (last === undefined) return notYet(`${wanted.file} has no FROM.`);
  if (wanted.stage !== undefined && !stages.some(({ name }) => name === wanted.stage?.toLowerCase()))
    return notYet(unnamed(wanted.file, wanted.stage, stages));
  if (wanted.finalFrom !== undefined && !new RegExp(wanted.finalFrom).test(last.image))
    return notYet(`The last stage of ${wanted.file} begins from ${last.image}.`);
  if (wanted.copiesFrom !== undefined) {
    const index = stages.findIndex(({ name }) => name === wanted.copiesFrom?.toLowerCase());
    if (index === -1) return notYet(unnamed(wanted.file, wanted.copiesFrom, stages));
    if (!copies.some((from) => from.toLowerCase() === wanted.copiesFrom?.toLowerCase() || from === String(index)))
      return notYet(`The last stage of ${wanted.file} copies nothing from ${wanted.copiesFrom}.`);
  }
  return passed(`${wanted.file} has ${stages.length} ${stages.length === 1 ? 'stage' : 'stages'}; the last begins from ${last.image}.`);
}

function unnamed(file: string, wanted: string, stages: readonly Stage[]): string {
  const names = stages.flatMap(({ name }) => name ?? []);
  return `No stage of ${file} is named ${wanted}; ${names.length === 0 ? 'none has a name' : `there is ${listed(names)}`}.`;
}

interface Stage {
  name: string | undefined;
  image: string;
}

/** The stages in order, and what the last one copies from. Names are in small letters, as the builder compares them. */
function readStages(text: string): { stages: Stage[]; copies: string[] } {
  const instructions = DockerfileParser.parse(text).getInstructions();
  const stages = instructions
    .filter((instruction): instruction is From => instruction.getKeyword() === 'FROM')
    .map((from) => ({ name: from.getBuildStage()?.toLowerCase(), image: from.getImage() ?? '' }));
  const lastFrom = instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM');
  const copies = instructions
    .slice(lastFrom + 1)
    .filter((instruction) => instruction.getKeyword() === 'COPY')
    .flatMap((copy) => /--from=(\S+)/.exec(copy.getTextContent())?.[1] ?? []);
  return { stages, copies };
}
