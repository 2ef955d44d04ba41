import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FleetlabError } from '../../shared/errors.ts';
import { applicationPaths, commandFolder, nodeExecutable } from '../paths.ts';

/** How the real balena CLI is started. */
export interface Toolchain {
  /** Node 24. */
  node: string;
  /** Put first on a terminal's PATH: it holds the `balena` command. */
  launcherFolder: string;
  /** `node <launcher> <arguments of balena>` is the same as the `balena` command. */
  launcher: string;
  /** The CLI's version; undefined where it is not installed. */
  cliVersion(): Promise<string | undefined>;
}

export function findToolchain(root: string): Toolchain {
  const paths = applicationPaths(root);
  return {
    node: nodeExecutable(root),
    launcherFolder: commandFolder(root),
    launcher: join(paths.launcher, 'launcher.mjs'),
    cliVersion: () => readVersion(join(paths.balenaCli, 'node_modules', 'balena-cli', 'package.json')),
  };
}

/** The CLI's version that this installation pins; empty where its package file is damaged. */
export async function pinnedCliVersion(root: string): Promise<string> {
  const schema = z.object({ dependencies: z.object({ 'balena-cli': z.string() }) });
  try {
    const file = join(applicationPaths(root).balenaCli, 'package.json');
    return schema.parse(JSON.parse(await readFile(file, 'utf8'))).dependencies['balena-cli'];
  } catch {
    return '';
  }
}

/** What to tell a learner whose installation lacks the CLI. */
export function missingCli(): FleetlabError {
  return new FleetlabError(
    'cli-missing',
    'The balena CLI is not installed yet.',
    'Run “npm start” in Fleetlab’s folder while the network is there.',
  );
}

async function readVersion(file: string): Promise<string | undefined> {
  try {
    return z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version;
  } catch {
    return undefined;
  }
}
