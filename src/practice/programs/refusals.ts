import type { Program } from '../process/process.ts';
import { write } from './lines.ts';

/** Programs that real images contain and the practice device does not run: each says so and fails, never silently. */

const notYet: Record<string, { names: string; message: (name: string) => string; status: number }> = {
  packages: {
    names: 'pip pip3 yum dnf snap zypper pacman brew',
    status: 1,
    message: (name) => `${name}: installing packages with ${name} is not supported on the practice device; use apt-get or apk`,
  },
  editors: {
    names: 'vi vim nano emacs ed pico',
    status: 1,
    message: (name) => `${name}: editors are not on the practice device; edit the file on your laptop and push again`,
  },
  node: { names: 'corepack yarn yarnpkg pnpm', status: 1, message: (name) => `${name}: not supported on the practice device yet` },
  compilers: {
    names: 'g++ c++ make',
    status: 1,
    message: (name) => `${name}: not supported on the practice device; gcc compiles C`,
  },
};

/** Names as the packages of Debian, Ubuntu and Alpine install them. */
const never = `
  acpid add-shell addgroup adduser adjtimex apt-cdrom apt-config arp arping b2sum base32 basenc bashbug bbconfig bc beep
  blkdiscard blkid blockdev brctl bunzip2 bzcat bzip2 cal chage chattr chcon chfn chgpasswd choom chpasswd chroot chrt chsh chvt cksum
  clear_console cmp cpgr cpio cppw crond crontab cryptpw csplit dc deallocvt deb-systemd-helper debconf delgroup deluser depmod
  diff3 dir dircolors dnsdomainname dos2unix dpkg-deb dpkg-divert dpkg-query dpkg-split dpkg-statoverride dumpkmap eject ether-wake
  expand expiry expr factor faillog fallocate fatattr fbset fbsplash fdflush fdformat findfs findmnt flock fmt fsck fstrim fsync fuser
  gdb getconf getfattr getopt getty git gpasswd groupadd groupdel groupmod grpck gzexe halt hd hexdump hostid hwclock iconv
  ifdown ifenslave ifup infocmp init inotifyd insmod install invoke-rc.d ionice iostat ipaddr ipcalc ipcmk ipcrm ipcs iplink ipneigh
  iproute iprule iptunnel ischroot join kbd_mode killall5 klogd last ldd link linux32 linux64 loadfont loadkmap locale
  localedef logger login logname logread losetup lsattr lsblk lscpu lsipc lslocks lslogins lsmem lsmod lsns lsof lsusb lzcat
  lzma lzop lzopcat makemime mcookie mdev mesg microcom mkdosfs mkfifo mkfs mkfs.vfat mknod mkpasswd mkswap modinfo modprobe mountpoint
  mpstat namei nameif nanddump nandwrite nbd-client newgrp nmeter nologin nsenter ntpd numfmt od openssl openvt pam-auth-update
  partprobe partx passwd pathchk perl ping6 pinky pipe_progress pivot_root pldd pmap poweroff pr prlimit pscan pstree ptx pwck pwconv
  pwdx python3 raidautorun rdate rdev readahead reboot reformime remove-shell rename renice reset resize rfkill rmmod route rsync
  run-parts runcon runuser savelog scanelf scp screen script scriptreplay sdiff sendmail service setarch setconsole setfont setkeycodes
  setlogcons setpriv setserial setsid setterm sftp sha3sum shadowconfig showkey shred shuf slattach split ssh ssl_client
  start-stop-daemon stdbuf strace strings su sulogin sum swapoff swapon switch_root sysctl syslogd tabs tarcat taskset telnet tic
  tmux toe traceroute traceroute6 tree truncate tset tsort ttysize tunctl tzselect udhcpc udhcpc6 uname26 unexpand unix2dos
  unlink unlzma unlzop unshare unxz unzip update-alternatives update-passwd update-rc.d useradd userdel usermod users usleep utmpdump
  uudecode uuencode vconfig vdir vigr vipw vlock vmstat volname w wall watchdog wdctl whereis who whois xxd xz xzcat zcip zcmp zdiff
  zdump zgrep zip zless zmore znew zstd`;

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
