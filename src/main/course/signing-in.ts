import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningEnvironment } from '../environments/environment.ts';

/**
 * Leaves the CLI signed in or out, as a restored state had it: it keeps its token in a file of its data directory, and the account's name
 * beside it. Signing in needs an environment that knows its learner's token (practice).
 */
export async function signInAs({ dataDirectory, variables }: RunningEnvironment, isSignedIn: boolean): Promise<void> {
  const token = variables['PRACTICE_TOKEN'];
  if (!isSignedIn) {
    for (const name of ['token', 'cachedUsername']) await rm(join(dataDirectory, name), { force: true });
  } else if (token !== undefined) {
    const file = join(dataDirectory, 'token');
    if ((await readFile(file, 'utf8').catch(() => '')).trim() !== '') return;
    await mkdir(dataDirectory, { recursive: true });
    await writeFile(file, token, { mode: 0o600 });
  }
}
