import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyFingerprint } from '../../../shared/domain/host-key.ts';
import { errorCode, replaceFile } from '../../../storage/atomic-write.ts';

/**
 * OpenSSH's own file of known hosts (sshd(8), “SSH_KNOWN_HOSTS FILE FORMAT”), so that the system's `ssh` and the connection that Fleetlab
 * reads over believe the same keys.
 */

/** As the file names it: the host alone at port 22, else `[host]:port`. */
export function knownHostName(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${String(port)}`;
}

/** The keys that are trusted for this name. Rejects with the system's error where the file is there and cannot be read. */
export async function readTrustedKeys(path: string, name: string): Promise<Buffer[]> {
  return (await readLines(path)).filter((line) => names(line, name)).flatMap((line) => keyOf(line) ?? []);
}

/** Trusts this key for the name, and no other from now on. Lines of other hosts, and comments, stay as they are. */
export async function trustKey(path: string, name: string, key: Buffer): Promise<void> {
  const kept = (await readLines(path)).filter((line) => !names(line, name));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await replaceFile(path, [...kept, `${name} ${keyType(key)} ${key.toString('base64')}`, ''].join('\n'));
  await chmod(path, 0o600);
}

export function describeKey(key: Buffer): KeyFingerprint {
  const digest = createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
  return { type: keyType(key), fingerprint: `SHA256:${digest}` };
}

/** A public key begins with its type, after four bytes that tell its length (RFC 4253, section 6.6). */
export function keyType(key: Buffer): string {
  return key.length < 4 ? '' : key.toString('latin1', 4, 4 + key.readUInt32BE(0));
}

function names(line: string, name: string): boolean {
  const [hosts = ''] = line.split(/\s+/);
  return !line.startsWith('#') && !line.startsWith('@') && hosts.toLowerCase().split(',').includes(name.toLowerCase());
}

function keyOf(line: string): Buffer | undefined {
  const [, type, text = ''] = line.split(/\s+/);
  const key = Buffer.from(text, 'base64');
  return type !== undefined && key.length > 4 && keyType(key) === type ? key : undefined;
}

async function readLines(path: string): Promise<string[]> {
  try {
    const text = await readFile(path, 'utf8');
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
