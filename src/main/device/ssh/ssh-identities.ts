import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SshKeyView } from '../../../shared/domain/ssh-keys.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { describeKey } from './known-hosts.ts';

const run = promisify(execFile);

/** Private keys never leave the main process; those with a passphrase are left to the agent. */
export interface Identity extends SshKeyView {
  /** Absent where it has a passphrase, or cannot be read. */
  privateKey?: Buffer;
}

export interface Identities {
  /** Where the SSH agent listens. */
  agent?: string;
  /** The environment's own first, then the person's. */
  keys: Identity[];
}

const ownName = 'id_ed25519';

/** The keys that a device can be asked to let in: the environment's own, the person's in ~/.ssh, and an agent's. Never rejects. */
export async function findIdentities(folder: string | undefined, home = homedir()): Promise<Identities> {
  const agent = agentSocket();
  const [own, personal] = await Promise.all([
    folder === undefined ? [] : readFolder(folder, 'environment'),
    folder === undefined ? [] : readFolder(join(home, '.ssh'), 'personal'),
  ]);
  return { keys: [...own, ...personal], ...(agent === undefined ? {} : { agent }) };
}

/**
 * Makes the environment's own key, without a passphrase: it lies in a folder that only this user reads. One that is there stays. Rejects with
 * FleetlabError `no-ssh`.
 */
export async function createIdentity(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, ownName);
  if (existsSync(path)) return;
  try {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'fleetlab', '-f', path]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw noSsh();
    throw new FleetlabError('not-saved', 'The SSH key could not be made.', undefined, { cause: error });
  }
}

/** How to get the programs of OpenSSH on this system. */
export function noSsh(platform: NodeJS.Platform = process.platform): FleetlabError {
  const ways: Partial<Record<NodeJS.Platform, string>> = {
    win32: 'Add “OpenSSH Client” in Settings ▸ System ▸ Optional features, then start Fleetlab again.',
    darwin: 'It is part of macOS: see that /usr/bin is on your PATH.',
    linux: 'Install it (Debian, Ubuntu: apt install openssh-client), then try again.',
  };
  return new FleetlabError('no-ssh', 'This computer has no “ssh” program.', ways[platform] ?? 'Install OpenSSH, then try again.');
}

async function readFolder(folder: string, source: Identity['source']): Promise<Identity[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith('.pub'))
      .sort()
      .map((name) => readIdentity(join(folder, name.slice(0, -'.pub'.length)), source)),
  );
  return found.filter((identity) => identity !== undefined);
}

async function readIdentity(path: string, source: Identity['source']): Promise<Identity | undefined> {
  try {
    const text = (await readFile(`${path}.pub`, 'utf8')).trim();
    const [type = '', body = ''] = text.split(/\s+/);
    const key = describeKey(Buffer.from(body, 'base64'));
    if (key.type !== type || type.endsWith('-cert-v01@openssh.com')) return undefined;
    const privateKey = await readFile(path).catch(() => undefined);
    const isOpen = privateKey !== undefined && (await isWithoutPassphrase(privateKey));
    return { ...key, source, path, publicKey: text, ...(isOpen ? { privateKey } : {}) };
  } catch {
    return undefined;
  }
}

async function isWithoutPassphrase(privateKey: Buffer): Promise<boolean> {
  const { default: ssh2 } = await import('ssh2');
  return !(ssh2.utils.parseKey(privateKey) instanceof Error);
}

/** Windows' own agent has a pipe of a fixed name (Win32-OpenSSH). */
function agentSocket(): string | undefined {
  const told = process.env['SSH_AUTH_SOCK'];
  if (told !== undefined && told !== '') return process.platform === 'win32' || existsSync(told) ? told : undefined;
  const pipe = String.raw`\\.\pipe\openssh-ssh-agent`;
  return process.platform === 'win32' && existsSync(pipe) ? pipe : undefined;
}
