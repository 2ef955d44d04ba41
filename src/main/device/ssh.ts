import { FleetlabError } from '../../shared/errors.ts';
import type { HostKeys } from './host-key.ts';
import type { CommandResult } from './lab.ts';

export interface SshTarget {
  host: string;
  port: number;
  username: string;
  uuid: string;
}

export interface SshOptions {
  hostKeys: HostKeys;
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole command. */
  timeLimit?: number;
}

/** The most that is kept of each stream. */
const longestOutput = 4 * 1024 * 1024;

/**
 * One shell line on the device's host OS, through the SSH gateway (`host <uuid> <line>`).
 * Rejects with FleetlabError `unreachable`, `timeout`, `host-key-changed` or `cancelled`.
 */
export async function runOnHost(target: SshTarget, line: string, options: SshOptions): Promise<CommandResult> {
  // Needed only for checks that look into a container.
  const { default: ssh2 } = await import('ssh2');
  const client = new ssh2.Client();
  const address = `${target.host}:${target.port}`;
  return new Promise<CommandResult>((resolve, reject) => {
    let refusal: FleetlabError | undefined;
    const timer = setTimeout(() => {
      fail(new FleetlabError('timeout', 'The device did not answer in time.', 'Look at the device, then try again.'));
    }, options.timeLimit ?? 15_000);
    const onAbort = () => fail(new FleetlabError('cancelled', 'The command was interrupted.'));
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const settle = () => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      client.end();
    };
    function fail(error: FleetlabError): void {
      settle();
      client.destroy();
      reject(error);
    }

    client.on('error', (error) => fail(refusal ?? unreachable(error)));
    client.on('close', () => fail(refusal ?? unreachable(new Error('the connection was closed'))));
    client.on('ready', () => {
      client.exec(`host ${target.uuid} ${line}`, (error, channel) => {
        if (error !== undefined) {
          fail(unreachable(error));
          return;
        }
        const stdout = collect(channel);
        const stderr = collect(channel.stderr);
        let exitCode: number | undefined;
        channel.on('exit', (code: number | null) => (exitCode = code ?? 255));
        channel.on('close', () => {
          settle();
          resolve({ exitCode: exitCode ?? 255, stdout: stdout(), stderr: stderr() });
        });
        channel.end();
      });
    });
    if (options.signal?.aborted === true) {
      onAbort();
      return;
    }
    client.connect({
      host: target.host,
      port: target.port,
      username: target.username,
      readyTimeout: 10_000,
      hostVerifier: (key: Buffer) => {
        try {
          options.hostKeys.check(address, key);
          return true;
        } catch (error) {
          refusal = error as FleetlabError;
          return false;
        }
      },
    });
  });
}

/** One shell line in a service's container. Also rejects with FleetlabError `no-container`. */
export async function runInContainer(target: SshTarget, service: string, line: string, options: SshOptions): Promise<CommandResult> {
  const listed = await runOnHost(target, `balena ps --format "{{.ID}} {{.Names}}"`, options);
  if (listed.exitCode !== 0) throw new FleetlabError('unreachable', `The device refused: ${listed.stderr.trim().slice(0, 300)}`);
  const container = findContainer(listed.stdout, service);
  if (container === undefined)
    throw new FleetlabError(
      'no-container',
      `The service ${service} has no running container now.`,
      'Wait until it runs, or look at its log.',
    );
  return runOnHost(target, `balena exec ${container} /bin/sh -c ${quote(line)}`, options);
}

/** The Supervisor names a container `<service>_<image>_<release>_<commit>`; service names may hold underscores themselves. */
export function findContainer(listing: string, service: string): string | undefined {
  for (const line of listing.split('\n')) {
    const [id, name] = line.trim().split(/\s+/);
    if (id === undefined || !/^[0-9a-f]+$/.test(id) || name === undefined) continue;
    if (name.startsWith(`${service}_`) && /^\d+_\d+(_[0-9a-f]+)?$/.test(name.slice(service.length + 1))) return id;
  }
  return undefined;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length < longestOutput) chunks.push(chunk);
    length += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function unreachable(error: Error): FleetlabError {
  return new FleetlabError(
    'unreachable',
    `The device cannot be reached over SSH: ${error.message}.`,
    'Look at the device, then try again.',
    {
      cause: error,
    },
  );
}
