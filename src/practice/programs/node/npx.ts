import { normalizePath } from '../../filesystem/filesystem.ts';
import type { Program } from '../../process/process.ts';
import { noRegistry } from './npm-install.ts';
import { NpmError, say, sayErrors } from './npm-output.ts';
import { isThere, projectDirectory, readManifest } from './npm-project.ts';
import { runInShell } from './npm-run.ts';
import { npmVersion } from './npm-version.ts';

/** `npx NAME`: a program of node_modules/.bin, or of the PATH; there is no registry to fetch others from. */
export const npx: Program = async (context) => {
  const words = context.arguments.slice(1);
  let command: string | undefined;
  while (words[0]?.startsWith('-') === true) {
    const option = words.shift() ?? '';
    if (option === '--version' || option === '-v') {
      await say(context, `${await npmVersion(context)}\n`);
      return 0;
    }
    if (option === '--help' || option === '-h') {
      await say(context, 'Usage: npx [--package=NAME] PROGRAM [ARGUMENT...]\n       npx --call LINE\n');
      return 0;
    }
    if (option === '--') break;
    if (option === '-c' || option === '--call') command = words.shift() ?? '';
    else if (option === '-p' || option === '--package') words.shift();
  }
  try {
    const directory = await projectDirectory(context);
    const manifest = (await readManifest(context.system.fileSystem, `${directory}/package.json`)) ?? {};
    const [name] = words;
    if (command === undefined) {
      if (name === undefined) throw new NpmError(['npx needs the name of a program, or --call LINE']);
      const places = [
        normalizePath(`node_modules/.bin/${name}`, directory),
        ...pathOf(context.environment).map((each) => `${each}/${name}`),
      ];
      const present = await Promise.all(places.map((place) => isThere(context.system.fileSystem, place)));
      if (!present.includes(true)) throw noRegistry(name.replace(/(?<=.)@[^/]*$/, ''));
      command = words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
    }
    const status = await runInShell(context, { directory, manifest }, 'npx', command, 'exec', context.workingDirectory);
    return status.code;
  } catch (error) {
    if (!(error instanceof NpmError)) throw error;
    await sayErrors(context, error.lines);
    return error.exitCode;
  }
};

function pathOf(environment: ReadonlyMap<string, string>): string[] {
  return (environment.get('PATH') ?? '').split(':').filter((each) => each !== '');
}
