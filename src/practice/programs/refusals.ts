import type { Program } from '../process/process.ts';
import { write } from './lines.ts';

/** Programs that real images contain and the practice device does not run: each says so and fails, never silently. */

const notYet: Record<string, { names: string; message: (name: string) => string; status: number }> = {
  packages: {
    names: 'apk apt apt-get apt-cache apt-mark dpkg',
    status: 100,
    message: (name) => `${name}: installing packages is not supported on the practice device yet`,
  },
  services: { names: 'systemctl journalctl', status: 1, message: (name) => `${name}: systemd is not supported on the practice device yet` },
  editors: {
    names: 'vi vim nano emacs ed pico',
    status: 1,
    message: (name) => `${name}: editors are not on the practice device; edit the file on your laptop and push again`,
  },
  node: { names: 'npx corepack yarn yarnpkg pnpm', status: 1, message: (name) => `${name}: not supported on the practice device yet` },
  compilers: {
    names: 'gcc cc g++ c++ make',
    status: 1,
    message: (name) => `${name}: compiling is not supported on the practice device yet`,
  },
};

/** Names as the packages of Debian, Ubuntu and Alpine install them. */
const never = `
  adduser addgroup deluser delgroup useradd userdel usermod groupadd groupdel groupmod passwd chpasswd chage chsh chfn login su newgrp
  apt-cdrom apt-config bashbug blkid blockdev chcon chroot chrt cksum cmp crontab csplit deb-systemd-helper debconf dd dir dircolors
  dpkg-deb dpkg-divert dpkg-query dpkg-split dpkg-statoverride expand factor faillog fallocate findmnt flock fmt fsck fstrim getconf getopt
  hostid hwclock iconv infocmp insmod install ionice ipcs ipcmk ipcrm join last ldconfig ldd link lsblk lscpu lsof lsmod locale localedef
  logname losetup mesg mkfifo mkfs mknod mkswap modprobe mountpoint namei nsenter numfmt od openssl pathchk perl pinky pivot_root poweroff pr
  python3 reboot renice rename reset rmmod route runcon runuser script sdiff service setpriv setsid shred shuf split start-stop-daemon
  stdbuf sulogin sum swapoff swapon switch_root sysctl tabs taskset telnet traceroute truncate tset tsort unexpand unlink unshare
  update-alternatives users vdir vmstat wall wdctl whereis who w xxd hexdump hd strace gdb screen tmux ssh scp sftp rsync git unzip zip bzip2
  bunzip2 xz unxz zstd b2sum base32 basenc expr diff3 arping arp brctl hostnamectl timedatectl loginctl`;

export const refusals: ReadonlyMap<string, Program> = new Map([
  ...Object.values(notYet).flatMap(({ names, message, status }) => list(names).map((name) => [name, refuse(message, status)] as const)),
  ...list(never).map((name) => [name, refuse((called) => `${called}: not supported on the practice device`, 1)] as const),
]);

function refuse(message: (name: string) => string, status: number): Program {
  return async (context) => {
    await write(context.stderr, Buffer.from(`${message(context.arguments[0] ?? '')}\n`), context.ended);
    return status;
  };
}

function list(names: string): string[] {
  return names.split(/\s+/).filter((name) => name !== '');
}
