import type { Program } from '../../process/process.ts';
import { FileSystemError } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';
import { write } from '../lines.ts';

/** `node` and `npm` of a container. They name their versions; running scripts is refused in words. */

/** The release that `node:lts` images carry where the image does not say (its NODE_VERSION variable does). */
const usualNodeVersion = '24.11.1';
const usualNpmVersion = '11.6.2';

export const node: Program = async (context) => {
  const [first] = context.arguments.slice(1);
  if (first === '--version' || first === '-v') {
    await write(context.stdout, `v${nodeVersion(context)}\n`, context.ended);
    return 0;
  }
  if (first === '--help' || first === '-h') {
    await write(
      context.stdout,
      'Usage: node [options] [ script.js ] [arguments]\n\nOn the practice device: node --version\n',
      context.ended,
    );
    return 0;
  }
  const what = first === undefined ? 'an interactive session is' : first.startsWith('-') ? `'${first}' is` : 'running scripts is';
  await write(context.stderr, Buffer.from(`node: ${what} not supported on the practice device yet\n`), context.ended);
  return 1;
};

export const npm: Program = async (context) => {
  const [first] = context.arguments.slice(1);
  if (first === '--version' || first === '-v') {
    await write(context.stdout, `${await npmVersion(context)}\n`, context.ended);
    return 0;
  }
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    await write(context.stdout, 'npm <command>\n\nUsage:\n\nOn the practice device: npm --version\n', context.ended);
    return first === undefined ? 1 : 0;
  }
  await write(context.stderr, Buffer.from(`npm error '${first}' is not supported on the practice device yet\n`), context.ended);
  return 1;
};

function nodeVersion(context: ProgramContext): string {
  return context.environment.get('NODE_VERSION')?.replace(/^v/, '') ?? usualNodeVersion;
}

async function npmVersion(context: ProgramContext): Promise<string> {
  try {
    const text = (await context.system.fileSystem.readFile('/usr/local/lib/node_modules/npm/package.json')).toString('utf8');
    return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? usualNpmVersion;
  } catch (error) {
    if (error instanceof FileSystemError) return usualNpmVersion;
    throw error;
  }
}
