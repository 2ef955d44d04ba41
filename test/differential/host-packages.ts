import { spawnSync } from 'node:child_process';

const programs = ['dockerd', 'iptables', 'debootstrap', 'ip', 'nsenter', 'busybox', 'tar'];
const packages = ['docker.io', 'iptables', 'debootstrap', 'iproute2', 'util-linux', 'busybox-static', 'tar'];

/** Installs what the engine and its base images are made with where the machine is Debian's; the reason where that is impossible. */
export function enoughPackages(): string | undefined {
  // Some shells of root leave out where Debian keeps the programs of administrators.
  process.env.PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin:/usr/local/sbin`;
  if (missing().length === 0) return undefined;
  if (!has('apt-get')) return `the machine has no ${missing().join(', ')} and no apt-get to install it with`;
  // Only Debian's own sources matter here; another one that does not answer is no reason to stop.
  apt(['update']);
  const installed = apt(['install', '-y', '--no-install-recommends', ...packages]);
  const still = missing();
  return still.length === 0 ? undefined : `${still.join(', ')} cannot be installed: ${installed}`;
}

/** Installs one program more where the machine is Debian's; the reason where that is impossible. No service of it is started. */
export function install(program: string, name: string): string | undefined {
  if (has(program)) return undefined;
  if (!has('apt-get')) return `the machine has no ${program} and no apt-get to install it with`;
  // What /usr/sbin/policy-rc.d would do, for this one call: the server is the tests' own, and not the machine's.
  const said = apt(['install', '-y', '--no-install-recommends', name], { RUNLEVEL: '1' });
  return has(program) ? undefined : `${name} cannot be installed: ${said}`;
}

function missing(): string[] {
  return programs.filter((name) => !has(name));
}

function has(name: string): boolean {
  return spawnSync('/bin/sh', ['-c', `command -v ${name}`]).status === 0;
}

function apt(args: string[], more: Record<string, string> = {}): string {
  const { stderr, error } = spawnSync('apt-get', args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', ...more },
  });
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
}
