import type { Program, ProgramContext } from '../../process/process.ts';
import { cache } from './npm-cache.ts';
import { config } from './npm-config.ts';
import { initialize } from './npm-init.ts';
import { install } from './npm-install.ts';
import { listPackages } from './npm-list.ts';
import { readNpmOptions } from './npm-options.ts';
import type { NpmOptions } from './npm-options.ts';
import { NpmError, say, sayErrors } from './npm-output.ts';
import { projectDirectory, readProject } from './npm-project.ts';
import { listScripts, runScript } from './npm-run.ts';
import { npmVersion } from './npm-version.ts';
import { npx } from './npx.ts';

type Command = (context: ProgramContext, options: NpmOptions, words: readonly string[]) => Promise<number>;

/** `npm`: scripts run for real; what a lock file asks for is installed as far as the practice device can reach it. */
export const npm: Program = async (context) => {
  try {
    const options = readNpmOptions(context.arguments.slice(1));
    if (options.showsVersion) {
      await say(context, `${await npmVersion(context)}\n`);
      return 0;
    }
    const [name, ...words] = options.operands;
    if (name === undefined || name === 'help' || (options.showsHelp && !(name in commands))) {
      await say(context, usage);
      return name === undefined && !options.showsHelp ? 1 : 0;
    }
    const command = commands[aliases[name] ?? name];
    if (command === undefined) {
      if (refused.has(name)) throw new NpmError([`npm ${name} is not supported on the practice device`]);
      await flushUnknown(context, name);
      return 1;
    }
    return await command(context, options, words);
  } catch (error) {
    if (!(error instanceof NpmError)) throw error;
    await sayErrors(context, error.lines);
    return error.exitCode;
  }
};

const script =
  (name: string, isOptional = false): Command =>
  async (context, options, words) =>
    runScript(context, await readProject(context), { ...requestOf(options), script: name, arguments: words, isOptional, command: name });

const commands: Record<string, Command> = {
  start: script('start'),
  stop: script('stop'),
  restart: script('restart'),
  test: script('test'),
  async run(context, options, words) {
    const project = await readProject(context);
    const [name, ...rest] = words;
    if (name === undefined) return listScripts(context, project);
    return runScript(context, project, {
      ...requestOf(options),
      script: name,
      arguments: rest,
      isOptional: options.ifPresent,
      command: 'run',
    });
  },
  ci: (context, options) => install(context, options, { kind: 'ci' }),
  install: (context, options, words) => install(context, options, { kind: 'install', added: words }),
  ls: listPackages,
  init: (context, options, words) => initialize(context, options, words),
  exec: (context, _options, words) => npx({ ...context, arguments: ['npx', ...words] }),
  async prefix(context) {
    await say(context, `${await projectDirectory(context)}\n`);
    return 0;
  },
  async root(context) {
    const directory = await projectDirectory(context);
    await say(context, `${directory === '/' ? '' : directory}/node_modules\n`);
    return 0;
  },
  cache: (context, options, words) => cache(context, options, words),
  config: (context, _options, words) => config(context, words),
};

const aliases: Record<string, string> = {
  t: 'test',
  tst: 'test',
  'run-script': 'run',
  rum: 'run',
  urn: 'run',
  'clean-install': 'ci',
  ic: 'ci',
  'install-clean': 'ci',
  'isntall-clean': 'ci',
  i: 'install',
  in: 'install',
  add: 'install',
  isntall: 'install',
  list: 'ls',
  la: 'ls',
  ll: 'ls',
  create: 'init',
  x: 'exec',
  c: 'config',
};

/** Commands of npm that need a registry, an account, or have no use in a container of the practice device. */
const refused = new Set(
  `access adduser approve-scripts audit bugs completion dedupe deny-scripts deprecate diff dist-tag docs doctor edit explain explore find-dupes fund get
   help-search install-ci-test install-scripts install-test link login logout org outdated owner pack ping pkg profile prune publish query
   rebuild remove repo rm sbom search set shrinkwrap stage star stars team token trust un undeprecate uninstall unpublish unstar up update upgrade version view
   info show v whoami`.split(/\s+/),
);

const usage = `npm <command>

Usage:

npm ci             install what the lock file says
npm install        install all the dependencies in your project
npm test           run this project's tests
npm run <foo>      run the script named <foo>
npm start          run this project

All commands on the practice device:

    cache, ci, config, exec, help, init, install, ls, prefix, restart,
    root, run, start, stop, test
`;

function requestOf(options: NpmOptions): { isSilent: boolean; ignoresOthers: boolean } {
  return { isSilent: options.isSilent, ignoresOthers: options.ignoresScripts };
}

async function flushUnknown(context: ProgramContext, name: string): Promise<void> {
  await say(context, `Unknown command: "${name}"\n\nTo see a list of supported npm commands, run:\n  npm help\n`);
}
