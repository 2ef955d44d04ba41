/** Debian 13, the packages that the images start with: one package a line, in the form that `readPackages` (../debian-package.ts) reads. */
export const base = `
apt|3.0.4|4481|1453228|rb|admin||ca-certificates|||commandline package manager
base-files|13.8+deb13u7|500|88296|rb|admin|||||Debian base system miscellaneous files
base-passwd|3.6.7|272|53712|rb|admin|||||Debian base system master password and group files
bash|5.2.37-2+b10|7196|1500792|rb|shells||bash-completion|||GNU Bourne Again SHell
bsdutils|1:2.41.5-0+deb13u1|401|110208|rb|utils|||||basic utilities from 4.4BSD-Lite
coreutils|9.7-3|18457|3023556|rb|utils|||||GNU core utilities
dash|0.5.12-12|207|98504|rb|shells|||||POSIX-compliant shell
debconf|1.5.91|497|121088|rb|admin|||||Debian configuration management system
debian-archive-keyring|2025.1|302|179244|ib|misc|||||OpenPGP archive certificates of the Debian archive
debianutils|5.23.2|225|92360|rb|utils|||||Miscellaneous utilities specific to Debian
diffutils|1:3.10-4|1768|386504|rb|utils|||||File comparison utilities
dpkg|1.22.22|6587|1537216|rb|admin|||||Debian package management system
findutils|4.10.0-3|2160|700008|rb|utils|||||utilities for finding files--find, xargs
gcc-14-base|14.2.0-19|112|49432|ob|libs|||||GCC, the GNU Compiler Collection (base package)
grep|3.11-4|1266|431488|rb|utils|||||GNU grep, egrep and fgrep
gzip|1.13-1+deb13u1|256|138608|rb|utils|||||GNU compression utilities
hostname|3.25|50|11024|rb|admin|||||utility to set/show the host name or domain name
init-system-helpers|1.69~deb13u1|133|39360|rb|admin|||||helper tools for all init systems
libacl1|2.3.2-2+b1|74|32860|ob|libs|||||access control list - shared library
libapt-pkg7.0|3.0.4|3856|1113872|ob|libs|||||package management runtime library
libattr1|1:2.5.2-3|60|22876|ob|libs|||||extended attribute handling - shared library
libaudit-common|1:4.0.2-2+deb13u1|25|12812|ob|libs|||||Dynamic library for security auditing - common files
libaudit1|1:4.0.2-2+deb13u1|198|57680|ob|libs|||||Dynamic library for security auditing
libblkid1|2.41.5-0+deb13u1|453|171612|ob|libs|||||block device ID library
libbsd0|0.12.2-2|214|130968|ob|libs|||||utility functions from BSD systems - shared library
libbz2-1.0|1.0.8-6|96|37912|ob|libs|||||high-quality block-sorting file compressor library - runtime
libc-bin|2.41-12+deb13u4|2122|638452|rb|libs||manpages|||GNU C Library: Binaries
libc6|2.41-12+deb13u4|13226|2846580|ob|libs||libidn2-0|||GNU C Library: Shared libraries
libcap-ng0|0.8.5-4+b1|66|17584|ob|libs|||||alternate POSIX capabilities library
libcap2|1:2.75-10+deb13u1+b3|92|28988|ob|libs|||||POSIX 1003.1e capabilities (library)
libcrypt1|1:4.4.38-1|234|90072|ob|libs|||||libcrypt shared library
libdb5.3t64|5.3.28+dfsg2-9|1854|703676|ob|libs|||||Berkeley v5.3 Database Libraries [runtime]
libdebconfclient0|0.280|38|10632|ob|libs|||||Debian Configuration Management System (C-implementation library)
libgcc-s1|14.2.0-19|197|72772|ob|libs|||||GCC support library
libgmp10|2:6.3.0+dfsg-3|882|560220|ob|libs|||||Multiprecision arithmetic library
libhogweed6t64|3.10.1-1|483|335240|ob|libs|||||low level cryptographic library (public-key cryptos)
liblastlog2-2|2.41.5-0+deb13u1|75|28772|ob|libs|||||lastlog2 database shared library
liblz4-1|1.10.0-4|173|63900|ob|libs|||||Fast LZ compression algorithm library - runtime
liblzma5|5.8.1-1+deb13u2|435|309696|ob|libs|||||XZ-format compression library
libmd0|1.1.0-2+b1|94|36272|ob|libs|||||message digest functions from BSD systems - shared library
libmount1|2.41.5-0+deb13u1|565|210408|ob|libs|||||device mounting library
libnettle8t64|3.10.1-1|560|305436|ob|libs|||||low level cryptographic library (symmetric and one-way cryptos)
libpam-modules|1.7.0-5|923|178696|rb|admin|||||Pluggable Authentication Modules for PAM
libpam-modules-bin|1.7.0-5|206|49116|rb|admin|||||Pluggable Authentication Modules for PAM - helper binaries
libpam-runtime|1.7.0-5|1028|248720|rb|admin|||||Runtime support for the PAM library
libpam0g|1.7.0-5|194|69880|ob|libs|||||Pluggable Authentication Modules library
libpcre2-8-0|10.46-1~deb13u3|774|299148|ob|libs|||||New Perl Compatible Regular Expression Library- 8 bit runtime files
libseccomp2|2.6.0-2|201|51712|ob|libs|||||high level interface to Linux seccomp filter
libselinux1|3.8.1-1|229|84680|ob|libs|||||SELinux runtime shared libraries
libsemanage-common|3.8.1-1|21|7812|ob|libs|||||Common files for SELinux policy management libraries
libsemanage2|3.8.1-1|313|95284|ob|libs|||||SELinux policy management library
libsepol2|3.8.1-1|835|295588|ob|libs|||||SELinux library for manipulating binary security policies
libsmartcols1|2.41.5-0+deb13u1|377|143216|ob|libs|||||smart column output alignment library
libsqlite3-0|3.46.1-7+deb13u2|1834|914584|ob|libs|||||SQLite 3 shared library
libssl3t64|3.5.7-1~deb13u3|8115|2458176|ob|libs|||||Secure Sockets Layer toolkit - shared libraries
libstdc++6|14.2.0-19|3019|713628|ob|libs|||||GNU Standard C++ Library v3
libsystemd0|257.13-1~deb13u1|1223|454648|ob|libs|||||systemd utility library
libtinfo6|6.5+20250216-2|569|348380|ob|libs|||||shared low-level terminfo library for terminal handling
libudev1|257.13-1~deb13u1|357|152300|ob|libs|||||libudev shared library
libuuid1|2.41.5-0+deb13u1|98|37848|ob|libs|||||Universally Unique ID library
libxxhash0|0.8.3-2|92|27096|ob|libs|||||shared library for xxhash
libzstd1|1.5.7+dfsg-1|847|303836|ob|libs|||||fast lossless compression algorithm
login|1:4.16.0-2+really2.41.5-0+deb13u1|287|114952|rb|admin|||||system login tools
login.defs|1:4.17.4-2|214|186124|rb|admin|||||system user management configuration
mawk|1.3.4.20250131-1|292|140808|rb|interpreters|||||Pattern scanning and text processing language
mount|2.41.5-0+deb13u1|497|163208|rb|admin|||||tools for mounting and manipulating filesystems
ncurses-base|6.5+20250216-2|389|273216|rb|misc|||||basic terminal type definitions
ncurses-bin|6.5+20250216-2|665|438372|rb|utils|||||terminal-related programs and man pages
openssl-provider-legacy|3.5.7-1~deb13u3|424|316452|ob|utils|||||Secure Sockets Layer toolkit - cryptographic utility
passwd|1:4.17.4-2|4758|1228860|rb|admin||sensible-utils|||change and administer password and group data
perl-base|5.40.1-6+deb13u1|7815|1666320|rb|perl|||||minimal Perl system
sed|4.9-2+deb13u1|991|330696|rb|utils|||||GNU stream editor for filtering/transforming text
sqv|1.3.0-3+b2|1855|661428|ob|utils|||||OpenPGP signature verification program from Sequoia
sysvinit-utils|3.14-4|104|34060|rb|admin|||||System-V-like utilities
tar|1.35+dfsg-3.1|3085|814968|rb|utils|||||GNU version of the tar archiving utility
tzdata|2026c-0+deb13u1|1358|264156|rb|localization|||||time zone and daylight-saving time data
util-linux|2.41.5-0+deb13u1|4986|1242392|rb|utils||sensible-utils|||miscellaneous system utilities
zlib1g|1:1.3.dfsg+really1.3.1-1+deb13u1|172|88720|ob|libs|||||compression library - runtime
`;
