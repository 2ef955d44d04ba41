/** Debian 12, the packages that the images start with: one package a line, in the form that `readPackages` (../debian-package.ts) reads. */
export const base = `
adduser|3.134|686|183272|ib|admin|||||add and remove users and groups
apt|2.6.2|4232|1373116|rb|admin||ca-certificates|||commandline package manager
base-files|12.4+deb12u15|341|70936|rb|admin|||||Debian base system miscellaneous files
base-passwd|3.6.1|247|59972|rb|admin|||||Debian base system master password and group files
bash|5.2.15-2+b13|7164|1490652|rb|shells||bash-completion|||GNU Bourne Again SHell
bsdutils|1:2.38.1-5+deb12u1|355|94340|rb|utils|||||basic utilities from 4.4BSD-Lite
coreutils|9.1-1|18062|2896560|rb|utils|||||GNU core utilities
dash|0.5.12-2|191|91848|rb|shells|||||POSIX-compliant shell
debconf|1.5.82|491|121212|rb|admin||apt-utils|||Debian configuration management system
debian-archive-keyring|2023.3+deb12u2|293|178572|ib|misc|||||GnuPG archive keys of the Debian archive
debianutils|5.7-0.5~deb12u1|243|102588|rb|utils|||||Miscellaneous utilities specific to Debian
diffutils|1:3.8-4|1598|351740|rb|utils|||||File comparison utilities
dpkg|1.21.23|6409|1567804|rb|admin|||||Debian package management system
e2fsprogs|1.47.0-2+b2|1497|571920|rb|admin|||||ext2/ext3/ext4 file system utilities
findutils|4.9.0-4|1746|635500|rb|utils|||||utilities for finding files--find, xargs
gcc-12-base|12.2.0-14+deb12u1|100|37596|ob|libs|||||GCC, the GNU Compiler Collection (base package)
gpgv|2.2.40-1.1+deb12u2|918|648768|ib|utils|||||GNU privacy guard - signature verification tool
grep|3.8-5|1245|421444|rb|utils|||||GNU grep, egrep and fgrep
gzip|1.12-1|252|140364|rb|utils|||||GNU compression utilities
hostname|3.23+nmu1|46|10500|rb|admin|||||utility to set/show the host name or domain name
init-system-helpers|1.65.2+deb12u1|133|39020|rb|admin|||||helper tools for all init systems
libacl1|2.3.1-3|73|31488|ob|libs|||||access control list - shared library
libapt-pkg6.0|2.6.2|3297|906972|ob|libs|||||package management runtime library
libattr1|1:2.5.1-4|59|22164|ob|libs|||||extended attribute handling - shared library
libaudit-common|1:3.0.9-1|22|10448|ob|libs|||||Dynamic library for security auditing - common files
libaudit1|1:3.0.9-1|150|46764|ob|libs|||||Dynamic library for security auditing
libblkid1|2.38.1-5+deb12u1|398|147132|ob|libs|||||block device ID library
libbz2-1.0|1.0.8-5+b1|106|47348|ob|libs|||||high-quality block-sorting file compressor library - runtime
libc-bin|2.36-9+deb12u7|2039|606996|rb|libs||manpages|||GNU C Library: Binaries
libc6|2.36-9+deb12u7|12986|2757936|ob|libs|||||GNU C Library: Shared libraries
libcap-ng0|0.8.3-1+b3|65|17068|ob|libs|||||alternate POSIX capabilities library
libcap2|1:2.66-4+deb12u3+b1|95|27708|ob|libs|||||POSIX 1003.1e capabilities (library)
libcom-err2|1.47.0-2+b2|55|20044|ob|libs|||||common error description library
libcrypt1|1:4.4.33-2|233|89464|ob|libs|||||libcrypt shared library
libdb5.3|5.3.28+dfsg2-1|1833|697412|ob|libs|||||Berkeley v5.3 Database Libraries [runtime]
libdebconfclient0|0.270|37|9900|ob|libs|||||Debian Configuration Management System (C-implementation library)
libext2fs2|1.47.0-2+b2|535|204900|ob|libs|||||ext2/ext3/ext4 file system libraries
libffi8|3.4.4-1|68|22856|ob|libs|||||Foreign Function Interface library runtime
libfile-find-rule-perl|0.34-4~deb12u1|63|26736|ob|perl|||||module to search for files based on rules
libgcc-s1|12.2.0-14+deb12u1|140|49856|ob|libs|||||GCC support library
libgcrypt20|1.10.1-3+deb12u1|1592|696204|ob|libs|||||LGPL Crypto library - runtime library
libgdbm-compat4|1.23-3|70|48156|ob|libs|||||GNU dbm database routines (legacy support runtime version)
libgdbm6|1.23-3|129|72248|ob|libs|||||GNU dbm database routines (runtime version)
libgmp10|2:6.2.1+dfsg1-1.1|855|562588|ob|libs|||||Multiprecision arithmetic library
libgnutls30|3.7.9-2+deb12u7|3396|1409084|ob|libs|||||GNU TLS library - main runtime library
libgpg-error0|1.46-1|192|76888|ob|libs|||||GnuPG development runtime library
libhogweed6|3.8.1-2|463|327524|ob|libs|||||low level cryptographic library (public-key cryptos)
libidn2-0|2.3.3-1+b1|439|123636|ob|libs|||||Internationalized domain names (IDNA2008/TR46) library
liblz4-1|1.9.4-1|169|62884|ob|libs|||||Fast LZ compression algorithm library - runtime
liblzma5|5.4.1-1+deb12u2|333|205796|ob|libs|||||XZ-format compression library
libmd0|1.0.4-2|79|29456|ob|libs|||||message digest functions from BSD systems - shared library
libmount1|2.38.1-5+deb12u1|454|165416|ob|libs|||||device mounting library
libnettle8|3.8.1-2|520|287764|ob|libs|||||low level cryptographic library (symmetric and one-way cryptos)
libnumber-compare-perl|0.03-3|19|6332|ob|perl|||||module for performing numeric comparisons in Perl
libp11-kit0|0.24.1-2|1408|345080|ob|libs|||||library for loading and coordinating access to PKCS#11 modules - runtime
libpam-modules|1.5.2-6+deb12u2|1031|291056|rb|admin|||||Pluggable Authentication Modules for PAM
libpam-modules-bin|1.5.2-6+deb12u2|227|75676|rb|admin|||||Pluggable Authentication Modules for PAM - helper binaries
libpam-runtime|1.5.2-6+deb12u2|876|160936|rb|admin|||||Runtime support for the PAM library
libpam0g|1.5.2-6+deb12u2|215|92060|ob|libs|||||Pluggable Authentication Modules library
libpcre2-8-0|10.42-1+deb12u2|685|261628|ob|libs|||||New Perl Compatible Regular Expression Library- 8 bit runtime files
libperl5.36|5.36.0-7+deb12u4|28875|4207640|ob|libs|||||shared Perl library
libseccomp2|2.5.4-1+deb12u1|148|46808|ob|libs|||||high level interface to Linux seccomp filter
libselinux1|3.4-1+b6|199|73720|ob|libs|||||SELinux runtime shared libraries
libsemanage-common|3.4-1|37|21632|ob|libs|||||Common files for SELinux policy management libraries
libsemanage2|3.4-1+b5|297|89884|ob|libs|||||SELinux policy management library
libsepol2|3.4-2.1|775|275900|ob|libs|||||SELinux library for manipulating binary security policies
libsmartcols1|2.38.1-5+deb12u1|289|106624|ob|libs|||||smart column output alignment library
libss2|1.47.0-2+b2|71|24800|ob|libs|||||command-line interface parsing library
libstdc++6|12.2.0-14+deb12u1|2686|612604|ob|libs|||||GNU Standard C++ Library v3
libsystemd0|252.38-1~deb12u1|908|332596|ob|libs|||||systemd utility library
libtasn1-6|4.19.0-2+deb12u1|116|48596|ob|libs|||||Manage ASN.1 structures (runtime)
libtext-glob-perl|0.11-3|22|7676|ob|perl|||||Perl module for matching globbing patterns against text
libtinfo6|6.4-4|541|331352|ob|libs|||||shared low-level terminfo library for terminal handling
libudev1|252.38-1~deb12u1|239|108664|ob|libs|||||libudev shared library
libunistring2|1.0-2|1807|436708|ob|libs|||||Unicode string library for C
libuuid1|2.38.1-5+deb12u1|79|28580|ob|libs|||||Universally Unique ID library
libxxhash0|0.8.1-1|99|27584|ob|libs|||||shared library for xxhash
libzstd1|1.5.4+dfsg2-5|785|290036|ob|libs|||||fast lossless compression algorithm
login|1:4.13+dfsg1-1+deb12u2|2550|616084|rb|admin|||||system login tools
logsave|1.47.0-2+b2|50|19876|ob|admin|||||save the output of a command in a log file
mawk|1.3.4.20200120-3.1|263|119144|rb|interpreters|||||Pattern scanning and text processing language
mount|2.38.1-5+deb12u1|393|133804|rb|admin|||||tools for mounting and manipulating filesystems
ncurses-base|6.4-4|379|261308|rb|misc|||||basic terminal type definitions
ncurses-bin|6.4-4|636|421400|rb|utils|||||terminal-related programs and man pages
passwd|1:4.13+dfsg1-1+deb12u2|2827|972180|rb|admin||sensible-utils|||change and administer password and group data
perl|5.36.0-7+deb12u4|670|239392|sb|perl||netbase|||Larry Wall's Practical Extraction and Report Language
perl-base|5.36.0-7+deb12u4|7643|1609596|rb|perl|||||minimal Perl system
perl-modules-5.36|5.36.0-7+deb12u4|17821|2817356|ob|libs|||||Core Perl modules
sed|4.9-1+deb12u1|987|329092|rb|utils|||||GNU stream editor for filtering/transforming text
sysvinit-utils|3.06-4|100|30996|rb|admin|||||System-V-like utilities
tar|1.34+dfsg-1.2+deb12u1|3144|836288|rb|utils|||||GNU version of the tar archiving utility
tzdata|2026f-0+deb12u1|2571|307832|rb|localization|||||time zone and daylight-saving time data
usrmerge|37~deb12u1|40|13336|ob|admin|||||Convert the system to the merged /usr directories scheme
util-linux|2.38.1-5+deb12u1|4978|1176492|rb|utils||sensible-utils|||miscellaneous system utilities
util-linux-extra|2.38.1-5+deb12u1|366|110496|sb|utils|||||interactive login tools
zlib1g|1:1.2.13.dfsg-1|168|86684|ob|libs|||||compression library - runtime
`;
