import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root, start, type Started } from './processes.ts';

export interface Practice extends Started {
  env: Record<string, string>;
  device: { uuid: string; address: string; deviceType: string };
  token: string;
  api: string;
  ssh: { host: string; port: number };
  /** What is put before a command so that it runs where the practice side does. */
  within: readonly string[];
}

/** The practice cloud and device alone, as `npm run practice` starts them. */
export async function startPractice(
  dataDirectory: string,
  args: readonly string[] = [],
  within: readonly string[] = [],
): Promise<Practice> {
  const started = await start('src/practice/main.ts', ['--data-dir', dataDirectory, ...args], (line) => line.startsWith('{'), { within });
  return { ...started, within, ...(JSON.parse(started.line) as Pick<Practice, 'env' | 'device' | 'token' | 'api' | 'ssh'>) };
}

export interface CliResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  cwd?: string;
  stdin?: string;
  /** Ends the command with SIGINT, twice as a person would, when this text was printed. */
  interruptAt?: RegExp;
  environment?: Record<string, string>;
}

/** Runs the real balena CLI through Fleetlab's launcher, as the learner's shell does. */
export function balena(practice: Pick<Practice, 'env'>, args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return run(join(root, 'resources/launcher/launcher.mjs'), practice, args, options);
}

/** Runs the CLI as its package installs it, with nothing of Fleetlab's but the environment that `npm run practice` prints. */
export function plainBalena(
  practice: Pick<Practice, 'env' | 'within'>,
  args: readonly string[],
  options: CliOptions = {},
): Promise<CliResult> {
  return run(join(root, 'tools/balena-cli/node_modules/balena-cli/bin/run.js'), practice, args, options);
}

function run(
  script: string,
  { env, within = [] }: Pick<Practice, 'env'> & Partial<Pick<Practice, 'within'>>,
  args: readonly string[],
  options: CliOptions,
): Promise<CliResult> {
  const [command = '', ...words] = [...within, process.execPath, '--no-warnings', script, ...args];
  const child = spawn(command, words, {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env, ...options.environment },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (!interrupted && options.interruptAt?.test(stdout) === true) {
      interrupted = true;
      child.kill('SIGINT');
      // The CLI lets its first interrupt pass while it follows logs.
      setTimeout(() => child.kill('SIGKILL'), 1000);
    }
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ exitCode: code ?? -1, stdout: plain(stdout), stderr: plain(stderr) });
    });
  });
}

function plain(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}
