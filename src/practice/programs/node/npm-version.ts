import type { ProgramContext } from '../../process/process.ts';
import { readText } from './npm-project.ts';

/** The npm that belongs to the pinned Node release. */
const usualVersion = '11.19.1';

/** As the image's own copy says. */
export async function npmVersion(context: ProgramContext): Promise<string> {
  const text = await readText(context.system.fileSystem, '/usr/local/lib/node_modules/npm/package.json');
  return /"version":\s*"([^"]+)"/.exec(text ?? '')?.[1] ?? usualVersion;
}
