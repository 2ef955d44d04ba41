import { unitPackages } from '../../programs/systemd/unit-files.ts';
import { debianPackages } from './packages/debian-package.ts';
import { baseStatus } from './packages/dpkg-status.ts';
import { directories, links, programFiles, textFile } from './tree-parts.ts';
import type { TreePart } from './tree-parts.ts';

/**
 * What Debian's and Ubuntu's slim images contain: the essential packages and apt. Package contents as
 * packages.debian.org lists them for trixie; note that procps (ps, kill, free), iproute2, curl and wget are not in it.
 */
export interface DebianRelease {
  distribution: 'debian' | 'ubuntu';
  codename: string;
  osRelease: Readonly<Record<string, string>>;
  /** Content of /etc/debian_version. */
  version: string;
}

export const trixie: DebianRelease = debianRelease('13', 'trixie', '13.2');
export const bookworm: DebianRelease = debianRelease('12', 'bookworm', '12.12');
export const noble: DebianRelease = ubuntuRelease('24.04', 'noble', 'Noble Numbat', 'trixie/sid');
export const jammy: DebianRelease = ubuntuRelease('22.04', 'jammy', 'Jammy Jellyfish', 'bookworm/sid');

const coreutils = `
  [ arch b2sum base32 base64 basename basenc cat chcon chgrp chmod chown cksum comm cp csplit cut date dd df dir dircolors
  dirname du echo env expand expr factor false fmt fold groups head hostid id install join link ln logname ls md5sum mkdir
  mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd readlink realpath rm
  rmdir runcon seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty sum sync tac
  tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink users vdir wc who whoami yes`;
const utilLinux = `
  choom chrt dmesg fallocate findmnt flock getopt ionice ipcmk ipcrm ipcs last lsblk lscpu lsipc lslocks lslogins lsmem lsns
  mcookie mesg more mount mountpoint namei nsenter partx prlimit rename rev script scriptreplay setarch setpriv setsid
  setterm su taskset umount uname26 unshare utmpdump wdctl whereis`;
const others = `
  apt apt-cache apt-cdrom apt-config apt-get apt-mark bash bashbug chage chfn chsh clear clear_console cmp dash deb-systemd-helper
  debconf diff diff3 dpkg dpkg-deb dpkg-divert dpkg-query dpkg-split dpkg-statoverride egrep expiry faillog fgrep find getconf
  getent gpasswd grep gunzip gzexe gzip hostname iconv infocmp ischroot ldd locale localedef login mawk newgrp passwd perl
  pldd run-parts savelog sdiff sed tabs tar tic toe tput tset tzselect update-alternatives which.debianutils xargs zcat zcmp zdiff
  zgrep zless zmore znew zdump`;
const administration = `
  add-shell addgroup adduser agetty blkid blockdev chgpasswd chpasswd chroot cpgr cppw delgroup deluser fdformat fsck fstrim
  groupadd groupdel groupmod grpck hwclock invoke-rc.d ldconfig losetup mkfs mkswap nologin pam-auth-update pivot_root pwck
  pwconv remove-shell runuser service shadowconfig start-stop-daemon sulogin swapoff swapon switch_root sysctl tarcat
  update-passwd update-rc.d useradd userdel usermod vigr vipw`;

export function debianTree(release: DebianRelease, machine: string): TreePart[] {
  const architecture = machine === 'aarch64' ? 'arm64' : 'amd64';
  return [
    ...directories(`/boot /dev /etc /etc/apt /etc/apt/apt.conf.d /etc/apt/sources.list.d /etc/alternatives /etc/default /etc/profile.d
      /etc/skel /home /media /mnt /opt /proc /run /srv /sys /usr /usr/bin /usr/games /usr/include /usr/lib /usr/lib64 /usr/local
      /usr/local/bin /usr/local/etc /usr/local/games /usr/local/include /usr/local/lib /usr/local/sbin /usr/local/share
      /usr/local/src /usr/sbin /usr/share /usr/share/doc /usr/src /var /var/backups /var/cache /var/cache/apt /var/lib
      /var/lib/apt /var/lib/apt/lists /var/lib/dpkg /var/log /var/mail /var/opt /var/spool`),
    ...directories('/root', 0o700),
    ...directories('/tmp /var/tmp /run/lock', 0o1777),
    ...links(`/bin->usr/bin /lib->usr/lib /lib64->usr/lib64 /sbin->usr/sbin /var/lock->/run/lock /var/run->/run
      /etc/mtab->/proc/mounts /etc/os-release->../usr/lib/os-release`),
    ...programFiles('/usr/bin', coreutils + utilLinux + others),
    ...programFiles('/usr/sbin', administration),
    ...links(`/usr/bin/sh->dash /usr/bin/rbash->bash /usr/bin/awk->/etc/alternatives/awk /etc/alternatives/awk->/usr/bin/mawk
      /usr/bin/which->/etc/alternatives/which /etc/alternatives/which->/usr/bin/which.debianutils /usr/bin/reset->tset
      /usr/bin/domainname->hostname /usr/bin/dnsdomainname->hostname /usr/sbin/getty->agetty /usr/bin/linux64->setarch`),
    textFile('/usr/lib/os-release', osReleaseText(release.osRelease)),
    textFile('/etc/debian_version', `${release.version}\n`),
    textFile('/etc/passwd', passwd),
    textFile('/etc/group', group),
    textFile('/etc/shadow', 'root:*:20000:0:99999:7:::\n', 0o640),
    textFile('/etc/shells', '# /etc/shells: valid login shells\n/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/rbash\n/bin/dash\n'),
    textFile('/etc/issue', `${release.osRelease['PRETTY_NAME'] ?? ''} \\n \\l\n\n`),
    textFile('/etc/profile', profile),
    textFile('/etc/bash.bashrc', "PS1='\\u@\\h:\\w\\$ '\n"),
    textFile('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n'),
    textFile('/etc/skel/.bashrc', '# ~/.bashrc: read by bash for interactive shells\n'),
    textFile('/root/.bashrc', '# ~/.bashrc: read by bash for interactive shells\n'),
    textFile('/root/.profile', '# ~/.profile: read by login shells\n'),
    // glibc's loader, which every dynamically linked program of a real machine needs.
    textFile(architecture === 'amd64' ? '/usr/lib64/ld-linux-x86-64.so.2' : '/usr/lib/ld-linux-aarch64.so.1', loader, 0o755),
    ...baseUnits(),
    textFile('/var/lib/dpkg/status', baseStatus(debianPackages(release.codename, architecture), architecture)),
  ];
}

