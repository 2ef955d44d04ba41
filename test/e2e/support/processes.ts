import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endWithThis } from '../../support/end-with-this.ts';

export const root = resolve(import.meta.dirname, '../../..');
const ownNode = process.execPath;

export interface Started {
  child: ChildProcessWithoutNullStreams;
  /** The first line of stdout that `isReady` accepts. */
  line: string;
  /** All of stdout and stderr so far. */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** An empty folder that `dispose` removes. */
export async function temporaryFolder(): Promise<{ path: string; [Symbol.asyncDispose](): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'fleetlab-e2e-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Starts a script of the project on its own Node and waits for its ready line; rejects with its output when it ends first. */
export function start(
  script: string,
  args: readonly string[],
  isReady: (line: string) => boolean,
  { environment = process.env, within = [] }: { environment?: NodeJS.ProcessEnv; within?: readonly string[] } = {},
): Promise<Started> {
  const [command = '', ...words] = [...within, ownNode, '--no-warnings', '--max-semi-space-size=1', join(root, script), ...args];
  const child = endWithThis(spawn(command, words, { env: environment, stdio: 'pipe' }));
  let output = '';
  let pending = '';
  const exited = new Promise<number | null>((resolveExit) => child.once('close', resolveExit));
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null) child.kill(signal);
    return exited;
  };
  return new Promise((resolveStart, reject) => {
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      pending += chunk.toString();
      const lines = pending.split('\n');
      pending = lines.pop() ?? '';
      const line = lines.find(isReady);
      if (line !== undefined) resolveStart({ child, line, output: () => output, stop });
    });
    void exited.then((code) => {
      reject(new Error(`${script} ended with ${String(code)} before it was ready:\n${output}`));
    });
  });
}

/** Polls until `probe` gives something; rejects with `what` after the limit. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined> | T | undefined, seconds = 120): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((done) => setTimeout(done, 200));
  }
}
