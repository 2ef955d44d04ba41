import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, isAbsolute, join } from 'node:path';
import { thisMachine, type Machine } from '../paths.ts';
import type { Patient } from './examination.ts';

/** Milliseconds: the CLI's first start reads some thousand files. */
const runLimit = 15_000;

/** The machine that this process runs on. */
export function thisPatient(): Patient {
  const machine = thisMachine();
  return {
    machine,
    run: (program, args, options = {}) =>
      new Promise((resolve) => {
        const environment = { ...process.env, ...options.variables };
        execFile(program, args, { timeout: runLimit, env: environment, windowsHide: true }, (error, stdout, stderr) => {
          resolve(error === null ? `${stdout}${stderr}` : undefined);
        });
      }),
    find: (program) => findOnPath(program, machine),
    read: (file) => readFile(file, 'utf8').catch(() => undefined),
    async freeBytes(folder) {
      const { bavail, bsize } = await statfs(await nearestFolder(folder));
      return bavail * bsize;
    },
    async tryToWrite(folder) {
      await mkdir(folder, { recursive: true });
      const probe = join(folder, `.doctor-${process.pid}`);
      await writeFile(probe, 'A word, to see whether it can be written.');
      await rm(probe, { force: true });
    },
    isPortFree: (port) =>
      new Promise((resolve) => {
        const server = createServer();
        server.once('error', () => resolve(false));
        server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
      }),
    now: () => Date.now(),
  };
}

function findOnPath(program: string, { platform, environment }: Machine): string | undefined {
  const isWindows = platform === 'win32';
  const path = Object.entries(environment).find(([name]) => name.toLowerCase() === 'path')?.[1] ?? '';
  const folders = isAbsolute(program) ? [''] : path.split(isWindows ? ';' : ':').filter((folder) => folder !== '');
  const endings = isWindows ? ['', '.exe', '.cmd', '.bat'] : [''];
  return folders.flatMap((folder) => endings.map((ending) => (folder === '' ? program : join(folder, program)) + ending)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** A folder that is not there yet will be made on the disk of the one above it. */
async function nearestFolder(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const isThere = await statfs(at).then(
      () => true,
      () => false,
    );
    if (isThere || dirname(at) === at) return at;
  }
}
