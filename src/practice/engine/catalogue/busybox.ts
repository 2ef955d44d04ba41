import { osReleaseText } from './debian.ts';
import { alpinePackages, installedParagraph } from './packages/alpine.ts';
import { directories, links, list, programFiles, textFile } from './tree-parts.ts';
import type { TreePart } from './tree-parts.ts';

/** Where Alpine's busybox package puts its links. */
const bin = `
  arch ash base64 bbconfig cat chattr chgrp chmod chown cp date dd df dmesg dnsdomainname dumpkmap echo egrep false fatattr
  fdflush fgrep fsync getopt grep gunzip gzip hostname ionice iostat ipcalc kbd_mode kill link linux32 linux64 ln login ls lsattr
  lzop makemime mkdir mknod mktemp more mount mountpoint mpstat mv netstat nice pidof ping ping6 pipe_progress printenv ps
  pwd reformime rev rm rmdir run-parts sed setpriv setserial sh sleep stat stty su sync tar touch true umount uname usleep
  watch zcat`;
const sbin = `
  acpid adjtimex arp blkid blockdev depmod fbsplash fdisk findfs fsck fstrim getty halt hwclock ifconfig ifdown ifenslave ifup
  init inotifyd insmod ip ipaddr iplink ipneigh iproute iprule iptunnel klogd loadkmap logread losetup lsmod mdev mkdosfs
  mkfs.vfat mkswap modinfo modprobe nameif nologin pivot_root poweroff raidautorun reboot rmmod route setconsole slattach
  swapoff swapon switch_root sysctl syslogd tunctl udhcpc vconfig watchdog zcip`;
const usrBin = `
  [ [[ awk basename bc beep blkdiscard bunzip2 bzcat bzip2 cal chvt cksum clear cmp comm cpio crontab cryptpw cut dc deallocvt
  diff dirname dos2unix du eject env expand expr factor fallocate find flock fold free fuser getfattr groups hd head hexdump
  hostid iconv id install ipcrm ipcs killall last less logger lsof lsusb lzcat lzma lzopcat md5sum mesg microcom mkfifo mkpasswd nc
  nl nmeter nohup nproc nsenter nslookup od openvt passwd paste pgrep pkill pmap printf pscan pstree pwdx readlink realpath
  renice reset resize seq setkeycodes setsid sha1sum sha256sum sha3sum sha512sum showkey shred shuf sort split strings sum tac
  tail tee test time timeout top tr traceroute traceroute6 tree truncate tty ttysize udhcpc6 unexpand uniq unix2dos unlink
  unlzma unlzop unshare unxz unzip uptime uudecode uuencode vi vlock volname wc wget which who whoami whois xargs xxd xzcat
  yes`;
const usrSbin =
  'add-shell addgroup adduser arping brctl chpasswd chroot crond delgroup deluser ether-wake fbset killall5 loadfont nanddump nandwrite nbd-client ntpd partprobe rdate rdev readahead remove-shell rfkill sendmail setfont setlogcons';

export const alpineVersion = '3.22.2';

export function alpineTree(machine: string): TreePart[] {
  const architecture = machine === 'aarch64' ? 'aarch64' : 'x86_64';
  const base = [...alpinePackages().values()].filter((one) => one.isBase);
  return [
    ...directories(`/bin /dev /etc /etc/apk /etc/profile.d /home /lib /lib/apk /lib/apk/db /media /mnt /opt /proc /run /run/lock /sbin /srv /sys /usr /usr/bin
      /usr/lib /usr/local /usr/local/bin /usr/local/lib /usr/local/share /usr/sbin /usr/share /var /var/cache /var/cache/apk
      /var/lib /var/local /var/log /var/mail /var/opt /var/spool`),
    ...directories('/root', 0o700),
    ...directories('/tmp /var/tmp', 0o1777),
    ...programFiles('/bin', 'busybox'),
    ...appletLinks('/bin', bin),
    ...appletLinks('/sbin', sbin),
    ...appletLinks('/usr/bin', usrBin),
    ...appletLinks('/usr/sbin', usrSbin),
    ...programFiles('/sbin', 'apk ldconfig'),
    ...programFiles('/usr/bin', 'getconf getent iconv ldd scanelf ssl_client'),
    ...links('/var/run->../run /var/lock->../run/lock /etc/os-release->../usr/lib/os-release /etc/mtab->../proc/mounts'),
    textFile(
      '/usr/lib/os-release',
      osReleaseText({
        NAME: 'Alpine Linux',
        ID: 'alpine',
        VERSION_ID: alpineVersion,
        PRETTY_NAME: `Alpine Linux v${alpineVersion.replace(/\.\d+$/, '')}`,
        HOME_URL: 'https://alpinelinux.org/',
        BUG_REPORT_URL: 'https://gitlab.alpinelinux.org/alpine/aports/-/issues',
      }),
    ),
    // musl's loader: there is none of glibc's, on which programs of Debian's compiler depend.
    textFile(`/lib/ld-musl-${architecture}.so.1`, "\x7fELF\n\0The loader of the practice device's musl.\n", 0o755),
    textFile('/lib/apk/db/installed', base.map((one) => installedParagraph(one, architecture)).join('')),
    textFile('/etc/apk/world', base.map(({ name }) => `${name}\n`).join('')),
    textFile('/etc/apk/arch', `${architecture}\n`),
    textFile(
      '/etc/apk/repositories',
      ['main', 'community']
        .map((name) => `https://dl-cdn.alpinelinux.org/alpine/v${alpineVersion.replace(/\.\d+$/, '')}/${name}\n`)
        .join(''),
    ),
    textFile('/etc/alpine-release', `${alpineVersion}\n`),
    textFile('/etc/passwd', smallPasswd('/bin/sh')),
    textFile('/etc/group', smallGroup),
    textFile('/etc/shells', '# valid login shells\n/bin/sh\n/bin/ash\n'),
    textFile('/etc/profile', 'export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\n'),
  ];
}

/** The busybox image has every applet in /bin. */
export function busyboxTree(): TreePart[] {
  const applets = [...new Set(list(bin + sbin + usrBin + usrSbin))].join(' ');
  return [
    ...directories('/bin /dev /etc /home /proc /root /sys /usr /usr/sbin /var /var/spool /var/www'),
    ...directories('/tmp', 0o1777),
    ...programFiles('/bin', 'busybox getconf'),
    ...appletLinks('/bin', applets),
    ...links('/usr/bin->../bin /lib->usr/lib').filter((part) => part.path !== '/lib'),
    ...directories('/lib'),
    textFile('/etc/passwd', smallPasswd('/bin/sh')),
    textFile('/etc/group', smallGroup),
  ];
}

function appletLinks(directory: string, names: string): TreePart[] {
  return list(names).map((name) => ({ kind: 'symlink', path: `${directory}/${name}`, target: '/bin/busybox' }));
}

function smallPasswd(shell: string): string {
  return `root:x:0:0:root:/root:${shell}\nbin:x:1:1:bin:/bin:/sbin/nologin\ndaemon:x:2:2:daemon:/sbin:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n`;
}

const smallGroup = 'root:x:0:root\nbin:x:1:root,bin,daemon\ndaemon:x:2:root,bin,daemon\ntty:x:5:\nusers:x:100:games\nnobody:x:65534:\n';
