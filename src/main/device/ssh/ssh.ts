import type { ClientChannel } from 'ssh2';
import { FleetlabError } from '../../../shared/errors.ts';
import { cancelled, throwIfCancelled } from '../../cancelled.ts';
import type { HostKeys } from './host-key.ts';
import type { CommandResult } from '../lab/lab.ts';
import { connect, unreachable } from './ssh-connect.ts';
import type { SshTarget } from './ssh-target.ts';

export interface CommandOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds for the whole command; 15 s unless told. */
  timeLimit?: number;
  /** What the command reads; nothing unless told. */
  input?: string;
}

/** One SSH connection to a device's host OS, directly or through a gateway (`host <uuid> <line>`); many commands can run over it at once. */
export interface HostConnection {
  /** One shell line. Rejects with FleetlabError `unreachable`, `timeout` or `cancelled`; the connection stays, unless it is what broke. */
  run(line: string, options?: CommandOptions): Promise<CommandResult>;
  /** A line that goes on until `stop`; `onText` gets what it prints. `ended` resolves when it is over, for whatever reason. */
  follow(line: string, onText: (text: string) => void): { ended: Promise<void>; stop(): void };
  readonly isOpen: boolean;
  close(): void;
}

/** The most that is kept of each stream. */
const longestOutput = 16 * 1024 * 1024;

/** Rejects with FleetlabError `unreachable`, `ssh-refused`, `host-key-unknown`, `host-key-changed` or `cancelled`. */
export async function openHostConnection(target: SshTarget, hostKeys: HostKeys): Promise<HostConnection> {
  const client = await connect(target, hostKeys);
  let isOpen = true;
  const enders = new Set<() => void>();
  client.on('error', () => undefined);
  client.on('close', () => {
    isOpen = false;
    for (const end of [...enders]) end();
  });

  /** The channel is handed over at once: its exit code may come in the same moment. */
  function open(line: string, onOpen: (channel: ClientChannel) => void, onFail: (error: FleetlabError) => void): void {
    if (!isOpen) {
      onFail(unreachable(new Error('the connection was closed')));
      return;
    }
    client.exec(target.uuid === undefined ? line : `host ${target.uuid} ${line}`, (error, channel) => {
      if (error === undefined) onOpen(channel);
      else onFail(unreachable(error));
    });
  }

  return {
    get isOpen() {
      return isOpen;
    },
    async run(line, options = {}) {
      throwIfCancelled(options.signal);
      let channel: ClientChannel | undefined;
      let finish: (error?: FleetlabError) => void = () => undefined;
      const over = new Promise<CommandResult>((resolve, reject) => {
        finish = (error) => {
          reject(error ?? unreachable(new Error('the connection was closed')));
          channel?.close();
        };
        const onOpen = (opened: ClientChannel) => {
          channel = opened;
          const stdout = collect(opened);
          const stderr = collect(opened.stderr);
          let exitCode: number | undefined;
          opened.on('exit', (code: number | null) => (exitCode = code ?? 255));
          opened.on('close', () => {
            // Without a code the connection broke under it.
            if (exitCode === undefined && !isOpen) reject(unreachable(new Error('the connection was closed')));
            else resolve({ exitCode: exitCode ?? 255, stdout: stdout(), stderr: stderr() });
          });
          opened.end(options.input);
        };
        open(line, onOpen, reject);
      });
      const onClose = () => finish();
      enders.add(onClose);
      const timer = setTimeout(
        () => finish(new FleetlabError('timeout', 'The device did not answer in time.', 'Look at the device, then try again.')),
        options.timeLimit ?? 15_000,
      );
      const onAbort = () => finish(cancelled());
      options.signal?.addEventListener('abort', onAbort, { once: true });
      try {
        return await over;
      } finally {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', onAbort);
        enders.delete(onClose);
      }
    },
    follow(line, onText) {
      let channel: ClientChannel | undefined;
      let isStopped = false;
      const ended = new Promise<void>((resolve) => {
        const onEnd = () => {
          enders.delete(onEnd);
          resolve();
        };
        const onOpen = (opened: ClientChannel) => {
          channel = opened;
          opened.setEncoding('utf8');
          opened.on('data', onText);
          opened.stderr.resume();
          opened.on('close', onEnd);
          if (isStopped) opened.close();
        };
        enders.add(onEnd);
        open(line, onOpen, onEnd);
      });
      return {
        ended,
        stop() {
          isStopped = true;
          channel?.close();
        },
      };
    },
    close() {
      isOpen = false;
      client.end();
      client.destroy();
    },
  };
}

/** One shell line in a service's container. Also rejects with FleetlabError `no-container`. */
export async function runInContainer(
  connection: Pick<HostConnection, 'run'>,
  service: string,
  line: string,
  options: CommandOptions = {},
): Promise<CommandResult> {
  const listed = await connection.run(`balena ps --format "{{.ID}} {{.Names}}"`, options);
  if (listed.exitCode !== 0) throw new FleetlabError('unreachable', `The device refused: ${listed.stderr.trim().slice(0, 300)}`);
  const container = findContainer(listed.stdout, service);
  if (container === undefined)
    throw new FleetlabError(
      'no-container',
      `The service ${service} has no running container now.`,
      'Wait until it runs, or look at its log.',
    );
  const interactive = options.input === undefined ? '' : '-i ';
  return connection.run(`balena exec ${interactive}${container} /bin/sh -c ${quote(line)}`, options);
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

/** One word of a shell line. */
export function quote(text: string): string {
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
