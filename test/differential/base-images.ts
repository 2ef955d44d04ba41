import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import type { EngineAddress } from '../../src/practice/engine/docker/find-engine.ts';
import { packagesAddress } from './package-server.ts';

/** Names the way the images are made: another way needs another name, so that no old ones are used. */
const recipe = '4';

/** Kept between runs: making them takes a minute, importing them seconds. */
export const imageCache = join(tmpdir(), `fleetlab-base-images-${recipe}`);

const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const images = [
  { names: ['debian:trixie-slim'], archive: 'debian.tar', changes: [`ENV ${path}`, 'CMD ["bash"]'], make: makeDebian },
  {
    names: ['node:lts-trixie-slim'],
    archive: 'node.tar',
    changes: [`ENV ${path}`, 'ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["node"]'],
    make: makeNode,
  },
  { names: ['alpine:latest', 'busybox:latest'], archive: 'busybox.tar', changes: [`ENV ${path}`, 'CMD ["/bin/sh"]'], make: makeBusybox },
];

/** Gives the engine the base images that the cases ask for, under the names the Dockerfiles use; no registry is needed. */
export async function importBaseImages(address: EngineAddress): Promise<void> {
  mkdirSync(imageCache, { recursive: true });
  const docker = new Docker(address.kind === 'socket' ? { socketPath: address.path } : { host: address.host, port: address.port });
  for (const { names, archive, changes, make } of images) {
    const file = join(imageCache, archive);
    if (!existsSync(file)) make(file);
    const [first = '', ...others] = names;
    const answer = await docker.importImage(file, { repo: nameOf(first), tag: tagOf(first), changes });
    await new Promise((resolve, reject) =>
      docker.modem.followProgress(answer, (error: Error | null) => (error === null ? resolve(undefined) : reject(error))),
    );
    for (const other of others) await docker.getImage(first).tag({ repo: nameOf(other), tag: tagOf(other) });
  }
}

/** The root of the Debian image, for whoever needs Debian's own programs; made where it is missing. */
export function debianRoot(): string {
  const root = join(imageCache, 'debian');
  if (existsSync(root)) return root;
  const making = mkdtempSync(join(imageCache, 'making-'));
  try {
    // Made for its owner alone; this one becomes the root of a machine.
    chmodSync(making, 0o755);
    command('debootstrap', ['--variant=minbase', 'trixie', making]);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
  // The image keeps neither downloaded packages nor lists, as Debian's own does.
  for (const part of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale']) {
    rmSync(join(making, part), { recursive: true, force: true });
    mkdirSync(join(making, part), { recursive: true });
  }
  renameSync(making, root);
  return root;
}

function makeDebian(file: string): void {
  withCopyOf(debianRoot(), (root) => {
    writeFileSync(join(root, 'etc/apt/sources.list'), `deb [trusted=yes] ${packagesAddress} ./\n`);
    archive(root, file);
  });
}

function makeNode(file: string): void {
  withCopyOf(debianRoot(), (root) => {
    writeFileSync(join(root, 'etc/apt/sources.list'), `deb [trusted=yes] ${packagesAddress} ./\n`);
    const bin = join(root, 'usr/local/bin');
    mkdirSync(bin, { recursive: true });
    copyFileSync(process.execPath, join(bin, 'node'));
    cpSync(npmDirectory(), join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
    symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(bin, 'npm'));
    symlinkSync('../lib/node_modules/npm/bin/npx-cli.js', join(bin, 'npx'));
    writeFileSync(join(bin, 'docker-entrypoint.sh'), entrypoint, { mode: 0o755 });
    for (const [name, line] of [
      ['passwd', 'node:x:1000:1000::/home/node:/bin/bash\n'],
      ['group', 'node:x:1000:\n'],
    ] as const)
      writeFileSync(join(root, 'etc', name), readFileSync(join(root, 'etc', name), 'utf8') + line);
    archive(root, file);
  });
}

/** What Node's images do with their command: an option, or a name that is no program, is given to node. */
const entrypoint = `#!/bin/sh
case "$1" in
  -*) exec node "$@" ;;
esac
command -v "$1" >/dev/null 2>&1 && exec "$@"
exec node "$@"
`;

function makeBusybox(file: string): void {
  const root = mkdtempSync(join(imageCache, 'making-'));
  try {
    for (const name of ['bin', 'dev', 'etc', 'home', 'proc', 'root', 'run', 'sys', 'usr/bin', 'usr/sbin', 'sbin', 'var'])
      mkdirSync(join(root, name), { recursive: true });
    chmodSync(root, 0o755);
    mkdirSync(join(root, 'tmp'));
    chmodSync(join(root, 'tmp'), 0o1777);
    const busybox = spawnSync('/bin/sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).stdout.trim();
    copyFileSync(busybox, join(root, 'bin/busybox'));
    chmodSync(join(root, 'bin/busybox'), 0o755);
    for (const applet of spawnSync(busybox, ['--list'], { encoding: 'utf8' }).stdout.trim().split('\n'))
      if (applet !== 'busybox') symlinkSync('/bin/busybox', join(root, 'bin', applet));
    writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n');
    writeFileSync(join(root, 'etc/group'), 'root:x:0:root\nnobody:x:65534:\n');
    archive(root, file);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function npmDirectory(): string {
  const found = spawnSync('/bin/sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout.trim();
  if (found === '') throw new Error('npm is not on the PATH: the node image cannot be made');
  return dirname(dirname(realpathSync(found)));
}

export function withCopyOf(root: string, work: (copy: string) => void): void {
  const copy = mkdtempSync(join(imageCache, 'making-'));
  try {
    command('cp', ['-a', `${root}/.`, copy]);
    work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The archive appears whole or not at all. */
function archive(root: string, file: string): void {
  command('tar', ['-C', root, '--numeric-owner', '-cf', `${file}.part`, '.']);
  renameSync(`${file}.part`, file);
}

function command(name: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(name, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} fails: ${error?.message ?? stderr.trim().split('\n').at(-1) ?? ''}`);
}

function nameOf(reference: string): string {
  return reference.slice(0, reference.lastIndexOf(':'));
}

function tagOf(reference: string): string {
  return reference.slice(reference.lastIndexOf(':') + 1);
}
