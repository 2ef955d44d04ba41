import { randomBytes } from 'node:crypto';
import { FileSystemError } from './filesystem.ts';
import type { FileSystem } from './filesystem.ts';
import { generatedFileSystem } from './generated-file-system.ts';
import type { GeneratedNode } from './generated-file-system.ts';

/** Bytes that one read of an endless device gives. */
export const endlessDeviceBytes = 1_048_576;

/**
 * `/dev` of a container. Reading an endless device (zero, full, random, urandom) gives `endlessDeviceBytes` bytes.
 * `tty` and the standard streams depend on the process: the shell opens them by name, here they only show.
 */
export function deviceFileSystem(now: () => number): FileSystem {
  const discard = (): void => undefined;
  const zeros = (): Buffer => Buffer.alloc(endlessDeviceBytes);
  const random = (): Buffer => randomBytes(endlessDeviceBytes);
  const full = (path: string): never => {
    throw new FileSystemError('ENOSPC', path);
  };
  const noTerminal = (path: string): never => {
    throw new FileSystemError('EINVAL', path);
  };
  const emptyDirectory: GeneratedNode = { kind: 'directory', names: () => [] };
  const nodes = new Map<string, GeneratedNode>([
    ['console', { kind: 'device', read: noTerminal, write: discard, mode: 0o620 }],
    ['fd', { kind: 'symlink', target: '/proc/self/fd' }],
    ['full', { kind: 'device', read: zeros, write: full }],
    ['mqueue', emptyDirectory],
    ['null', { kind: 'device', read: () => '', write: discard }],
    ['pts', emptyDirectory],
    ['random', { kind: 'device', read: random, write: discard }],
    ['stderr', { kind: 'symlink', target: '/proc/self/fd/2' }],
    ['stdin', { kind: 'symlink', target: '/proc/self/fd/0' }],
    ['stdout', { kind: 'symlink', target: '/proc/self/fd/1' }],
    ['tty', { kind: 'device', read: noTerminal, write: noTerminal }],
    ['urandom', { kind: 'device', read: random, write: discard }],
    ['zero', { kind: 'device', read: zeros, write: discard }],
  ]);
  return generatedFileSystem((names) => {
    const [name, ...rest] = names;
    if (name === undefined) return { kind: 'directory', names: () => [...nodes.keys()] };
    return rest.length === 0 ? nodes.get(name) : undefined;
  }, now);
}
