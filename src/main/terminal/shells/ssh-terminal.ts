import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TerminalTarget } from '../../../shared/domain/terminal.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { knownHostsOf, type HostKeys } from '../../device/ssh/host-key.ts';
import { knownHostName } from '../../device/ssh/known-hosts.ts';
import { expectTrustedKey } from '../../device/ssh/ssh-connect.ts';
import { findIdentities, noSsh } from '../../device/ssh/ssh-identities.ts';
import { quote } from '../../device/ssh/ssh.ts';
import type { SshTarget } from '../../device/ssh/ssh-target.ts';
import type { Machine } from '../../paths.ts';

/** A target whose keys are looked after by a person. */
export type CheckedTarget = SshTarget & { folder: string };

/** How a terminal on a device is started: the program and its arguments. */
export interface SshTerminal {
  file: string;
  arguments: string[];
}

/**
 * The system's own `ssh` to the device's host OS or into a service, once the device's key is trusted: `ssh` believes the same file, and no
 * other. Rejects with FleetlabError `no-ssh`, `unreachable`, `host-key-unknown` or `host-key-changed`.
 */
export async function sshTerminal(
  target: CheckedTarget,
  terminal: Exclude<TerminalTarget, { kind: 'laptop' }>,
  { hostKeys, machine }: { hostKeys: HostKeys; machine: Machine },
): Promise<SshTerminal> {
  const file = findProgram('ssh', machine);
  if (file === undefined) throw noSsh(machine.platform);
  await expectTrustedKey(target, hostKeys).catch((error: unknown) => {
    // The program can do more than the connection that looks: it asks for a key's passphrase.
    if (!(error instanceof FleetlabError) || error.code !== 'ssh-refused') throw error;
  });
  const identities = (await findIdentities(target.folder, machine.home)).keys.map(({ path }) => path);
  return { file, arguments: sshArguments(target, terminal, identities) };
}

export function sshArguments(
  { host, port, username, uuid, knownAs, folder }: CheckedTarget,
  terminal: Exclude<TerminalTarget, { kind: 'laptop' }>,
  identities: readonly string[],
): string[] {
  const options = [
    `UserKnownHostsFile=${fileValue(knownHostsOf(folder))}`,
    // The person's own file would be a second opinion, and `UpdateHostKeys` one that nobody was asked for.
    'GlobalKnownHostsFile=none',
    'StrictHostKeyChecking=yes',
    'UpdateHostKeys=no',
    'HashKnownHosts=no',
    'CheckHostIP=no',
    ...(knownAs === undefined ? [] : [`HostKeyAlias=${knownHostName(knownAs, port)}`]),
    'ConnectTimeout=10',
    // A device that has gone is noticed, so that the tab does not hang for ever.
    'ServerAliveInterval=15',
    'ServerAliveCountMax=3',
    'LogLevel=ERROR',
    ...identities.map((path) => `IdentityFile=${fileValue(path)}`),
  ];
  const line = terminal.kind === 'host-os' ? undefined : intoService(terminal.service);
  const remote = uuid === undefined ? line : ['host', uuid, ...(line === undefined ? [] : [line])].join(' ');
  return [
    '-t',
    '-p',
    String(port),
    ...options.flatMap((option) => ['-o', option]),
    `${username}@${host}`,
    ...(remote === undefined ? [] : [remote]),
  ];
}

/** Finds the service's container where the line runs: the one that runs now, also when the tab's shell is started again. */
function intoService(service: string): string {
  const pattern = `^[0-9a-f]+ ${service.replaceAll(/[^\w-]/g, String.raw`\$&`)}_[0-9]+_[0-9]+(_[0-9a-f]+)?$`;
  return [
    `c=$(balena ps --format "{{.ID}} {{.Names}}" | grep -E ${quote(pattern)} | head -n 1 | cut -d " " -f 1)`,
    `if [ -z "$c" ]; then echo ${quote(`The service ${service} has no running container now.`)} >&2; exit 1; fi`,
    `exec balena exec -it "$c" /bin/sh -c "if [ -e /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi"`,
  ].join('; ');
}

/** ssh_config(5): words are parted by spaces, `%` begins a token, and a backslash takes the next sign's meaning. */
function fileValue(path: string): string {
  return `"${path.replaceAll('\\', '/').replaceAll('%', '%%').replaceAll('"', '\\"')}"`;
}

function findProgram(name: string, { platform, environment }: Machine): string | undefined {
  const isWindows = platform === 'win32';
  const path = Object.entries(environment).find(([key]) => key.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = path.split(isWindows ? ';' : ':').filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, isWindows ? `${name}.exe` : name)).find((file) => existsSync(file));
}
