import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SetupError, foreground, ownNode, root, run } from './command.mjs';
import { step } from './progress.mjs';
import { digest, readStamp, writeStamp } from './stamp.mjs';

const oldestNode = [20, 19];

/** Installs what the app, its tests and its tools need, unless that is done. Needs the network the first time only. */
export async function installDependencies() {
  requireNode();
  const wanted = digest(['package-lock.json']);
  if (readStamp('dependencies') === wanted && existsSync(ownNode)) return;
  await leaveOwnNode();
  await requireCompiler();
  await step('Installing Fleetlab (about a minute the first time)', () =>
    run('npm', ['ci', '--no-audit', '--no-fund'], { env: npmEnvironment() }),
  );
  if (!existsSync(ownNode)) {
    throw new SetupError(`npm installed no Node 24 at ${ownNode}. Run "npm rebuild node" there and start again.`);
  }
  writeStamp('dependencies', wanted);
}

/** Installs the pinned balena CLI into tools/balena-cli, unless that is done. */
export async function installBalenaCli() {
  const folder = join(root, 'tools', 'balena-cli');
  const wanted = digest(['tools/balena-cli/package-lock.json']);
  if (readStamp('balena-cli') === wanted && existsSync(join(folder, 'node_modules', 'balena-cli'))) return;
  // No install script of the CLI is needed: its native add-ons write disk images, which Fleetlab does not do.
  await step('Installing the balena CLI (1 to 2 minutes the first time)', () =>
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, env: npmEnvironment() }),
  );
  writeStamp('balena-cli', wanted);
}

/** Builds app and courses into out/, unless the sources are those of the last build. */
export async function build() {
  const wanted = digest(['src', 'resources', 'tools/course', 'tools/course.ts', 'electron.vite.config.ts', 'package-lock.json']);
  if (readStamp('build') === wanted && existsSync(join(root, 'out', 'main', 'browser.js'))) return;
  await step('Building', async () => {
    rmSync(join(root, 'out'), { recursive: true, force: true });
    await run(ownNode, [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn']);
    await run(ownNode, [join(root, 'tools', 'course.ts'), 'build']);
  });
  writeStamp('build', wanted);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = oldestNode;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new SetupError(
    `This is Node ${process.versions.node}. Fleetlab starts with Node ${oldestNode.join('.')} or newer: install one from nodejs.org and start again.`,
  );
}

/** node-pty ships built for macOS and Windows; on Linux it is compiled at install. */
async function requireCompiler() {
  if (process.platform !== 'linux') return;
  const missing = [];
  for (const program of ['make', 'g++', 'python3']) {
    await run(program, ['--version']).catch(() => missing.push(program));
  }
  if (missing.length === 0) return;
  throw new SetupError(
    `The terminal's native part is compiled at install, and this machine lacks: ${missing.join(', ')}.\n` +
      'Install them and start again: "sudo apt-get install make g++ python3" on Debian and Ubuntu, "sudo dnf install make gcc-c++ python3" on Fedora.',
  );
}

/**
 * npm puts node_modules/.bin first on the PATH, so from the second start on its scripts run on the project's own Node: one that an
 * installation replaces, which Windows refuses while it runs. Then the machine's Node, on which npm itself runs, does the whole command.
 */
async function leaveOwnNode() {
  const machineNode = process.env['npm_node_execpath'];
  const isOwn = process.execPath.startsWith(join(root, 'node_modules'));
  if (!isOwn || machineNode === undefined || machineNode.startsWith(join(root, 'node_modules'))) return;
  process.exit(await foreground(machineNode, process.argv.slice(1)));
}

/** node-gyp would fetch Node's headers from the network; where they lie beside the machine's Node it is told so (the add-on's interface is the same for all). */
function npmEnvironment() {
  const prefix = resolve(dirname(process.execPath), '..');
  const hasHeaders = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
  return hasHeaders && process.env['npm_config_nodedir'] === undefined ? { npm_config_nodedir: prefix } : {};
}
