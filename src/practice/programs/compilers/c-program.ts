import { z } from 'zod';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Program, ProgramContext } from '../../process/process.ts';
import { locateProgram } from '../../process/find-program.ts';
import { programFile } from '../../process/program-file.ts';
import { BrokenPipe, ProcessEnded, write } from '../lines.ts';
import { link } from './c/link.ts';
import type { LinkedProgram, Unit } from './c/link.ts';
import { runLinked } from './c/run.ts';

/** The files that the compiler makes: a program that carries what it was made of, so that every copy of it runs. */

const token = z.tuple([
  z.enum(['name', 'number', 'character', 'string', 'punctuator', 'end']),
  z.string(),
  z.number(),
  z.number(),
  z.number(),
]);
const units = z.array(z.object({ file: z.string(), files: z.array(z.string()), tokens: z.array(token) }));

const objectMark = '\x7fELF\nfleetlab object\n';

export function objectFile(unit: Unit): string {
  return objectMark + packed([unit]);
}

/** `loader`: what a dynamically linked program needs in the image to start. */
export function executableFile(parts: readonly Unit[], loader: string | undefined): string {
  return `${programFile('c-program', loader)}${packed(parts)}`;
}

/** The units of an object file; undefined where it is none. */
export function readObject(content: Buffer): Unit[] | undefined {
  const text = content.toString('latin1');
  return text.startsWith(objectMark) ? unpacked(text.slice(objectMark.length)) : undefined;
}

/** Runs the program in the file that it was called by. */
export const cProgram: Program = async (context) => {
  const program = await readProgram(context);
  if (program === undefined) {
    const name = context.arguments[0] ?? '';
    await write(context.stderr, Buffer.from(`${name}: this program is damaged: compile it again\n`), context.ended);
    return 126;
  }
  try {
    return await runLinked(program, context);
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof ProcessEnded) return 1;
    throw error;
  }
};

async function readProgram(context: ProgramContext): Promise<LinkedProgram | undefined> {
  const { system, environment, workingDirectory } = context;
  const located = await locateProgram(system, context.arguments[0] ?? '', environment, workingDirectory);
  if ('error' in located) return undefined;
  const text = (await system.fileSystem.readFile(located.path)).toString('latin1');
  const parts = unpacked(text.slice(text.indexOf('units: ')));
  return parts === undefined ? undefined : link(parts);
}

function packed(parts: readonly Unit[]): string {
  const plain = parts.map(({ file, tokens }) => {
    const files = [...new Set(tokens.map((one) => one.file))];
    return { file, files, tokens: tokens.map((one) => [one.kind, one.text, files.indexOf(one.file), one.line, one.column]) };
  });
  return `units: ${gzipSync(JSON.stringify(plain)).toString('base64')}\n`;
}

function unpacked(text: string): Unit[] | undefined {
  try {
    const json: unknown = JSON.parse(gunzipSync(Buffer.from(text.replace(/^units: /, ''), 'base64')).toString());
    return units.parse(json).map(({ file, files, tokens }) => ({
      file,
      tokens: tokens.map(([kind, word, from, line, column]) => ({
        kind,
        text: word,
        file: files[from] ?? file,
        line,
        column,
        isSpaced: true,
      })),
    }));
  } catch {
    return undefined;
  }
}
