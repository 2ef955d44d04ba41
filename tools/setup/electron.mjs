import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownNode, root, run } from './command.mjs';
import { step } from './progress.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

const folder = join(root, 'node_modules', 'electron');
const secondsToFetch = 90;

/** The Electron runtime's program, or undefined where it is not installed. */
export function electronRuntime() {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

/**
 * Fetches the runtime, which is not part of the npm package. Tried once for each version: a machine that cannot reach
 * it uses the browser host and is not asked again.
 */
export async function fetchElectronRuntime() {
  const version = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  if (electronRuntime() !== undefined || readStamp('electron-tried') === version) return electronRuntime();
  writeStamp('electron-tried', version);
  try {
    await step('Fetching the Electron runtime', () => run(ownNode, [join(folder, 'install.js')], { timeoutSeconds: secondsToFetch }));
  } catch {
    process.stderr.write('  It cannot be fetched here; that is no problem.\n');
  }
  return electronRuntime();
}
