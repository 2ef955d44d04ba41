import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export interface Machine {
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  home: string;
}

/** The folder of Fleetlab itself: the nearest one at or above `from` whose package.json is Fleetlab's. Throws where there is none. */
export function findApplicationRoot(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (isFleetlabPackage(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`No Fleetlab folder at or above ${from}: is its package.json there?`);
  }
}

/**
 * Where the learner's work, progress and practice state are kept: `FLEETLAB_DATA_DIR`, else the platform's folder for application data
 * (XDG Base Directory on Linux, Library/Application Support on macOS, AppData\Roaming on Windows).
 */
export function defaultDataDirectory(machine: Machine = thisMachine()): string {
  const { platform, environment, home } = machine;
  const chosen = environment['FLEETLAB_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Fleetlab');
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Fleetlab');
  const dataHome = environment['XDG_DATA_HOME'];
  // The specification says that a relative path here is invalid and to be ignored.
  return join(dataHome?.startsWith('/') === true ? dataHome : join(home, '.local', 'share'), 'fleetlab');
}

export function thisMachine(): Machine {
  return { platform: process.platform, environment: process.env, home: homedir() };
}

/** Everything below Fleetlab's own folder that main uses. */
export function applicationPaths(root: string) {
  return {
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    courses: join(root, 'resources', 'courses'),
    compiledCourses: join(root, 'out', 'courses'),
    launcher: join(root, 'resources', 'launcher'),
    shellIntegration: join(root, 'resources', 'shell-integration'),
    balenaCli: join(root, 'tools', 'balena-cli'),
    builtPractice: join(root, 'out', 'main', 'practice.js'),
    practiceSource: join(root, 'src', 'practice', 'main.ts'),
  };
}

/**
 * What comes first on the PATH of terminals. Windows has a folder of its own: PowerShell takes `curl` there, a shell script without an extension,
 * for the command of that name, and can only ask with which program to open it.
 */
export function commandFolder(root: string, platform: NodeJS.Platform = process.platform): string {
  const { launcher } = applicationPaths(root);
  return platform === 'win32' ? join(launcher, 'windows') : launcher;
}

/**
 * The Node 24 that Fleetlab brings along, which runs the practice process and the CLI whatever this process runs on
 * (Electron's own Node, a machine's). Where the package is missing, this process's executable if it is a plain Node.
 */
export function nodeExecutable(root: string): string {
  const own = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  if (!('electron' in process.versions)) return process.execPath;
  throw new Error(`Node is missing in ${dirname(own)}: install Fleetlab's packages again (npm start does it).`);
}

function isFleetlabPackage(file: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null && 'name' in content && content.name === 'fleetlab';
  } catch {
    return false;
  }
}
