import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileSystem } from '../../../src/practice/filesystem/filesystem.ts';
import { makeSystem, words } from './practice-system.ts';
import type { Result } from './practice-system.ts';

/** Runs the same command line on the machine's own GNU tools and on the practice device's programs, and compares what a user sees. */

export interface Case {
  command: string;
  input?: string;
  /** Relative to the working directory; a name that ends in `/` is an empty directory. */
  files?: Record<string, string>;
  modes?: Record<string, number>;
  environment?: Record<string, string>;
  /** `text` unless told; `none` where the wording differs between versions of the real tool. */
  stderr?: 'text' | 'none' | 'presence';
  /** Lines in any order (`find` lists in the directory's own order). */
  anyOrder?: boolean;
  /** Also compare the files that are there afterwards. */
  tree?: boolean;
  /** Only as root: owners are shown or changed. */
  root?: boolean;
}

/** Modification time of every file of a case, and of its directories. */
const modified = new Date('2026-01-02T03:04:05Z');

export function compareWithRealTools(title: string, cases: readonly (Case | string)[]): void {
  describe(title, () => {
    for (const given of cases) {
      const one = typeof given === 'string' ? { command: given } : given;
      const [program = ''] = words(one.command);
      const reason = skipReason(program, one);
      const name = reason === undefined ? one.command : `${one.command} (skipped: ${reason})`;
      test.skipIf(reason !== undefined)(name, async () => {
        const [real, ours] = [runReal(one), await runOurs(one)];
        const order = (text: string): string => (one.anyOrder === true ? text.split('\n').sort().join('\n') : text);
        expect({ ...ours, stdout: order(ours.stdout) }).toEqual({ ...real, stdout: order(real.stdout) });
      });
    }
  });
}

const found = new Map<string, string | undefined>();

/** Why the real tool cannot be compared with; undefined where it can. */
function skipReason(program: string, one: Case): string | undefined {
  if (one.root === true && process.getuid?.() !== 0) return 'needs root';
  if (!found.has(program)) found.set(program, whyNotReal(program));
  return found.get(program);
}

function whyNotReal(program: string): string | undefined {
  if (process.platform !== 'linux') return 'the real tools here are not the ones of a Linux container';
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
  } catch {
    return `no ${program} on this machine`;
  }
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const ignoresVersion = ['printf', 'gunzip', 'zcat', 'egrep', 'fgrep'].includes(program);
  const known = /GNU|util-linux|procps|curl|iproute/.test(version.stdout + version.stderr);
  return known || ignoresVersion ? undefined : `${program} here is not the tool that containers have`;
}

interface Seen extends Result {
  tree?: Record<string, string>;
}

function runReal(one: Case): Seen {
  const directory = mkdtempSync(join(tmpdir(), 'fleetlab-real-'));
  try {
    for (const [name, content] of Object.entries(one.files ?? {})) {
      if (name.endsWith('/')) mkdirSync(join(directory, name), { recursive: true });
      else {
        mkdirSync(join(directory, name, '..'), { recursive: true });
        writeFileSync(join(directory, name), Buffer.from(content, 'latin1'));
      }
    }
    for (const [name, mode] of Object.entries(one.modes ?? {})) chmodSync(join(directory, name), mode);
    for (const name of placesOf(one)) utimesSync(join(directory, name), modified, modified);
    const [program = '', ...rest] = words(one.command);
    const { stdout, stderr, status, signal } = spawnSync(program, rest, {
      cwd: directory,
      input: Buffer.from(one.input ?? '', 'latin1'),
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC', ...one.environment },
      timeout: 10_000,
    });
    return {
      stdout: stdout.toString('latin1'),
      stderr: comparable(stderr.toString('latin1'), one),
      code: status ?? 128 + (signal === null ? 0 : constants.signals[signal]),
      ...(one.tree === true ? { tree: realTree(directory) } : {}),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The files of a case and every directory that holds one. */
function placesOf({ files = {} }: Case): Set<string> {
  const names = Object.keys(files).map((name) => name.replace(/\/$/, '').split('/'));
  return new Set(names.flatMap((parts) => parts.map((_, index) => parts.slice(0, index + 1).join('/'))));
}

async function runOurs(one: Case): Promise<Seen> {
  const { run, fileSystem } = makeSystem();
  for (const [name, content] of Object.entries(one.files ?? {})) {
    const path = `/w/${name}`;
    if (name.endsWith('/')) await fileSystem.makeDirectory(path.slice(0, -1), { recursive: true });
    else {
      const parent = path.slice(0, path.lastIndexOf('/'));
      if (parent !== '/w') await fileSystem.makeDirectory(parent, { recursive: true });
      await fileSystem.writeFile(path, Buffer.from(content, 'latin1'));
    }
  }
  for (const [name, mode] of Object.entries(one.modes ?? {})) await fileSystem.changeMode(`/w/${name}`, mode);
  for (const name of placesOf(one)) await fileSystem.touch(`/w/${name}`, modified.getTime());
  const { stdout, stderr, code } = await run(words(one.command), {
    input: one.input ?? '',
    ...(one.environment === undefined ? {} : { environment: one.environment }),
  });
  return { stdout, stderr: comparable(stderr, one), code, ...(one.tree === true ? { tree: await ourTree(fileSystem, '/w') } : {}) };
}

function comparable(stderr: string, one: Case): string {
  if (one.stderr === 'none') return '';
  if (one.stderr === 'presence') return stderr === '' ? '' : 'something';
  // Version 9.1 quotes differently in a few places; the words are the same.
  return stderr.replaceAll(/[‘’`]/g, "'");
}

function realTree(directory: string, prefix = ''): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name);
    const status = lstatSync(path);
    const mode = (status.mode & 0o7777).toString(8);
    if (status.isSymbolicLink()) tree[prefix + name] = `-> ${readlinkSync(path)}`;
    else if (status.isDirectory()) Object.assign(tree, { [`${prefix}${name}/`]: mode }, realTree(path, `${prefix}${name}/`));
    else tree[prefix + name] = `${mode} ${readFileSync(path, 'latin1')}`;
  }
  return tree;
}

async function ourTree(fileSystem: FileSystem, directory: string, prefix = ''): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const name of await fileSystem.list(directory)) {
    const path = `${directory}/${name}`;
    const status = await fileSystem.lstat(path);
    const mode = status.mode.toString(8);
    if (status.kind === 'symlink') tree[prefix + name] = `-> ${await fileSystem.readLink(path)}`;
    else if (status.kind === 'directory')
      Object.assign(tree, { [`${prefix}${name}/`]: mode }, await ourTree(fileSystem, path, `${prefix}${name}/`));
    else tree[prefix + name] = `${mode} ${(await fileSystem.readFile(path)).toString('latin1')}`;
  }
  return tree;
}
