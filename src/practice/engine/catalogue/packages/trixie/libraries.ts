/** Debian 13, libraries: one package a line, in the form that `readPackages` (../debian-package.ts) reads. */
export const libraries = `
libalgorithm-diff-perl|1.201-1|129|43296|o|perl|perl|libalgorithm-diff-xs-perl|/usr/share/perl5/Algorithm/Diff.pm||module to find differences between files
libalgorithm-diff-xs-perl|0.04-9|46|11100|o|perl|perl libalgorithm-diff-perl||/usr/lib/x86_64-linux-gnu/perl5/5.40/auto/Algorithm/Diff/XS/XS.so||module to find differences between files (XS accelerated)
libalgorithm-merge-perl|0.08-5|43|11788|o|perl|perl libalgorithm-diff-perl||/usr/share/perl5/Algorithm/Merge.pm||Perl module for three-way merge of textual data
libapparmor1|4.1.0-1|115|43688|o|libs|||/usr/lib/x86_64-linux-gnu/libapparmor.so.1||changehat AppArmor library
libasan8|14.2.0-19|10695|2725272|o|libs|||/usr/lib/x86_64-linux-gnu/libasan.so.8||AddressSanitizer -- a fast memory error detector
libassuan9|3.0.2-2|136|61520|o|libs|libgpg-error0||/usr/lib/x86_64-linux-gnu/libassuan.so.9||IPC library for the GnuPG components
libatomic1|14.2.0-19|45|9308|o|libs|||/usr/lib/x86_64-linux-gnu/libatomic.so.1||support library providing __atomic built-in functions
libbinutils|2.44-3|2390|534440|o|devel|libsframe1 binutils-common||/usr/lib/x86_64-linux-gnu/libbfd-2.44-system.so||GNU binary utilities (private shared library)
libbpf1|1:1.5.0-3|452|168832|o|libs|libelf1t64||/usr/lib/x86_64-linux-gnu/libbpf.so.1||eBPF helper library (shared library)
libbrotli1|1.1.0-2+deb13u1|865|303640|o|libs|||/usr/lib/x86_64-linux-gnu/libbrotlidec.so.1||library implementing brotli encoder and decoder (shared libraries)
libc-dev-bin|2.41-12+deb13u4|126|59960|o|libdevel||manpages manpages-dev|/usr/share/doc/libc-dev-bin/copyright|/usr/bin:gencat|GNU C Library: Development binaries
libc-l10n|2.41-12+deb13u4|4739|740236|s|localization|||/usr/share/doc/libc-l10n/copyright||GNU C Library: localization files
libc6-dev|2.41-12+deb13u4|12542|1994660|o|libdevel|libc-dev-bin linux-libc-dev libcrypt-dev rpcsvc-proto||/usr/lib/x86_64-linux-gnu/libc.a||GNU C Library: Development Libraries and Header Files
libcap2-bin|1:2.75-10+deb13u1+b3|132|36456|o|utils||libpam-cap|/usr/share/doc/libcap2-bin/copyright|/usr/sbin:capsh,getcap,getpcaps,setcap|POSIX 1003.1e capabilities (utilities)
libcares2|1.34.9-1~deb13u1|287|102504|o|libs|||/usr/lib/x86_64-linux-gnu/libcares.so.2||asynchronous name resolver
libcbor0.10|0.10.2-2|94|28296|o|libs|||/usr/lib/x86_64-linux-gnu/libcbor.so.0.10||library for parsing and generating CBOR (RFC 7049)
libcc1-0|14.2.0-19|140|42796|o|libs|||/usr/lib/x86_64-linux-gnu/libcc1.so.0||GCC cc1 plugin for GDB
libcjson1|1.7.18-3.1+deb13u1|86|29848|o|libs|||/usr/lib/x86_64-linux-gnu/libcjson.so.1||Ultralightweight JSON parser in ANSI C
libcom-err2|1.47.2-3+b12|64|25036|o|libs|||/usr/lib/x86_64-linux-gnu/libcom_err.so.2||common error description library
libcrypt-dev|1:4.4.38-1|345|119040|o|libdevel|||/usr/lib/x86_64-linux-gnu/libcrypt.so||libcrypt development files
libcryptsetup12|2:2.7.5-2|652|254056|o|libs|libdevmapper1.02.1 libjson-c5||/usr/lib/x86_64-linux-gnu/libcryptsetup.so.12||disk encryption support - shared library
libctf-nobfd0|2.44-3|293|155672|o|devel|||/usr/lib/x86_64-linux-gnu/libctf-nobfd.so.0||Compact C Type Format library (runtime, no BFD dependency)
libctf0|2.44-3|232|88616|o|devel|libbinutils||/usr/lib/x86_64-linux-gnu/libctf.so.0||Compact C Type Format library (runtime, BFD dependency)
libcurl3t64-gnutls|8.14.1-2+deb13u7|997|384636|o|libs|libbrotli1 libgnutls30t64 libgssapi-krb5-2 libidn2-0 libldap2 libnghttp2-14 libnghttp3-9 libngtcp2-16 libngtcp2-crypto-gnutls8 libpsl5t64 librtmp1 libssh2-1t64|ca-certificates|/usr/lib/x86_64-linux-gnu/libcurl-gnutls.so.3||easy-to-use client-side URL transfer library (GnuTLS flavour)
libcurl4t64|8.14.1-2+deb13u7|1013|391640|o|libs|libbrotli1 libgssapi-krb5-2 libidn2-0 libldap2 libnghttp2-14 libnghttp3-9 libpsl5t64 librtmp1 libssh2-1t64|ca-certificates|/usr/lib/x86_64-linux-gnu/libcurl.so.4||easy-to-use client-side URL transfer library (OpenSSL flavour)
libdbus-1-3|1.16.2-2|445|177904|o|libs||dbus|/usr/lib/x86_64-linux-gnu/libdbus-1.so.3||simple interprocess messaging system (library)
libdevmapper1.02.1|2:1.02.205-2|481|134640|o|libs|dmsetup||/usr/lib/x86_64-linux-gnu/libdevmapper.so.1.02.1||Linux Kernel Device Mapper userspace library
libdlt2|2.18.10-10+b1|181|62432|o|libs|||/usr/lib/x86_64-linux-gnu/libdlt.so.2||Diagnostic Log and Trace (DLT) library
libdpkg-perl|1.22.22|2091|650808|o|perl|perl|libfile-fcntllock-perl liblocale-gettext-perl bzip2 xz-utils|/usr/share/perl5/Dpkg.pm||Dpkg perl modules
libedit2|3.1-20250104-1|262|93832|o|libs|||/usr/lib/x86_64-linux-gnu/libedit.so.2||BSD editline and history libraries
libelf1t64|0.192-4|1228|189408|o|libs|||/usr/lib/x86_64-linux-gnu/libelf.so.1||library to read and write ELF files
liberror-perl|0.17030-1|71|26872|o|perl|perl||/usr/share/perl5/Error.pm||Perl module for error/exception handling in an OO-ish way
libevent-2.1-7t64|2.1.13-stable-1~deb13u1|443|182984|o|libs|||/usr/lib/x86_64-linux-gnu/libevent-2.1.so.7||Asynchronous event notification library
libevent-core-2.1-7t64|2.1.13-stable-1~deb13u1|306|132868|o|libs|||/usr/lib/x86_64-linux-gnu/libevent_core-2.1.so.7||Asynchronous event notification library (core)
libexpat1|2.9.0-1~deb13u1|427|125744|o|libs|||/usr/lib/x86_64-linux-gnu/libexpat.so.1||XML parsing C library - runtime library
libfakeroot|1.37.1.1-1|157|29556|o|libs|||/usr/lib/x86_64-linux-gnu/libfakeroot/libfakeroot-0.so||tool for simulating superuser privileges - shared libraries
libffi8|3.4.8-2|72|24144|o|libs|||/usr/lib/x86_64-linux-gnu/libffi.so.8||Foreign Function Interface library runtime
libfido2-1|1.15.0-1+b1|250|78728|o|libs|libcbor0.10||/usr/lib/x86_64-linux-gnu/libfido2.so.1||library for generating and verifying FIDO 2.0 objects
libfile-fcntllock-perl|0.22-4+b4|130|34564|o|perl|perl||/usr/lib/x86_64-linux-gnu/perl5/5.40/auto/File/FcntlLock/FcntlLock.so||Perl module for file locking with fcntl(2)
libfstrm0|0.6.1-1+b3|71|21924|o|libs|||/usr/lib/x86_64-linux-gnu/libfstrm.so.0||Frame Streams (fstrm) library
libgcc-14-dev|14.2.0-19|17357|2672328|o|libdevel|libgomp1 libitm1 libatomic1 libasan8 liblsan0 libtsan2 libubsan1 libhwasan0 libquadmath0|libc6-dev|/usr/lib/gcc/x86_64-linux-gnu/14/libitm.so||GCC support library (development files)
libgcrypt20|1.11.0-7+deb13u1|1999|843104|o|libs|libgpg-error0||/usr/lib/x86_64-linux-gnu/libgcrypt.so.20||LGPL Crypto library - runtime library
libgdbm-compat4t64|1.24-2|75|50280|o|libs|libgdbm6t64||/usr/lib/x86_64-linux-gnu/libgdbm_compat.so.4||GNU dbm database routines (legacy support runtime version)
libgdbm6t64|1.24-2|138|75176|o|libs|||/usr/lib/x86_64-linux-gnu/libgdbm.so.6||GNU dbm database routines (runtime version)
libgnutls-dane0t64|3.8.9-3+deb13u4|546|455908|o|libs|libgnutls30t64 libunbound8||/usr/lib/x86_64-linux-gnu/libgnutls-dane.so.0||GNU TLS library - DANE security support
libgnutls30t64|3.8.9-3+deb13u4|3504|1469024|o|libs|libidn2-0 libp11-kit0 libtasn1-6 libunistring5||/usr/lib/x86_64-linux-gnu/libgnutls.so.30||GNU TLS library - main runtime library
libgomp1|14.2.0-19|368|137148|o|libs|||/usr/lib/x86_64-linux-gnu/libgomp.so.1||GCC OpenMP (GOMP) support library
libgpg-error-l10n|1.51-4|635|113916|o|localization|||/usr/share/doc/libgpg-error-l10n/copyright||library of error values and messages in GnuPG (localization files)
libgpg-error0|1.51-4|208|82108|o|libs||libgpg-error-l10n|/usr/lib/x86_64-linux-gnu/libgpg-error.so.0||GnuPG development runtime library
libgpm2|1.20.7-11+b2|45|14376|o|libs|||/usr/lib/x86_64-linux-gnu/libgpm.so.2||General Purpose Mouse - shared library
libgprofng0|2.44-3|4034|807764|o|devel|libbinutils||/usr/lib/x86_64-linux-gnu/libgprofng.so.0||GNU Next Generation profiler (runtime library)
libgssapi-krb5-2|1.21.3-5+deb13u1|434|138356|o|libs|libkrb5-3 libcom-err2 libk5crypto3 libkrb5support0||/usr/lib/x86_64-linux-gnu/libgssapi_krb5.so.2||MIT Kerberos runtime libraries - krb5 GSS-API Mechanism
libhwasan0|14.2.0-19|4850|1487768|o|libs|||/usr/lib/x86_64-linux-gnu/libhwasan.so.0||AddressSanitizer -- a fast memory error detector
libi2c0|4.4-2|35|9756|o|libs|||/usr/lib/x86_64-linux-gnu/libi2c.so.0||userspace I2C programming library
libicu76|76.1-4|37371|9722072|o|libs|||/usr/lib/x86_64-linux-gnu/libicuio.so.76||International Components for Unicode
libidn12|1.43-1|233|47740|o|libs|||/usr/lib/x86_64-linux-gnu/libidn.so.12||GNU Libidn library, implementation of IETF IDN specifications
libidn2-0|2.3.8-2|446|109096|o|libs|libunistring5||/usr/lib/x86_64-linux-gnu/libidn2.so.0||Internationalized domain names (IDNA2008/TR46) library
libip4tc2|1.8.11-2|66|19964|o|libs|||/usr/lib/x86_64-linux-gnu/libip4tc.so.2||netfilter libip4tc library
libip6tc2|1.8.11-2|66|20260|o|libs|||/usr/lib/x86_64-linux-gnu/libip6tc.so.2||netfilter libip6tc library
libisl23|0.27-1|2253|659152|o|libs|||/usr/lib/x86_64-linux-gnu/libisl.so.23||manipulating sets and relations of integer points bounded by linear constraints
libitm1|14.2.0-19|115|25956|o|libs|||/usr/lib/x86_64-linux-gnu/libitm.so.1||GNU Transactional Memory Library
libjansson4|2.14-2+b3|100|39792|o|libs|||/usr/lib/x86_64-linux-gnu/libjansson.so.4||C library for encoding, decoding and manipulating JSON data
libjemalloc2|5.3.0-3|876|274324|o|libs|||/usr/lib/x86_64-linux-gnu/libjemalloc.so.2||general-purpose scalable concurrent malloc(3) implementation
libjq1|1.7.1-6+deb13u4|439|167808|o|libs|libonig5||/usr/lib/x86_64-linux-gnu/libjq.so.1||lightweight and flexible command-line JSON processor - shared library
libjs-events|3.3.0+~3.0.0-3|43|11284|o|javascript|||/usr/share/javascript/events/events.js||Node.js events module for browsers
libjs-inherits|2.0.4-6|12|3548|o|javascript|||/usr/share/javascript/inherits/inherits_browser.js||Browser library that exposes inherits function from Node.js environment
libjs-is-typedarray|1.0.0-4|14|3816|o|javascript|||/usr/share/javascript/is-typedarray/index.js||JavaScript library checking if object is TypedArray
libjs-prettify|2015.12.04+dfsg-1.1|155|41720|o|javascript|||/usr/share/javascript/prettify/lang-n.js||syntax highlighting of source code snippets in an html page
libjs-regenerate|1.4.2-3|49|14340|o|javascript|||/usr/share/javascript/regenerate/regenerate.js||Unicode-aware regular expression generator (JavaScript library)
libjs-source-map|0.7.0++dfsg2+really.0.6.1-15|342|29628|o|javascript|||/usr/share/javascript/source-map/source-map.js||Mozilla source map generator and consumer - JavaScript library
libjs-sprintf-js|1.1.2+ds1+~1.1.2-1|46|12752|o|javascript|||/usr/share/javascript/sprintf-js/sprintf.js||JavaScript sprintf implementation
libjs-typedarray-to-buffer|4.0.0-2|17|4668|o|javascript|||/usr/share/javascript/typedarray-to-buffer/index.js||Nodejs utility converting TypedArray to buffer without copy
libjs-util|0.12.5+~1.0.10-1|69|15952|o|javascript|node-deep-equal node-inherits||/usr/share/javascript/util/util.js||JavaScript util module
libjson-c5|0.18+ds-1|112|45956|o|libs|||/usr/lib/x86_64-linux-gnu/libjson-c.so.5||JSON manipulation library - shared library
libk5crypto3|1.21.3-5+deb13u1|266|81152|o|libs|libkrb5support0||/usr/lib/x86_64-linux-gnu/libk5crypto.so.3||MIT Kerberos runtime libraries - Crypto Library
libkeyutils1|1.6.3-6|41|9456|o|libs|||/usr/lib/x86_64-linux-gnu/libkeyutils.so.1||Linux Key Management Utilities (library)
libkmod2|34.2-2|144|63196|o|libs|||/usr/lib/x86_64-linux-gnu/libkmod.so.2||libkmod shared library
libkrb5-3|1.21.3-5+deb13u1|1074|326056|o|libs|libkrb5support0 libcom-err2 libk5crypto3 libkeyutils1|krb5-locales|/usr/lib/x86_64-linux-gnu/libkrb5.so.3||MIT Kerberos runtime libraries
libkrb5support0|1.21.3-5+deb13u1|137|33124|o|libs|||/usr/lib/x86_64-linux-gnu/libkrb5support.so.0||MIT Kerberos runtime libraries - Support library
libksba8|1.6.7-2+b1|330|136048|o|libs|libgpg-error0||/usr/lib/x86_64-linux-gnu/libksba.so.8||X.509 and CMS support library
libldap-common|2.6.10+dfsg-1|99|35108|o|libs|||/etc/ldap/ldap.conf||OpenLDAP common files for libraries
libldap2|2.6.10+dfsg-1|576|193576|o|libs|libsasl2-2|libldap-common|/usr/lib/x86_64-linux-gnu/liblber.so.2||OpenLDAP libraries
liblmdb0|0.9.31-1+b2|104|45240|o|libs|||/usr/lib/x86_64-linux-gnu/liblmdb.so.0||Lightning Memory-Mapped Database shared library
liblocale-gettext-perl|1.07-7+b1|53|15344|o|perl|||/usr/lib/x86_64-linux-gnu/perl5/5.40/auto/Locale/gettext/gettext.so||module using libc functions for internationalization in Perl
liblockfile-bin|1.17-2|47|15816|s|utils|||/usr/share/doc/liblockfile-bin/copyright|/usr/bin:dotlockfile|support binaries for and cli utilities based on liblockfile
liblockfile1|1.17-2|39|11940|o|libs|liblockfile-bin||/usr/lib/x86_64-linux-gnu/liblockfile.so.1||NFS-safe locking library
liblsan0|14.2.0-19|3782|1204164|o|libs|||/usr/lib/x86_64-linux-gnu/liblsan.so.0||LeakSanitizer -- a memory leak detector (runtime)
liblsof0|4.99.4+dfsg-2|229|133732|o|libs|||/usr/lib/x86_64-linux-gnu/liblsof.so.0||utility to list open files (shared library)
liblzf1|3.6-4+b3|36|10112|o|libs|||/usr/lib/x86_64-linux-gnu/liblzf.so.1||Very small data compression library
libmagic-mgc|1:5.46-5|10154|337800|o|libs|||/usr/lib/file/magic.mgc||File type determination library using "magic" numbers (compiled magic file)
libmagic1t64|1:5.46-5|244|109312|o|libs|libmagic-mgc||/usr/lib/x86_64-linux-gnu/libmagic.so.1||Recognize the type of data in a file using "magic" numbers - library
libmaxminddb0|1.12.2-1|57|25800|o|libs|||/usr/lib/x86_64-linux-gnu/libmaxminddb.so.0||IP geolocation database library
libmnl0|1.0.5-3|45|11928|o|libs|||/usr/lib/x86_64-linux-gnu/libmnl.so.0||minimalistic Netlink communication library
libmosquitto1|2.0.21-1|191|96128|o|libs|||/usr/lib/x86_64-linux-gnu/libmosquitto.so.1||MQTT version 5.0/3.1.1/3.1 client library
libmpc3|1.3.1-1+b3|154|52244|o|libs|libmpfr6||/usr/lib/x86_64-linux-gnu/libmpc.so.3||multiple precision complex floating-point library
libmpfr6|4.2.2-1|1225|729320|o|libs|||/usr/lib/x86_64-linux-gnu/libmpfr.so.6||multiple precision floating-point computation
libncursesw6|6.5+20250216-2|419|135484|o|libs||libgpm2|/usr/lib/x86_64-linux-gnu/libformw.so.6||shared libraries for terminal handling (wide character support)
libnetfilter-conntrack3|1.1.0-1|144|42064|o|libs|libmnl0 libnfnetlink0||/usr/lib/x86_64-linux-gnu/libnetfilter_conntrack.so.3||Netfilter netlink-conntrack library
libnfnetlink0|1.0.2-3|51|14416|o|libs|||/usr/lib/x86_64-linux-gnu/libnfnetlink.so.0||Netfilter netlink library
libnftnl11|1.2.9-1|244|65012|o|libs|libmnl0||/usr/lib/x86_64-linux-gnu/libnftnl.so.11||Netfilter nftables userspace API library
libnghttp2-14|1.64.0-1.1+deb13u1|229|76188|o|libs|||/usr/lib/x86_64-linux-gnu/libnghttp2.so.14||library implementing HTTP/2 protocol (shared library)
libnghttp3-9|1.8.0-1|201|67656|o|libs|||/usr/lib/x86_64-linux-gnu/libnghttp3.so.9||HTTP/3 library with QUIC and QPACK (library)
libngtcp2-16|1.11.0-1+deb13u1|335|131904|o|libs|||/usr/lib/x86_64-linux-gnu/libngtcp2.so.16||implementation of QUIC protocol (library)
libngtcp2-crypto-gnutls8|1.11.0-1+deb13u1|80|29524|o|libs|libgnutls30t64 libngtcp2-16||/usr/lib/x86_64-linux-gnu/libngtcp2_crypto_gnutls.so.8||implementation of QUIC protocol (library)
libnode-dev|20.19.2+dfsg-1+deb13u3|3704|538476|o|libdevel|libssl-dev libuv1-dev libnode115||/usr/lib/x86_64-linux-gnu/libv8.so||evented I/O for V8 javascript (development files)
libnode115|20.19.2+dfsg-1+deb13u3|53958|12093268|o|libs|libbrotli1 libcares2 libicu76 libnghttp2-14 libuv1t64 node-acorn node-cjs-module-lexer node-minimatch node-undici||/usr/lib/x86_64-linux-gnu/libnode.so.115||evented I/O for V8 javascript - runtime library
libnpth0t64|1.8-3|57|23248|o|libs|||/usr/lib/x86_64-linux-gnu/libnpth.so.0||replacement for GNU Pth using system threads
libnsl2|1.3.0-3+b3|132|40576|o|libs|libtirpc3t64||/usr/lib/x86_64-linux-gnu/libnsl.so.2||Public client interface for NIS(YP) and NIS+
libnss-systemd|257.13-1~deb13u1|495|219540|s|admin|systemd||/usr/lib/x86_64-linux-gnu/libnss_systemd.so.2||nss module providing dynamic user and group name resolution
libonig5|6.9.9-1+b1|677|189396|o|libs|||/usr/lib/x86_64-linux-gnu/libonig.so.5||regular expressions library
libp11-kit0|0.25.5-3|1882|425240|o|libs|libffi8||/usr/lib/x86_64-linux-gnu/libp11-kit.so.0||library for loading and coordinating access to PKCS#11 modules - runtime
libpam-cap|1:2.75-10+deb13u1+b3|54|16612|o|libs|||/usr/lib/x86_64-linux-gnu/security/pam_cap.so||POSIX 1003.1e capabilities (PAM module)
libpam-systemd|257.13-1~deb13u1|700|297256|s|admin|systemd dbus systemd-sysv|dbus-user-session|/usr/lib/x86_64-linux-gnu/security/pam_systemd.so||system and service manager - PAM module
libpcap0.8t64|1.10.5-2|390|168608|o|libs|libdbus-1-3||/usr/lib/x86_64-linux-gnu/libpcap.so.0.8||system interface for user-level packet capture
libperl5.40|5.40.1-6+deb13u1|29322|4325996|o|libs|libgdbm-compat4t64 libgdbm6t64 perl-modules-5.40||/usr/lib/x86_64-linux-gnu/libperl.so.5.40|/usr/bin:cpan5.40-x86_64-linux-gnu,perl5.40-x86_64-linux-gnu|shared Perl library
libpkgconf3|1.8.1-4|101|36436|o|libs|||/usr/lib/x86_64-linux-gnu/libpkgconf.so.3||shared library for pkgconf
libpopt0|1.19+dfsg-2|245|43844|o|libs|||/usr/lib/x86_64-linux-gnu/libpopt.so.0||lib for parsing cmdline parameters
libproc2-0|2:4.0.4-9|237|65596|o|libs|||/usr/lib/x86_64-linux-gnu/libproc2.so.0||library for accessing process information from /proc
libprotobuf-c1|1.5.1-1|62|20536|o|libs|||/usr/lib/x86_64-linux-gnu/libprotobuf-c.so.1||Protocol Buffers C shared library (protobuf-c)
libpsl5t64|0.21.2-1.1+b1|100|57188|o|libs|libidn2-0 libunistring5|publicsuffix|/usr/lib/x86_64-linux-gnu/libpsl.so.5||Library for Public Suffix List (shared libraries)
libpython3-stdlib|3.13.5-1|28|10180|o|python|libpython3.13-stdlib||/usr/share/doc/libpython3-stdlib/copyright||interactive high-level object-oriented language (default python3 version)
libpython3.13-minimal|3.13.5-2+deb13u5|5452|863168|o|python||libpython3.13-stdlib|/usr/lib/python3.13/lib-dynload/_ssl.cpython-313-x86_64-linux-gnu.so||Minimal subset of the Python language (version 3.13)
libpython3.13-stdlib|3.13.5-2+deb13u5|8898|1958624|o|python|libpython3.13-minimal media-types netbase libffi8 libncursesw6 libreadline8t64||/usr/lib/python3.13/lib-dynload/_bz2.cpython-313-x86_64-linux-gnu.so||Interactive high-level object-oriented language (standard library, version 3.13)
libquadmath0|14.2.0-19|296|145068|o|libs|||/usr/lib/x86_64-linux-gnu/libquadmath.so.0||GCC Quad-Precision Math Library
libreadline8t64|8.2-6|485|168832|o|libs|readline-common||/usr/lib/x86_64-linux-gnu/libhistory.so.8||GNU readline and history libraries, run-time libraries
librtmp1|2.4+20151223.gitfa8646d.1-2+b5|144|58840|o|libs|libgnutls30t64||/usr/lib/x86_64-linux-gnu/librtmp.so.1||toolkit for RTMP streams (shared library)
libsasl2-2|2.1.28+dfsg1-9|156|57512|o|libs|libsasl2-modules-db|libsasl2-modules|/usr/lib/x86_64-linux-gnu/libsasl2.so.2||Cyrus SASL - authentication abstraction library
libsasl2-modules|2.1.28+dfsg1-9|282|66712|o|libs|||/usr/lib/x86_64-linux-gnu/sasl2/libntlm.so.2||Cyrus SASL - pluggable authentication modules
libsasl2-modules-db|2.1.28+dfsg1-9|70|19768|o|libs|||/usr/lib/x86_64-linux-gnu/sasl2/libsasldb.so.2||Cyrus SASL - pluggable authentication modules (DB)
libsframe1|2.44-3|110|78360|o|devel|||/usr/lib/x86_64-linux-gnu/libsframe.so.1||Library to handle the SFrame format (runtime library)
libsodium23|1.0.18-1+deb13u1|431|165028|o|libs|||/usr/lib/x86_64-linux-gnu/libsodium.so.23||Network communication, cryptography and signaturing library
libssh2-1t64|1.11.1-1+deb13u1|441|245088|o|libs|||/usr/lib/x86_64-linux-gnu/libssh2.so.1||SSH2 client-side library
libssl-dev|3.5.7-1~deb13u3|16010|2968412|o|libdevel|||/usr/lib/x86_64-linux-gnu/libssl.so||Secure Sockets Layer toolkit - development files
libstdc++-14-dev|14.2.0-19|22065|2375760|o|libdevel|libgcc-14-dev libc6-dev||/usr/lib/gcc/x86_64-linux-gnu/14/libstdc++.a||GNU Standard C++ Library v3 (development files)
libsystemd-shared|257.13-1~deb13u1|6825|2154616|o|libs||libkmod2|/usr/lib/x86_64-linux-gnu/systemd/libsystemd-core-257.so||systemd shared private library
libtasn1-6|4.20.0-2+deb13u1|122|50112|o|libs|||/usr/lib/x86_64-linux-gnu/libtasn1.so.6||Manage ASN.1 structures (runtime)
libtext-charwidth-perl|0.04-11+b4|42|9476|o|perl|||/usr/lib/x86_64-linux-gnu/perl5/5.40/auto/Text/CharWidth/CharWidth.so||get display widths of characters on the terminal
libtext-wrapi18n-perl|0.06-10|26|8808|o|perl|libtext-charwidth-perl||/usr/share/perl5/Text/WrapI18N.pm||internationalized substitute of Text::Wrap
libtirpc-common|1.3.6+ds-1|32|11004|o|libs|||/etc/netconfig||transport-independent RPC library - common files
libtirpc3t64|1.3.6+ds-1|236|83300|o|libs|libgssapi-krb5-2 libtirpc-common||/usr/lib/x86_64-linux-gnu/libtirpc.so.3||transport-independent RPC library
libtsan2|14.2.0-19|8807|2460216|o|libs|||/usr/lib/x86_64-linux-gnu/libtsan.so.2||ThreadSanitizer -- a Valgrind-based detector of data races (runtime)
libubsan1|14.2.0-19|3319|1074340|o|libs|||/usr/lib/x86_64-linux-gnu/libubsan.so.1||UBSan -- undefined behaviour sanitizer (runtime)
libunbound8|1.26.2-0+deb13u1|1420|644244|o|libs|libevent-2.1-7t64||/usr/lib/x86_64-linux-gnu/libunbound.so.8||library implementing DNS resolution and validation
libunistring5|1.3-2|2092|476768|o|libs|||/usr/lib/x86_64-linux-gnu/libunistring.so.5||Unicode string library for C
libunwind8|1.8.1-0.1|216|56252|o|libs|||/usr/lib/x86_64-linux-gnu/libunwind.so.8||library to determine the call-chain of a program - runtime
liburcu8t64|0.15.2-2|363|76304|o|libs|||/usr/lib/x86_64-linux-gnu/liburcu.so.8||userspace RCU (read-copy-update) library
libusb-1.0-0|2:1.0.28-1|157|59552|o|libs|||/usr/lib/x86_64-linux-gnu/libusb-1.0.so.0||userspace USB programming library
libuv1-dev|1.50.0-2|692|189372|o|libdevel|libuv1t64||/usr/lib/x86_64-linux-gnu/libuv.so||asynchronous event notification library - development files
libuv1t64|1.50.0-2|321|153752|o|libs|||/usr/lib/x86_64-linux-gnu/libuv.so.1||asynchronous event notification library - runtime library
libwebsockets19t64|4.3.5-1+deb13u3|563|230836|o|libs|||/usr/lib/x86_64-linux-gnu/libwebsockets.so.19||lightweight C websockets library
libwrap0|7.6.q-36|110|55256|o|libs|||/usr/lib/x86_64-linux-gnu/libwrap.so.0||Wietse Venema's TCP wrappers library
libwtmpdb0|0.73.0-3+deb13u1|50|13056|o|libs|||/usr/lib/x86_64-linux-gnu/libwtmpdb.so.0||wtmp database shared library
libx11-6|2:1.8.12-1|1638|815292|o|libs|libxcb1 libx11-data||/usr/lib/x86_64-linux-gnu/libX11.so.6||X11 client-side library
libx11-data|2:1.8.12-1|1576|343072|o|x11|||/usr/share/X11/XErrorDB||X11 client-side library
libxau6|1:1.0.11-1|42|20392|o|libs|||/usr/lib/x86_64-linux-gnu/libXau.so.6||X11 authorisation library
libxcb1|1.17.0-2+b1|301|144340|o|libs|libxau6 libxdmcp6||/usr/lib/x86_64-linux-gnu/libxcb.so.1||X C Binding
libxdmcp6|1:1.1.5-1|59|27756|o|libs|||/usr/lib/x86_64-linux-gnu/libXdmcp.so.6||X11 Display Manager Control Protocol library
libxext6|2:1.3.4-1+b3|129|50448|o|libs|libx11-6||/usr/lib/x86_64-linux-gnu/libXext.so.6||X11 miscellaneous extension library
libxml2|2.12.7+dfsg+really2.9.14-2.1+deb13u1|1915|698060|o|libs|||/usr/lib/x86_64-linux-gnu/libxml2.so.2||GNOME XML library
libxmuu1|2:1.1.3-3+b4|53|21896|o|libs|libx11-6||/usr/lib/x86_64-linux-gnu/libXmuu.so.1||X11 miscellaneous micro-utility library
libxtables12|1.8.11-2|101|31896|o|libs|||/usr/lib/x86_64-linux-gnu/libxtables.so.12||netfilter xtables library
`;
