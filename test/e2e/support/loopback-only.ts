import { spawn, spawnSync } from 'node:child_process';
import { endWithThis } from '../../support/end-with-this.ts';
import { root } from './processes.ts';

/** Why nothing can be run with no network but loopback; undefined where it can. Namespaces need Linux and root. */
export function whyNotLoopbackOnly(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  return spawnSync('unshare', wrapped('true')).status === 0 ? undefined : 'this user cannot make a network namespace';
}

/** Runs a shell line in the project's folder, where nothing but loopback can be reached. */
export function loopbackOnly(line: string, environment: NodeJS.ProcessEnv = {}): Promise<{ status: number | null; output: string }> {
  const child = endWithThis(spawn('unshare', wrapped(line), { cwd: root, env: { ...process.env, ...environment } }));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}

/** util-linux makes the namespace, iproute2 brings its loopback up. */
function wrapped(line: string): string[] {
  return ['--net', 'sh', '-c', `ip link set lo up && ${line}`];
}
