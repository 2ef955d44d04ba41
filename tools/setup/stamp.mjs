import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './command.mjs';

// A stamp says which inputs a step was last done for, so that a second start does nothing that is done already.

const folder = join(root, 'node_modules', '.fleetlab');

/** @param {string} name */
export function readStamp(name) {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * @param {string} name
 * @param {string} value
 */
export function writeStamp(name, value) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), value);
}

/**
 * A digest of files and folders, by path and content.
 *
 * @param {string[]} paths relative to the root
 */
export function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) add(path);
  return hash.digest('hex');

  function add(path) {
    const absolute = join(root, path);
    if (!existsSync(absolute)) return;
    if (statSync(absolute).isDirectory()) {
      for (const name of readdirSync(absolute).sort()) if (name !== 'node_modules') add(`${path}/${name}`);
    } else {
      hash.update(`${path}\0`).update(readFileSync(absolute)).update('\0');
    }
  }
}
