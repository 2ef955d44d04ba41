import type { ProgramContext } from '../../process/process.ts';
import type { NpmOptions } from './npm-options.ts';
import { NpmError, say } from './npm-output.ts';
import { isThere, readManifest } from './npm-project.ts';

/** `npm init -y`; npm's questions are for a terminal and a person. */
export async function initialize(context: ProgramContext, options: NpmOptions, words: readonly string[]): Promise<number> {
  if (words.length > 0 || !options.saysYes) {
    throw new NpmError(['npm init asks questions, which is not supported on the practice device; use `npm init -y`']);
  }
  const { fileSystem } = context.system;
  const { workingDirectory } = context;
  const path = `${workingDirectory === '/' ? '' : workingDirectory}/package.json`;
  const before = (await readManifest(fileSystem, path)) ?? {};
  const manifest = {
    name: (workingDirectory.split('/').at(-1) ?? '').toLowerCase().replaceAll(/[^a-z0-9._-]/g, '-'),
    version: '1.0.0',
    description: '',
    main: 'index.js',
    scripts: {
      ...((await isThere(fileSystem, `${workingDirectory}/server.js`)) ? { start: 'node server.js' } : {}),
      test: 'echo "Error: no test specified" && exit 1',
    },
    keywords: [],
    author: '',
    license: 'ISC',
    type: 'commonjs',
    ...before,
  };
  const text = JSON.stringify(manifest, undefined, 2);
  await fileSystem.writeFile(path, `${text}\n`);
  await say(context, `Wrote to ${path}:\n\n${text}\n\n\n`);
  return 0;
}
