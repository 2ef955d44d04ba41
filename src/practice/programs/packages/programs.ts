import type { Program } from '../../process/process.ts';
import { write } from '../lines.ts';
import { apk } from './alpine/apk.ts';
import { aptCache, aptMark } from './debian/apt-cache.ts';
import { apt, aptGet } from './debian/apt-get.ts';
import { dpkg } from './debian/dpkg.ts';
import { unsupportedProgram } from './place-files.ts';

/** A program that a package brings and the practice device does not run. */
const unsupported: Program = async (context) => {
  const name = context.arguments[0] ?? '';
  const message = `${name.slice(name.lastIndexOf('/') + 1)}: not supported on the practice device\n`;
  await write(context.stderr, Buffer.from(message), context.ended);
  return 1;
};

export const packageTools: Readonly<Record<string, Program>> = {
  apk,
  apt,
  'apt-cache': aptCache,
  'apt-get': aptGet,
  'apt-mark': aptMark,
  dpkg,
  [unsupportedProgram]: unsupported,
};
