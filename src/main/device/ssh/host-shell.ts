import { FleetlabError } from '../../../shared/errors.ts';
import type { HostKeys } from './host-key.ts';
import type { CommandResult } from '../lab/lab.ts';
import { openHostConnection, runInContainer, type CommandOptions, type HostConnection } from './ssh.ts';
import type { SshTarget } from './ssh-target.ts';

/** The host OS of the device in use, over one SSH connection that is kept open and made again when it has ended. */
export interface HostShell {
  /** One shell line. Rejects with FleetlabError `no-device`, `unreachable`, `timeout`, `ssh-refused`, `host-key-unknown`, `host-key-changed` or `cancelled`. */
  run(line: string, options?: CommandOptions): Promise<CommandResult>;
  /** One shell line in a service's container. Also rejects with `no-container`. */
  runInService(service: string, line: string, options?: CommandOptions): Promise<CommandResult>;
  follow(line: string, onText: (text: string) => void): Promise<ReturnType<HostConnection['follow']>>;
  /** Ends the connection: the device is not the one in use any more. The next command makes another. */
  leave(): void;
  close(): void;
}

export interface HostShellOptions {
  /** Undefined while no device is known, or nobody is signed in. */
  target: () => SshTarget | undefined;
  hostKeys: HostKeys;
}

export function createHostShell({ target, hostKeys }: HostShellOptions): HostShell {
  let held: { key: string; connection: Promise<HostConnection> } | undefined;
  let isClosed = false;

  async function connection(): Promise<HostConnection> {
    const wanted = target();
    if (wanted === undefined || isClosed) {
      drop();
      throw new FleetlabError('no-device', 'No device of a fleet of yours is known.', 'Join the device to a fleet first.');
    }
    hostKeys.expectTrust(wanted);
    const key = JSON.stringify(wanted);
    const isInUse = () => !isClosed && JSON.stringify(target()) === key;
    const known = held?.key === key ? held : undefined;
    if (known !== undefined && (await isUsable(known.connection))) return known.connection;
    // Meanwhile another device may have come into use.
    if (!isInUse()) return connection();
    // Of several who found it ended, the first opens the next one.
    if (held === undefined || held === known || held.key !== key) {
      drop();
      held = { key, connection: openHostConnection(wanted, hostKeys) };
    }
    return held.connection;
  }

  function drop(): void {
    held?.connection.then(
      (known) => known.close(),
      () => undefined,
    );
    held = undefined;
  }

  return {
    run: async (line, options) => (await connection()).run(line, options),
    runInService: async (service, line, options) => runInContainer(await connection(), service, line, options),
    follow: async (line, onText) => (await connection()).follow(line, onText),
    leave: drop,
    close() {
      isClosed = true;
      drop();
    },
  };
}

async function isUsable(connection: Promise<HostConnection>): Promise<boolean> {
  try {
    return (await connection).isOpen;
  } catch {
    return false;
  }
}
