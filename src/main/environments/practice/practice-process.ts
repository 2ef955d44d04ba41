import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { engineKind } from '../../../shared/domain/environment.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { isSentence, reasonOf } from './remarks.ts';

/** The line of JSON that the practice process prints when it is ready. */
const readyLine = z.object({
  env: z
    .record(z.string(), z.string())
    .refine(
      ({ BALENARC_BUILDER_URL, BALENARC_DATA_DIRECTORY }) => BALENARC_BUILDER_URL !== undefined && BALENARC_DATA_DIRECTORY !== undefined,
    ),
  device: z.object({ uuid: z.string(), address: z.string(), deviceType: z.string() }),
  token: z.string().min(1),
  api: z.url(),
  ssh: z.object({ host: z.string(), port: z.number().int() }),
  engine: z.object({ kind: engineKind }).optional(),
});
export type PracticeReady = z.infer<typeof readyLine>;

export interface PracticeProcess {
  /** Rejects with FleetlabError `practice-failed` when it ends or says nothing within the time limit. */
  ready: Promise<PracticeReady>;
  /** Resolves with what it wrote last on its error output, once it is gone. */
  ended: Promise<string>;
  /** Asks it to end and, where it does not, kills it. */
  close(): Promise<void>;
}

export interface PracticeCommand {
  executable: string;
  arguments: readonly string[];
  /** Milliseconds until it must have printed its line. */
  startLimit: number;
  /** Milliseconds that it has to save its state. */
  closeLimit: number;
  /** Each sentence that it writes on its error output: state that was damaged, a port that was taken. */
  onRemark: (line: string) => void;
}

/** Starts the practice cloud and device. Its standard input is the leash: it ends by itself when this process is gone. */
export function startPractice(command: PracticeCommand): PracticeProcess {
  const child = spawn(command.executable, command.arguments, {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    env: ownEnvironment(process.env),
  });
  child.stdin.on('error', () => undefined);
  const remarks: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    remarks.push(line);
    if (remarks.length > 20) remarks.shift();
    if (isSentence(line)) command.onRemark(line);
  });
  const ended = endOf(child, remarks);
  return {
    ready: awaitReady(child, command.startLimit, ended),
    ended,
    async close() {
      // No signal beside it: on Windows a signal ends a process abruptly, and elsewhere the practice process takes it for a second request,
      // which it does not make wait for anything.
      child.stdin.end();
      const killer = setTimeout(() => child.kill('SIGKILL'), command.closeLimit);
      await ended;
      clearTimeout(killer);
    },
  };
}

function awaitReady(child: ChildProcess, limit: number, ended: Promise<string>): Promise<PracticeReady> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(failure(`it did not answer within ${limit / 1000} seconds`));
      child.kill('SIGKILL');
    }, limit);
    const lines = child.stdout === null ? undefined : createInterface({ input: child.stdout });
    lines?.once('line', (line) => {
      clearTimeout(timer);
      const parsed = parseReadyLine(line);
      if (parsed === undefined) {
        reject(failure('it printed something that is not its ready line'));
        child.kill('SIGKILL');
      } else resolve(parsed);
    });
    void ended.then((lastWords) => {
      clearTimeout(timer);
      reject(failure(lastWords));
    });
  });
}

function parseReadyLine(line: string): PracticeReady | undefined {
  try {
    return readyLine.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function endOf(child: ChildProcess, remarks: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // `close` comes after the last of its output was read.
    child.once('close', (code, signal) => {
      resolve(reasonOf(remarks) ?? (signal === null ? `it ended with code ${code ?? 0}` : `it was ended by ${signal}`));
    });
  });
}

function failure(reason: string): FleetlabError {
  return new FleetlabError('practice-failed', `The practice cloud did not start: ${reason}`, 'Press Restart beside the environment.');
}

/** Without what would make Node run something else, or the practice process take this one's settings for its own. */
export function ownEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(FLEETLAB_|BALENARC_|ELECTRON_|VITEST|VITE_)/.test(name) && name !== 'NODE_OPTIONS' && name !== 'NODE_CHANNEL_FD',
  );
  return Object.fromEntries(kept);
}
