/** A package that the practice device can install with apk. Sizes in bytes. */
export interface AlpinePackage {
  name: string;
  version: string;
  installedSize: number;
  downloadSize: number;
  depends: readonly string[];
  /** Absolute paths. */
  programs: readonly string[];
  mainFile: string;
  summary: string;
  /** The image starts with it. */
  isBase: boolean;
}

// Alpine 3.22. Names, dependencies and contents as its packages have them; versions and sizes are of the release's first months,
// rounded by hand and not checked against Alpine's index. name|version|KiB|KiB of the .apk|depends|programs|main file|summary
const text = `
alpine-baselayout|3.7.0-r0|44|9||||Alpine base dir structure and init scripts
alpine-keys|2.5-r0|52|14||||Public keys for Alpine Linux packages
apk-tools|2.14.9-r2|332|118||||Alpine Package Keeper - package manager for alpine
busybox|1.37.0-r19|936|508||||Size optimized toolbox of many common UNIX utilities
ca-certificates-bundle|20250911-r0|236|127||||Pre generated bundle of Mozilla certificates
libcrypto3|3.5.4-r0|4600|1790||||Crypto library from openssl
libssl3|3.5.4-r0|896|365||||SSL shared libraries
musl|1.2.5-r10|640|400||||the musl c library (libc) implementation
musl-utils|1.2.5-r10|144|37||||the musl c library (libc) implementation
scanelf|1.3.8-r1|92|37||||Scan ELF binaries for stuff
ssl_client|1.37.0-r19|28|5||||External ssl_client for busybox wget
zlib|1.3.1-r2|108|54||||A compression/decompression Library
bash|5.2.37-r0|1288|469|readline libncursesw|/bin:bash|/etc/bash/bashrc|The GNU Bourne Again shell
bash-completion|2.16.0-r0|1300|300|bash||/usr/share/bash-completion/bash_completion|Command-line tab-completion for bash
bind-tools|9.20.15-r0|800|228|bind-libs|/usr/bin:dig,host,nslookup,delv,mdig||The ISC DNS tools
bind-libs|9.20.15-r0|3300|1300|libxml2 libuv json-c krb5-libs||/usr/lib/libdns-9.20.15.so|The ISC DNS server (libraries)
binutils|2.44-r3|9800|2700|libstdc++ zstd-libs jansson|/usr/bin:ar,as,ld,nm,objcopy,objdump,ranlib,readelf,size,strings,strip|/usr/lib/libbfd-2.44.so|Tools necessary to build programs
build-base|0.5-r3|4|2|binutils file fortify-headers g++ gcc libc-dev make patch|||Meta package for build base
brotli-libs|1.1.0-r2|936|380|||/usr/lib/libbrotlienc.so.1.1.0|Generic lossless compressor (libraries)
c-ares|1.34.6-r0|200|90|||/usr/lib/libcares.so.2.19.5|asynchronous DNS requests library
ca-certificates|20250911-r0|668|155|libcrypto3|/usr/sbin:update-ca-certificates|/usr/share/ca-certificates/mozilla.crt|Common CA certificates PEM files from Mozilla
coreutils|9.7-r1|1150|450|libacl libattr skalibs-libs utmps-libs|/bin:coreutils|/usr/libexec/coreutils/libstdbuf.so|The basic file, shell and text manipulation utilities
curl|8.14.1-r2|248|140|libcurl|/usr/bin:curl||URL retrival utility and library
dbus|1.16.2-r1|464|180|dbus-libs libexpat|/usr/bin:dbus-daemon,dbus-monitor,dbus-run-session,dbus-send|/usr/libexec/dbus-daemon-launch-helper|Freedesktop.org message bus system
dbus-libs|1.16.2-r1|316|140|||/usr/lib/libdbus-1.so.3.38.3|D-BUS access libraries
dumb-init|1.2.5-r3|40|10||/usr/bin:dumb-init||minimal init system for Linux containers
file|5.46-r2|44|16|libmagic|/usr/bin:file||File type identification utility
findutils|4.10.0-r0|500|180||/usr/bin:find,xargs||GNU utilities for finding files
fortify-headers|1.1-r5|60|12|||/usr/include/fortify/stdio.h|standalone fortify source implementation
g++|14.2.0-r6|52000|15000|gcc libstdc++-dev libc-dev|/usr/bin:c++,g++|/usr/libexec/gcc/x86_64-alpine-linux-musl/14.2.0/cc1plus|GNU C++ standard library and compiler
gcc|14.2.0-r6|143000|42000|binutils libatomic libgomp isl26 mpc1 mpfr4|/usr/bin:cc,c89,c99,cpp,gcc,gcc-ar,gcc-nm,gcc-ranlib,gcov|/usr/libexec/gcc/x86_64-alpine-linux-musl/14.2.0/cc1|The GNU Compiler Collection
git|2.49.1-r0|14000|3400|libcurl libexpat pcre2|/usr/bin:git,git-receive-pack,git-shell,git-upload-archive,git-upload-pack|/usr/libexec/git-core/git|Distributed version control system
gmp|6.3.0-r3|440|230|||/usr/lib/libgmp.so.10.5.0|Free library for arbitrary precision arithmetic
gnupg|2.4.9-r0|3800|1500|libgcrypt libksba npth readline sqlite-libs|/usr/bin:gpg,gpgconf,gpgsm|/usr/libexec/gpg-agent|GNU Privacy Guard 2 - a PGP replacement tool
grep|3.12-r0|180|90|pcre2|/bin:grep,egrep,fgrep||Searches input files for lines containing a match
htop|3.4.1-r0|280|110|libncursesw|/usr/bin:htop||Interactive process viewer
i2c-tools|4.4-r1|110|50||/usr/sbin:i2cdetect,i2cdump,i2cget,i2cset,i2ctransfer||Tools for monitoring I2C devices
iproute2|6.15.0-r0|900|400|iproute2-minimal libelf libmnl|/sbin:bridge,tc,ss||IP Routing Utilities
iproute2-minimal|6.15.0-r0|480|250|libcap2 libmnl|/sbin:ip||IP Routing Utilities
iputils|20250605-r0|120|60|libcap2|/bin:ping /usr/sbin:arping,tracepath||IP Configuration Utilities (and Ping)
isl26|0.26-r1|1900|760|gmp||/usr/lib/libisl.so.23.3.0|Integer Set Library
jansson|2.14.1-r0|70|30|||/usr/lib/libjansson.so.4.14.1|lightweight JSON library
jq|1.8.1-r0|420|210|oniguruma|/usr/bin:jq||A lightweight and flexible command-line JSON processor
json-c|0.18-r1|80|40|||/usr/lib/libjson-c.so.5.4.0|A JSON implementation in C
kmod|34.2-r0|180|80|zstd-libs xz-libs|/sbin:kmod||Linux kernel module management utilities
krb5-libs|1.21.3-r0|2200|800|||/usr/lib/libkrb5.so.3.3|The shared libraries used by Kerberos 5
less|679-r0|200|100|libncursesw|/usr/bin:less,lesskey||File pager
libacl|2.3.2-r1|40|20|||/usr/lib/libacl.so.1.1.2302|Dynamic library for access control list support
libatomic|14.2.0-r6|52|14|||/usr/lib/libatomic.so.1.2.0|GCC Atomic library
libattr|2.5.2-r2|24|10|||/usr/lib/libattr.so.1.1.2502|libraries for extended attribute
libc-dev|0.7.2-r5|8|2|musl-dev||/usr/include/sys/queue.h|Meta package to pull in correct libc
libcap2|2.76-r0|40|20|||/usr/lib/libcap.so.2.76|POSIX 1003.1e capabilities (library)
libcurl|8.14.1-r2|700|400|brotli-libs c-ares libidn2 libpsl nghttp2-libs zstd-libs||/usr/lib/libcurl.so.4.8.0|The multiprotocol file transfer library
libelf|0.193-r0|220|100|zstd-libs||/usr/lib/libelf.so.1|Libraries to handle compiled ELF objects
libexpat|2.7.3-r0|180|80|||/usr/lib/libexpat.so.1.11.1|XML Parser library written in C (libraries)
libffi|3.4.8-r0|48|22|||/usr/lib/libffi.so.8.1.4|portable, high level programming interface
libgcc|14.2.0-r6|160|80|||/usr/lib/libgcc_s.so.1|GNU C compiler runtime libraries
libgcrypt|1.11.1-r0|1300|600|||/usr/lib/libgcrypt.so.20.5.1|General purpose crypto library
libgomp|14.2.0-r6|300|150|||/usr/lib/libgomp.so.1.0.0|GCC shared-memory parallel programming API library
libidn2|2.3.7-r0|210|110|libunistring||/usr/lib/libidn2.so.0.4.0|Encode/Decode library for internationalized domain names
libksba|1.6.7-r0|260|110|||/usr/lib/libksba.so.8.14.7|X.509 and CMS library
libmagic|5.46-r2|9400|500|||/usr/share/misc/magic.mgc|File type identification library
libmnl|1.0.5-r2|24|10|||/usr/lib/libmnl.so.0.2.0|Library for minimalistic netlink
libncursesw|6.5_p20250503-r0|360|170|ncurses-terminfo-base||/usr/lib/libncursesw.so.6.5|Console display library (libncursesw)
libpcap|1.10.5-r1|320|150|||/usr/lib/libpcap.so.1.10.5|A system-independent interface for user-level packet capture
libpsl|0.21.5-r3|76|50|libidn2 libunistring||/usr/lib/libpsl.so.5.3.5|C library for the Publix Suffix List
libstdc++|14.2.0-r6|2700|880|libgcc||/usr/lib/libstdc++.so.6.0.33|GNU C++ standard runtime library
libstdc++-dev|14.2.0-r6|18000|2900|libstdc++||/usr/lib/libstdc++.a|GNU C++ standard runtime library (development files)
libunistring|1.3-r0|1900|720|||/usr/lib/libunistring.so.5.2.0|Library for manipulating Unicode strings and C strings
libusb|1.0.28-r0|90|50|||/usr/lib/libusb-1.0.so.0.5.0|Library that provides generic access to USB devices
libuv|1.51.0-r0|200|90|||/usr/lib/libuv.so.1.0.0|Cross-platform asychronous I/O
libwebsockets|4.3.5-r0|400|200|||/usr/lib/libwebsockets.so.19|lightweight C library for HTML5 websockets
libxml2|2.13.9-r0|1300|520|xz-libs||/usr/lib/libxml2.so.2.13.9|XML parsing library, version 2
linux-headers|6.14.2-r0|7400|1500|||/usr/include/linux/version.h|Linux system headers
make|4.4.1-r3|260|120||/usr/bin:make||GNU make utility to maintain groups of programs
mosquitto|2.0.22-r0|420|160|cjson libwebsockets|/usr/sbin:mosquitto /usr/bin:mosquitto_passwd|/etc/mosquitto/mosquitto.conf|open source MQTT broker
mosquitto-clients|2.0.22-r0|170|70|cjson|/usr/bin:mosquitto_pub,mosquitto_rr,mosquitto_sub||mosquitto command line clients
cjson|1.7.19-r0|60|25|||/usr/lib/libcjson.so.1.7.19|Ultralightweight JSON parser in ANSI C
mpc1|1.3.1-r1|110|50|mpfr4||/usr/lib/libmpc.so.3.3.1|Multiprecision C library
mpdecimal|4.0.1-r0|210|90|||/usr/lib/libmpdec.so.4.0.1|complete implementation of the General Decimal Arithmetic Specification
mpfr4|4.2.1_p1-r0|640|290|gmp||/usr/lib/libmpfr.so.6.2.1|multiple-precision floating-point library
musl-dev|1.2.5-r10|9800|2000|pkgconf||/usr/lib/libc.a|the musl c library (libc) implementation (development files)
nano|8.4-r0|700|270|libncursesw|/usr/bin:nano,rnano||Enhanced clone of the Pico text editor
ncurses-terminfo-base|6.5_p20250503-r0|160|20|||/etc/terminfo/x/xterm|Descriptions of common terminals
net-tools|2.10-r3|480|170|mii-tool||/usr/share/doc/net-tools/README|Linux Network Tools
mii-tool|2.10-r3|28|10||/sbin:mii-tool||monitors or changes the state of network interfaces
netcat-openbsd|1.229.1-r0|44|22|libbsd|/usr/bin:nc.openbsd||TCP/IP swiss army knife. OpenBSD variant.
libbsd|0.12.2-r0|80|40|libmd||/usr/lib/libbsd.so.0.12.2|commonly-used BSD functions not implemented by all libcs
libmd|1.1.0-r0|70|30|||/usr/lib/libmd.so.0.1.0|Message Digest functions from BSD systems
nghttp2-libs|1.65.0-r0|160|80|||/usr/lib/libnghttp2.so.14.28.4|Experimental HTTP/2 client, server and proxy (libraries)
nginx|1.28.0-r3|1300|560|pcre2|/usr/sbin:nginx|/etc/nginx/nginx.conf|HTTP and reverse proxy server (stable version)
nodejs|22.21.1-r0|58000|16500|ca-certificates libgcc libstdc++ ada-libs brotli-libs c-ares icu-libs nghttp2-libs simdjson sqlite-libs|/usr/bin:node|/usr/lib/libnode.so.127|JavaScript runtime built on V8 engine - LTS version
ada-libs|2.9.2-r4|520|220|||/usr/lib/libada.so.2.9.2|WHATWG-compliant and fast URL parser (libraries)
simdjson|3.12.0-r0|190|90|||/usr/lib/libsimdjson.so.25.0.0|Parsing gigabytes of JSON per second
icu-libs|76.1-r1|4300|1600|icu-data-en||/usr/lib/libicuuc.so.76.1|International Components for Unicode library (libraries)
icu-data-en|76.1-r1|2200|900|||/usr/share/icu/76.1/icudt76l.dat|Stripped ICU data with only en_US/GB locale
npm|11.6.4-r0|9400|1900|nodejs|/usr/bin:npm,npx|/usr/lib/node_modules/npm/package.json|The official package manager for JavaScript
npth|1.8-r0|28|12|||/usr/lib/libnpth.so.0.3.0|The New GNU portable threads library
oniguruma|6.9.10-r0|520|200|||/usr/lib/libonig.so.5.5.0|a regular expressions library
openrc|0.62.6-r0|1800|300|ifupdown-ng libcap2|/sbin:openrc,rc-service,rc-update||OpenRC manages the services, startup and shutdown of a host
ifupdown-ng|0.12.1-r7|120|50||/sbin:ifquery||A tool for managing network interfaces
openssh|10.0_p1-r10|16|5|openssh-client-default openssh-server openssh-sftp-server|||Port of OpenBSD's free SSH release
openssh-client|10.0_p1-r10|16|5|openssh-client-default|||OpenSSH client
openssh-client-default|10.0_p1-r10|2400|900|openssh-keygen|/usr/bin:ssh,scp,sftp,ssh-add,ssh-agent,ssh-keyscan||OpenSSH client
openssh-keygen|10.0_p1-r10|700|330||/usr/bin:ssh-keygen||ssh helper program for generating keys
openssh-server|10.0_p1-r10|1500|600|openssh-keygen|/usr/sbin:sshd|/etc/ssh/sshd_config|OpenSSH server
openssh-sftp-server|10.0_p1-r10|140|60|||/usr/lib/ssh/sftp-server|ssh sftp-server module
openssl|3.5.4-r0|1000|450||/usr/bin:openssl||toolkit for transport layer security
patch|2.8-r0|180|90||/usr/bin:patch||Utility to apply diffs to files
pcre2|10.46-r0|700|280|||/usr/lib/libpcre2-8.so.0.14.0|Perl-compatible regular expression library
perl|5.40.3-r0|40000|8700||/usr/bin:perl|/usr/lib/perl5/core_perl/CORE/libperl.so|Larry Wall's Practical Extraction and Report Language
pkgconf|2.4.3-r0|100|40||/usr/bin:pkgconf,pkg-config||development framework configuration tools
procps-ng|4.0.4-r3|640|250|libproc2 libncursesw|/bin:ps /usr/bin:free,pgrep,pkill,top,uptime,watch||Utilities for monitoring your system and processes
libproc2|4.0.4-r3|80|40|||/usr/lib/libproc2.so.0.0.2|Library for monitoring system and processes
py3-pip|25.1.1-r0|7600|1700|python3 py3-setuptools|/usr/bin:pip,pip3|/usr/lib/python3.12/site-packages/pip/__init__.py|tool for installing and managing Python packages
py3-setuptools|80.9.0-r0|5600|1300|python3||/usr/lib/python3.12/site-packages/setuptools/__init__.py|Collection of enhancements to the Python distutils
python3|3.12.12-r0|36000|9200|libffi gdbm libexpat libbz2 mpdecimal libncursesw libpanelw readline sqlite-libs xz-libs|/usr/bin:python3,python3.12,pydoc3|/usr/lib/libpython3.12.so.1.0|high-level scripting language
gdbm|1.24-r0|160|70|||/usr/lib/libgdbm.so.6.0.0|GNU dbm
libbz2|1.0.8-r6|70|40|||/usr/lib/libbz2.so.1.0.8|Shared library for bz2
libpanelw|6.5_p20250503-r0|24|10|libncursesw||/usr/lib/libpanelw.so.6.5|Console display library (libpanelw)
readline|8.2.13-r1|300|140|libncursesw||/usr/lib/libreadline.so.8.2|GNU readline library
redis|8.0.5-r0|5200|1800|libstdc++|/usr/bin:redis-cli,redis-server,redis-benchmark|/etc/redis.conf|Advanced key-value store
rsync|3.4.1-r1|480|240|libacl popt zstd-libs|/usr/bin:rsync||A file transfer program to keep remote files in sync
popt|1.19-r4|60|30|||/usr/lib/libpopt.so.0.0.2|A commandline option parser
shadow|4.17.3-r0|700|200|libmd|/usr/sbin:groupadd,groupdel,groupmod,useradd,userdel,usermod||Login and User Management
skalibs-libs|2.14.4.0-r0|250|100|||/usr/lib/libskarnet.so.2.14.4.0|general-purpose C programming libraries
utmps-libs|0.1.3.1-r0|40|12|skalibs-libs||/usr/lib/libutmps.so.0.1.3.1|secure utmp/wtmp implementation
socat|1.8.0.3-r1|440|200|readline|/usr/bin:socat,filan,procan||Multipurpose relay for binary protocols
sqlite|3.49.2-r1|1700|800|readline sqlite-libs|/usr/bin:sqlite3||C library that implements an SQL database engine
sqlite-libs|3.49.2-r1|1400|650|||/usr/lib/libsqlite3.so.0.8.6|Sqlite3 library
strace|6.13-r0|1900|600||/usr/bin:strace||Diagnostic, debugging and instructional userspace tracer
sudo|1.9.17_p2-r0|2600|900|zlib|/usr/bin:sudo,sudoedit||Give certain users the ability to run some commands as root
tcpdump|4.99.5-r1|1100|480|libpcap|/usr/bin:tcpdump||A tool for network monitoring and data acquisition
tini|0.19.0-r3|32|10||/sbin:tini||Tiny but valid init for containers
tmux|3.5a-r1|950|420|libevent libncursesw|/usr/bin:tmux||Tool to control multiple terminals from one terminal
libevent|2.1.12-r8|700|230|||/usr/lib/libevent-2.1.so.7.0.1|An event notification library
tree|2.2.1-r0|100|50||/usr/bin:tree||A recursive directory indented listing program
tzdata|2025b-r0|1700|420|||/usr/share/zoneinfo/UTC|Timezone data
unzip|6.0-r15|320|150||/usr/bin:unzip,unzipsfx,funzip||Extract PKZIP-compatible .zip files
usbutils|018-r0|300|110|libusb|/usr/bin:lsusb,lsusb.py,usb-devices||USB Device Utilities
util-linux|2.41-r9|3400|1000|libncursesw|/bin:lsblk,findmnt|/usr/share/util-linux/README|Random collection of Linux utilities
vim|9.1.1566-r0|5000|2100|libncursesw vim-common xxd|/usr/bin:vim||Improved vi-style text editor
vim-common|9.1.1566-r0|31000|6100|||/usr/share/vim/vim91/defaults.vim|Improved vi-style text editor - runtime
xxd|9.1.1566-r0|24|12||/usr/bin:xxd||Program to convert files from/to hex
wget|1.25.0-r1|760|370|libidn2 pcre2|/usr/bin:wget||Network utility to retrieve files from the Web
xz|5.8.1-r0|260|110|xz-libs|/usr/bin:xzdiff,xzgrep,xzless||Library and CLI tools for XZ and LZMA compressed files
xz-libs|5.8.1-r0|250|110|||/usr/lib/liblzma.so.5.8.1|Library and CLI tools for XZ and LZMA compressed files (libraries)
zip|3.0-r13|430|170||/usr/bin:zip,zipcloak,zipnote,zipsplit||Creates PKZIP-compatible .zip files
zstd-libs|1.5.7-r0|740|310|||/usr/lib/libzstd.so.1.5.7|Zstandard - Fast real-time compression algorithm (libraries)
`;

