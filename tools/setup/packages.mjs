import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './command.mjs';
import { step } from './progress.mjs';

/**
 * Installs packages of Debian; elsewhere, and for anybody but root, nothing is done. Rejects as `run` does.
 *
 * @param {string} title what it is for
 * @param {readonly string[]} names
 */
export async function installPackages(title, names) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  await step(title, async () => {
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  });
}

/** The shells that terminals are tested with, each in the package of its name. Tests of one that cannot be had say `skipped`. */
const shells = ['bash', 'zsh', 'fish', 'busybox'];

/** Installs the shells that this machine lacks. */
export async function installShells() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const missing = shells.filter((shell) => !folders.some((folder) => existsSync(join(folder, shell))));
  if (missing.length === 0) return;
  await installPackages('Installing shells for the tests of terminals', missing).catch((error) => {
    process.stderr.write(`Tests of ${missing.join(', ')} are skipped: ${error.message}\n`);
  });
}
