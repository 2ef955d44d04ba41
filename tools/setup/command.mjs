import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** The project's own Node (24), from the npm package `node`; there once dependencies are installed. */
export const ownNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** A failure that a person can mend: `message` says what went wrong and what to do. */
export class SetupError extends Error {}

/**
 * Runs a program with its output kept. Rejects with its last lines when it fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string | undefined>, timeoutSeconds?: number, onLine?: (line: string) => void}} [options]
 * @returns {Promise<string>} what it printed
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    // npm is a batch file on Windows, which only a shell can start.
    const shell = process.platform === 'win32' && program === 'npm';
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
      timeout: options.timeoutSeconds === undefined ? undefined : options.timeoutSeconds * 1000,
    });
    let output = '';
    const take = (chunk) => {
      output = (output + String(chunk)).slice(-200_000);
      const lines = String(chunk).trim().split('\n');
      options.onLine?.(lines[lines.length - 1] ?? '');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => reject(new SetupError(`${program} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(new SetupError(`${program} ${args.join(' ')} ended with ${code ?? signal}:\n${output.split('\n').slice(-25).join('\n')}`));
    });
  });
}

/** What asks a program to end. */
export const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Under an npm script, npm or its shell. */
const startedBy = process.ppid;

/**
 * npm does not hand on what asks it to end: once it is gone, this process is asked in its place, whatever it runs by then. Windows tells no other
 * parent then, and closes the console instead.
 *
 * @returns {() => void} stops watching
 */
function followNpm() {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const timer = setInterval(() => {
    if (process.ppid === startedBy) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  return () => clearInterval(timer);
}

/**
 * Runs a program in the foreground: it has this terminal (or `write` gets what it prints), gets this process's signals, and its exit code is
 * returned.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @param {(text: string) => void} [write]
 * @returns {Promise<number>}
 */
export function foreground(program, args, env = {}, write = undefined) {
  return new Promise((resolve) => {
    const stdio = write === undefined ? 'inherit' : ['inherit', 'pipe', 'pipe'];
    const child = spawn(program, args, { cwd: process.cwd(), env: { ...process.env, ...env }, stdio });
    if (write !== undefined) for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write);
    const forward = (signal) => child.kill(signal);
    for (const signal of endSignals) process.on(signal, forward);
    const stopWatching = followNpm();
    const end = (code) => {
      stopWatching();
      for (const signal of endSignals) process.off(signal, forward);
      resolve(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`${program} could not be started: ${error.message}\n`);
      end(1);
    });
    child.on('close', (code, signal) => end(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