/** What packages of the base bring for systemd, in case that it is installed. */
function baseUnits(): TreePart[] {
  return (['apt', 'dpkg', 'util-linux'] as const).flatMap((name) => {
    const { directories: own, files, links: linked } = unitPackages[name];
    const paths = [...files, ...linked].map(({ path }) => path);
    return [
      ...directories(parentsOf([...own, ...paths]).join(' ')),
      ...files.map(({ path, content }) => textFile(path, content)),
      ...linked.map(({ path, target }): TreePart => ({ kind: 'symlink', path, target })),
    ];
  });
}

function parentsOf(paths: readonly string[]): string[] {
  const parents = paths.flatMap((path) =>
    path
      .split('/')
      .slice(1, -1)
      .map((_, index, names) => `/${names.slice(0, index + 1).join('/')}`),
  );
  return [...new Set(parents)];
}

const loader = "\x7fELF\n\0The dynamic loader of the practice device's C library.\n";

/** os-release(5). */
export function osReleaseText(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${/^[\w.-]+$/.test(value) && name !== 'NAME' && name !== 'VERSION_ID' ? value : `"${value}"`}\n`)
    .join('');
}

function debianRelease(number: string, codename: string, version: string): DebianRelease {
  return {
    distribution: 'debian',
    codename,
    version,
    osRelease: {
      PRETTY_NAME: `Debian GNU/Linux ${number} (${codename})`,
      NAME: 'Debian GNU/Linux',
      VERSION_ID: number,
      VERSION: `${number} (${codename})`,
      VERSION_CODENAME: codename,
      DEBIAN_VERSION_FULL: version,
      ID: 'debian',
      HOME_URL: 'https://www.debian.org/',
      SUPPORT_URL: 'https://www.debian.org/support',
      BUG_REPORT_URL: 'https://bugs.debian.org/',
    },
  };
}

function ubuntuRelease(number: string, codename: string, name: string, version: string): DebianRelease {
  return {
    distribution: 'ubuntu',
    codename,
    version,
    osRelease: {
      PRETTY_NAME: `Ubuntu ${number} LTS`,
      NAME: 'Ubuntu',
      VERSION_ID: number,
      VERSION: `${number} LTS (${name})`,
      VERSION_CODENAME: codename,
      ID: 'ubuntu',
      ID_LIKE: 'debian',
      HOME_URL: 'https://www.ubuntu.com/',
    },
  };
}

const passwd = [
  'root:x:0:0:root:/root:/bin/bash',
  'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
  'bin:x:2:2:bin:/bin:/usr/sbin/nologin',
  'sys:x:3:3:sys:/dev:/usr/sbin/nologin',
  'sync:x:4:65534:sync:/bin:/bin/sync',
  'games:x:5:60:games:/usr/games:/usr/sbin/nologin',
  'man:x:6:12:man:/var/cache/man:/usr/sbin/nologin',
  'mail:x:8:8:mail:/var/mail:/usr/sbin/nologin',
  'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin',
  'backup:x:34:34:backup:/var/backups:/usr/sbin/nologin',
  '_apt:x:42:65534::/nonexistent:/usr/sbin/nologin',
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  '',
].join('\n');

const group = [
  ...'root:0 daemon:1 bin:2 sys:3 adm:4 tty:5 disk:6 mail:8 man:12 sudo:27 www-data:33 backup:34 shadow:42 utmp:43 video:44 staff:50 games:60 users:100 nogroup:65534'
    .split(' ')
    .map((entry) => entry.replace(/^(.*):(\d+)$/, '$1:x:$2:')),
  '',
].join('\n');

const profile = `# /etc/profile: read by login shells
if [ "$(id -u)" -eq 0 ]; then
  PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
else
  PATH="/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"
fi
export PATH
`;
