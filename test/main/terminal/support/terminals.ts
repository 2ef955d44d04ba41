import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLeftOverMarker } from '../../../../src/main/terminal/pty/left-over.ts';
import { spawnPty } from '../../../../src/main/terminal/pty/pty.ts';
import type { TerminalsOptions } from '../../../../src/main/terminal/tabs/terminals.ts';
import { installedShell, root } from './session.ts';

/** Stands for `balena device ssh UUID SERVICE`: a shell with a prompt like a container's, which the service's name chooses. */
const remoteShell = `
import { spawn } from 'node:child_process';
const service = process.argv.at(-1);
if (service === 'gone') { console.error('Could not find the service.'); process.exit(1); }
console.log(process.argv.slice(2).join(' '));
const [file, ...args] = { bash: ['bash', '--norc', '-i'], busybox: ['busybox', 'sh'], none: ['cat'] }[service] ?? ['sh', '-i'];
if (service === 'none') console.log('no shell, but a # ');
spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...(service === 'bash' ? { PS1: '/ # ' } : {}), ENV: '', HOME: '/' } }).on('exit', (code) => process.exit(code ?? 1));
`;

/** A learner's home, with `work/other folder` in it, and a prompt of their own. */
export async function makeHome(): Promise<string> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'fleetlab-runner-')));
  await mkdir(join(home, 'work', 'other folder'), { recursive: true });
  await writeFile(join(home, 'remote.mjs'), remoteShell);
  for (const settings of ['.bashrc', '.zshrc']) await writeFile(join(home, settings), 'PS1="own> "\n');
  return home;
}

export function removeHome(home: string): Promise<void> {
  return rm(home, { recursive: true, force: true, maxRetries: 5 });
}

/** This machine's terminals, with bash as the usual shell. */
export function optionsAt(home: string): Omit<TerminalsOptions, 'bus' | 'environment' | 'chosenEnvironment'> {
  const bash = installedShell('bash')?.file;
  return {
    device: () => 'uuid',
    toolchain: {
      node: process.execPath,
      launcher: join(home, 'remote.mjs'),
      launcherFolder: join(home, 'bin'),
      cliVersion: () => Promise.resolve(undefined),
    },
    machine: { platform: process.platform, environment: { PATH: process.env['PATH'] ?? '', HOME: home, SHELL: bash ?? '' }, home },
    root,
    usualShell: () => bash,
    folder: () => join(home, 'work'),
    spawn: spawnPty,
    marker: openLeftOverMarker(join(home, 'terminals.json')),
  };
}
