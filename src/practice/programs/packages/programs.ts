import type { Program } from '../../process/process.ts';
import { write } from '../lines.ts';
import { apt, aptGet } from './debian/apt-get.ts';
import { unsupportedProgram } from './place-files.ts';

/** A program that a package brings and the practice device does not run. */
const unsupported: Program = async (context) => {
  const name = context.arguments[0] ?? '';
  await write(
    context.stderr,
    Buffer.from(`${name.slice(name.lastIndexOf('/') + 1)}: not supported on the practice device\n`),
    context.ended,
  );
  return 1;
};

export const packageTools: Readonly<Record<string, Program>> = {
  apt,
  'apt-get': aptGet,
  [unsupportedProgram]: unsupported,
};
