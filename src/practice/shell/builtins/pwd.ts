import type { Program } from '../../process/process.ts';
import { realPath } from '../../process/real-path.ts';
import { writeOut } from './write-out.ts';

/** `/bin/pwd`: without `-L` the path without links, as coreutils prints it. */
export const pwd: Program = async (context) => {
  const words = context.arguments.slice(1);
  const logical = context.environment.get('PWD');
  const path =
    words.includes('-L') && logical !== undefined ? logical : await realPath(context.system.fileSystem, context.workingDirectory);
  await writeOut(context.stdout, `${path}\n`);
  return 0;
};
