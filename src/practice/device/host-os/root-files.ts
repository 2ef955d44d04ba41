import type { NetworkInterface } from '../../process/network-namespace.ts';
import { programFile } from '../../process/program-file.ts';
import type { DeviceIdentity } from '../device-link.ts';
import { supervisorPort } from '../supervisor/supervisor-environment.ts';

/** The host OS's short name of a device: the first seven digits of its uuid. */
export function hostnameOf(identity: DeviceIdentity): string {
  return identity.uuid.slice(0, 7);
}

/** What a login shell on a terminal prints first. */
const welcome = [
  '=============================================================',
  '    Welcome to balenaOS',
  '=============================================================',
  '',
].join('\n');

/** Loopback, and one wired interface to a network that leads nowhere else. */
export function hostInterfaces(identity: DeviceIdentity): NetworkInterface[] {
  return [
    { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' },
    { name: 'eth0', address: identity.address, prefix: 16, hardwareAddress: identity.macAddress.toLowerCase() },
  ];
}

/** Linux of balenaOS 6 for x86 machines. */
export const kernelRelease = '6.6.74-yocto-standard';

/** Programs of balenaOS (busybox, coreutils, util-linux, iproute2, systemd, curl); those that the practice device does not know are left out. */
const programNames = (
  '[ ash basename bash blkid cat chgrp chmod chown cksum clear cmp cp curl cut date dd df diff dirname dmesg du echo egrep env expr ' +
  'false fgrep find findmnt free getent grep groups head hexdump hostname hostnamectl id ifconfig insmod ip journalctl kill killall ' +
  'ln logname ls lsblk lscpu lsmod md5sum mkdir mktemp modprobe mount mv netstat nohup nproc nslookup nsenter od pgrep pidof ping ' +
  'pkill printenv printf ps pwd readlink realpath reboot renice rm rmdir route sed seq sh sha1sum sha256sum sleep sort split ss stat ' +
  'strings stty sync sysctl systemctl tail tar tee test timedatectl time timeout top touch tr traceroute true tty udhcpc umount uname ' +
  'uniq uptime vi watch wc wget which who whoami xargs yes zcat'
).split(' ');

/** Where the engine's own command line stands; the CLI looks for `/usr/bin/balena` to tell a balenaOS device. */
const enginePrograms = ['balena', 'balena-engine', 'docker'];

/**
 * The files of balenaOS's read-only root, by absolute path. `hasProgram` tells which programs can be run here.
 */
export function rootFiles(identity: DeviceIdentity, hasProgram: (name: string) => boolean): Record<string, string> {
  const version = identity.osVersion.replace(/^balenaOS /, '');
  const files: Record<string, string> = {
    '/etc/os-release': [
      'ID="balena-os"',
      'NAME="balenaOS"',
      `VERSION="${version}"`,
      `VERSION_ID="${version}"`,
      `PRETTY_NAME="${identity.osVersion}"`,
      `MACHINE="${identity.deviceType}"`,
      `VARIANT="${identity.osVariant === 'development' ? 'Development' : 'Production'}"`,
      `VARIANT_ID="${identity.osVariant === 'development' ? 'dev' : 'prod'}"`,
      `META_BALENA_VERSION="${version.replace(/\+.*$/, '')}"`,
      `SLUG="${identity.deviceType}"`,
      '',
    ].join('\n'),
    '/etc/hostname': `${hostnameOf(identity)}\n`,
    '/etc/hosts': `127.0.0.1\tlocalhost.localdomain\tlocalhost\n127.0.1.1\t${hostnameOf(identity)}\n`,
    '/etc/issue': `${identity.osVersion} \\n \\l\n`,
    '/etc/passwd': 'root:x:0:0:root:/home/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n',
    '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
    '/etc/resolv.conf': 'nameserver 127.0.0.2\n',
    '/etc/machine-id': `${identity.uuid}\n`,
    '/etc/profile': [`[ -t 0 ] && printf '${welcome.replaceAll('\n', '\\n')}'`, "PS1='\\u@\\h:\\w# '", ''].join('\n'),
    '/etc/shells': '/bin/sh\n/bin/bash\n',
    '/mnt/boot/config.json': `${JSON.stringify({ deviceType: identity.deviceType, hostname: hostnameOf(identity), uuid: identity.uuid, listenPort: supervisorPort })}\n`,
    '/mnt/boot/device-type.json': `${JSON.stringify({ slug: identity.deviceType, arch: identity.architecture })}\n`,
    '/boot/': '',
    '/dev/': '',
    '/home/root/': '',
    '/media/': '',
    '/mnt/data/': '',
    '/mnt/state/': '',
    '/opt/': '',
    '/proc/': '',
    '/run/': '',
    '/sys/': '',
    '/tmp/': '',
    '/usr/lib/': '',
    '/usr/share/': '',
    '/var/lib/': '',
    '/var/log/': '',
  };
  for (const name of programNames) if (hasProgram(name)) files[`/usr/bin/${name}`] = programFile(name);
  for (const name of enginePrograms) files[`/usr/bin/${name}`] = programFile(name);
  return files;
}
