import { FleetlabError } from '../../../shared/errors.ts';
import { notYet, passed, unknown, type CheckContext, type Verdict } from './verdict.ts';

export async function fileContains({ file, pattern }: { file: string; pattern: string }, context: CheckContext): Promise<Verdict> {
  const read = await readWorkspaceFile(file, context);
  if (typeof read !== 'string') return read;
  return new RegExp(pattern, 'm').test(read) ? passed(`${file} has it.`) : notYet(`${file} does not have it yet. Is it saved?`);
}

/** The text, or the verdict where there is none. */
export async function readWorkspaceFile(file: string, { workspace }: CheckContext): Promise<string | Verdict> {
  try {
    return (await workspace.read(file)).text;
  } catch (error) {
    if (error instanceof FleetlabError && error.code === 'not-found') return notYet(`There is no file ${file}.`);
    return unknown(error instanceof Error ? error.message : String(error));
  }
}
