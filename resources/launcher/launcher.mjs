// Runs the unmodified balena CLI in this process, with today's names for commands that lessons and habits still call by their old ones.
import { existsSync } from 'node:fs';
import { createRequire, enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { todaysArguments } from './arguments.mjs';
import hooks from './cli-hooks.cjs';
import { tellWhenUnreachable } from './unreachable.mjs';
import { byAddress, whyCloud } from './without-cloud.mjs';

const cli = join(import.meta.dirname, '..', '..', 'tools', 'balena-cli');
const entry = join(cli, 'node_modules', 'balena-cli', 'bin', 'run.js');

const { arguments: typed, notice } = todaysArguments(process.argv.slice(2));
const device = process.env.FLEETLAB_DEVICE_ALONE;
const today = device === undefined ? typed : byAddress(typed, process.env.FLEETLAB_DEVICE_NAME ?? device, device);
const refusal = device === undefined ? undefined : whyCloud(today, device);

if (refusal !== undefined) {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
} else if (existsSync(entry)) {
  if (notice !== undefined) process.stderr.write(`${notice}\n`);
  // In another environment the address is somebody else's.
  if (process.env.BALENARC_BALENA_URL === 'practice.localhost') tellWhenUnreachable(process.env.BALENARC_API_URL);
  if (process.env.FLEETLAB_UNCHECKED_SSH !== undefined)
    process.stderr.write('On this way the CLI does not check the SSH keys of the gateway and the device.\n');
  process.argv = [process.argv[0] ?? process.execPath, entry, ...today];
  // Compiled code is kept beside the CLI's own caches; without a folder of its own it is not kept.
  const data = process.env.BALENARC_DATA_DIRECTORY;
  if (data !== undefined && data !== '') enableCompileCache(join(data, 'compile-cache'));
  hooks.installHooks(process.env);
  createRequire(import.meta.url)(entry);
} else {
  process.stderr.write(
    `balena: the balena CLI is not installed in ${cli}.\nRun "npm start" in Fleetlab's folder, or: npm ci --ignore-scripts --prefix "${cli}"\n`,
  );
  process.exitCode = 127;
}
