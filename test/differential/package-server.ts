import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianRoot, imageCache, withCopyOf } from './base-images.ts';

/** The engine's own bridge has its gateway there: a build step reaches what listens on it. */
const port = 8099;
export const packagesAddress = `http://172.17.0.1:${String(port)}/`;

/** What the class's Dockerfiles install. */
const wanted = ['dbus', 'systemd', 'build-essential'];

/** Serves Debian's packages to build steps, which have no way to Debian's own servers. */
export async function startPackageServer(hostCommand: readonly string[]): Promise<ChildProcess> {
  const directory = preparePackages();
  const [command = '', ...before] = hostCommand;
  const server = spawn(command, [...before, process.execPath, '-e', program, directory, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    server.stdout.once('data', () => resolve());
    server.once('exit', () => reject(new Error('the server of packages does not start')));
  });
  return server;
}

const program = `
const { createServer } = require('node:http');
const { createReadStream, existsSync, statSync } = require('node:fs');
const { basename, join } = require('node:path');
const [directory, port] = process.argv.slice(1);
createServer((request, response) => {
  const file = join(directory, basename(decodeURIComponent(request.url)));
  if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  response.writeHead(200, { 'content-length': statSync(file).size });
  createReadStream(file).pipe(response);
}).listen(Number(port), '0.0.0.0', () => console.log('ready'));
`;

/** Packages and everything they need, with the list that apt reads; kept with the base images. */
function preparePackages(): string {
  const directory = join(imageCache, 'packages');
  if (existsSync(directory)) return directory;
  const making = mkdtempSync(join(imageCache, 'making-'));
  try {
    withCopyOf(debianRoot(), (root) => {
      copyFileSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'));
      chroot(root, ['apt-get', 'update']);
      chroot(root, ['apt-get', 'install', '-y', '--download-only', '--no-install-recommends', ...wanted]);
      const archives = join(root, 'var/cache/apt/archives');
      for (const name of readdirSync(archives)) if (name.endsWith('.deb')) copyFileSync(join(archives, name), join(making, name));
    });
    writeFileSync(
      join(making, 'Packages'),
      readdirSync(making)
        .map((name) => paragraph(making, name))
        .join('\n'),
    );
    renameSync(making, directory);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
  return directory;
}

function paragraph(directory: string, name: string): string {
  const file = join(directory, name);
  const control = spawnSync('dpkg-deb', ['--field', file], { encoding: 'utf8' }).stdout.trimEnd();
  const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
  return `${control}\nFilename: ./${name}\nSize: ${String(statSync(file).size)}\nSHA256: ${sum}\n`;
}

function chroot(root: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('chroot', [root, ...args], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${args.join(' ')} fails: ${stderr.trim().split('\n').at(-1) ?? ''}`);
}
