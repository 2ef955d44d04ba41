import { basename } from 'node:path';
import type { Machine } from '../../paths.ts';

/**
 * The variables of a terminal: the machine's own, without what this program and npm added for themselves, then the environment's, with the
 * folder of the `balena` command first on the PATH.
 */
export function terminalVariables(
  machine: Machine,
  launcherFolder: string,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const separator = machine.platform === 'win32' ? ';' : ':';
  const wasStartedByNpm = machine.environment['npm_lifecycle_event'] !== undefined;
  const kept: Record<string, string> = {};
  let path = '';
  for (const [name, value] of Object.entries(machine.environment)) {
    if (value === undefined || isOurs(name) || (wasStartedByNpm && isFromNpm(name))) continue;
    // Windows writes it `Path`.
    if (name.toUpperCase() === 'PATH') path = value;
    else kept[name] = value;
  }
  const folders = path.split(separator).filter((folder) => folder !== '' && !(wasStartedByNpm && isNpmFolder(folder)));
  const hasLanguage = ['LC_ALL', 'LC_CTYPE', 'LANG'].some((name) => (kept[name] ?? '') !== '');
  return {
    ...kept,
    // Programs started from a desktop icon get no language on macOS, and then take every character beyond ASCII for garbage.
    ...(hasLanguage || machine.platform === 'win32' ? {} : { LANG: machine.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8' }),
    ...added,
    ...nodeOptions(kept['NODE_OPTIONS'], added['NODE_OPTIONS']),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'fleetlab',
    PATH: [launcherFolder, ...folders].join(separator),
  };
}

/** The learner's own options stay; a terminal of a Fleetlab that was started in one has the environment's once. */
function nodeOptions(own: string | undefined, added: string | undefined): Record<string, string> {
  if (own === undefined || own === '' || added === undefined) return {};
  return { NODE_OPTIONS: own.includes(added) ? own : `${own} ${added}` };
}

function isOurs(name: string): boolean {
  return (
    /^(FLEETLAB_|ELECTRON_|BALENARC_|RESINRC_|VITEST|VITE_)/.test(name) ||
    ['BALENA_API_KEY', 'NODE_CHANNEL_FD', 'PRACTICE_TOKEN', 'CHROME_DESKTOP'].includes(name)
  );
}

function isFromNpm(name: string): boolean {
  return name.toLowerCase().startsWith('npm_') || ['INIT_CWD', 'NODE', 'COLOR'].includes(name);
}

/** `npm run` puts the programs of the package and of all folders above it first. */
function isNpmFolder(folder: string): boolean {
  return (basename(folder) === '.bin' && /[\\/]node_modules[\\/]\.bin$/.test(folder)) || basename(folder) === 'node-gyp-bin';
}
