import { parseEnv } from 'node:util';
import { normalizePath } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';

/** `--env-file`: adds the file's variables where the environment has none. Gives the sentence for a file that is missing. */
export async function readEnvironmentFile(
  context: ProgramContext,
  file: { path: string; isOptional: boolean },
): Promise<string | undefined> {
  let text: string;
  try {
    text = (await context.system.fileSystem.readFile(normalizePath(file.path, context.workingDirectory))).toString('utf8');
  } catch {
    return file.isOptional ? undefined : `${file.path}: not found`;
  }
  for (const [name, value] of Object.entries(parseEnv(text))) {
    if (!context.environment.has(name) && value !== undefined) context.environment.set(name, value);
  }
  return undefined;
}