let known: ReadonlyMap<string, AlpinePackage> | undefined;

/** The packages of Alpine, by name. */
export function alpinePackages(): ReadonlyMap<string, AlpinePackage> {
  known ??= new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [name = '', version = '', kibibytes, download, depends = '', programs = '', mainFile = '', summary = ''] = line.split('|');
        const found: AlpinePackage = {
          name,
          version,
          installedSize: Number(kibibytes) * 1024,
          downloadSize: Number(download) * 1024,
          depends: words(depends),
          programs: words(programs).flatMap((group) => {
            const [directory = '', names = ''] = group.split(':');
            return names.split(',').map((program) => `${directory}/${program}`);
          }),
          mainFile,
          summary,
          isBase: base.has(name),
        };
        return [name, found];
      }),
  );
  return known;
}

const base = new Set(
  words(
    'alpine-baselayout alpine-keys apk-tools busybox ca-certificates-bundle libcrypto3 libssl3 musl musl-utils scanelf ssl_client zlib',
  ),
);

/** A package's paragraph in /lib/apk/db/installed. */
export function installedParagraph(found: AlpinePackage, architecture: string): string {
  const depends = found.depends.length === 0 ? '' : `D:${found.depends.join(' ')}\n`;
  return `P:${found.name}\nV:${found.version}\nA:${architecture}\nS:${found.downloadSize}\nI:${found.installedSize}\nT:${found.summary}\n${depends}\n`;
}

function words(list: string): string[] {
  return list === '' ? [] : list.split(' ');
}
