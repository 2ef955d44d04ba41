/** Debian 12, libraries: one package a line, in the form that `readPackages` (../debian-package.ts) reads. */
export const libraries = `
libabsl20220623|20220623.1-1+deb12u2|1913|390704|o|libs|||/usr/lib/x86_64-linux-gnu/libabsl_base.so.20220623||extensions to the C++ standard library
libalgorithm-diff-perl|1.201-1|129|43296|o|perl||libalgorithm-diff-xs-perl|/usr/share/perl5/Algorithm/Diff.pm||module to find differences between files
libalgorithm-diff-xs-perl|0.04-8+b1|47|11440|o|perl|libalgorithm-diff-perl||/usr/lib/x86_64-linux-gnu/perl5/5.40/auto/Algorithm/Diff/XS/XS.so||module to find differences between files (XS accelerated)
libalgorithm-merge-perl|0.08-5|43|11788|o|perl|libalgorithm-diff-perl||/usr/share/perl5/Algorithm/Merge.pm||Perl module for three-way merge of textual data
libaom3|3.6.0-1+deb12u3|5546|1851316|o|libs|||/usr/lib/x86_64-linux-gnu/libaom.so.3||AV1 Video Codec Library
libapparmor1|3.0.8-3|109|41192|o|libs|||/usr/lib/x86_64-linux-gnu/libapparmor.so.1||changehat AppArmor library
libargon2-1|0~20171227-0.3+deb12u1|56|19432|o|libs|||/usr/lib/x86_64-linux-gnu/libargon2.so.1||memory-hard hashing function - runtime library
libasan8|12.2.0-14+deb12u1|8017|2192652|o|libs|||/usr/lib/x86_64-linux-gnu/libasan.so.8||AddressSanitizer -- a fast memory error detector
libassuan0|2.5.5-5|117|48464|o|libs|||/usr/lib/x86_64-linux-gnu/libassuan.so.0||IPC library for the GnuPG components
libatm1|1:2.5.1-4+b2|107|68312|o|libs|||/usr/lib/x86_64-linux-gnu/libatm.so.1||shared library for ATM (Asynchronous Transfer Mode)
libatomic1|12.2.0-14+deb12u1|45|9376|o|libs|||/usr/lib/x86_64-linux-gnu/libatomic.so.1||support library providing __atomic built-in functions
libavif15|0.11.1-1+deb12u1|203|94396|o|libs|libaom3 libdav1d6 libgav1-1 librav1e0 libsvtav1enc1 libyuv0||/usr/lib/x86_64-linux-gnu/libavif.so.15||Library for handling .avif files
libbinutils|2.40-2|2469|572104|o|devel|binutils-common||/usr/lib/x86_64-linux-gnu/libbfd-2.44-system.so||GNU binary utilities (private shared library)
libbpf1|1:1.1.2-0+deb12u1|385|145032|o|libs|libelf1||/usr/lib/x86_64-linux-gnu/libbpf.so.1||eBPF helper library (shared library)
libbrotli1|1.0.9-2+deb12u1|783|274704|o|libs|||/usr/lib/x86_64-linux-gnu/libbrotlidec.so.1||library implementing brotli encoder and decoder (shared libraries)
libbsd0|0.11.7-2|202|117416|o|libs|||/usr/lib/x86_64-linux-gnu/libbsd.so.0||utility functions from BSD systems - shared library
libc-ares2|1.18.1-3|169|102484|o|libs|||/usr/share/doc/libc-ares2/copyright||asynchronous name resolver
libc-dev-bin|2.36-9+deb12u7|91|45784|o|libdevel||manpages manpages-dev libc-devtools|/usr/share/doc/libc-dev-bin/copyright|/usr/bin:gencat|GNU C Library: Development binaries
libc-devtools|2.36-9+deb12u7|135|53448|o|devel|libgd3|manpages manpages-dev|/usr/share/doc/libc-devtools/copyright|/usr/bin:memusage,memusagestat,mtrace,sotruss,sprof|GNU C Library: Development tools
libc-l10n|2.36-9+deb12u7|4347|674852|s|localization|||/usr/share/doc/libc-l10n/copyright||GNU C Library: localization files
libc6-dev|2.36-9+deb12u7|11958|1898644|o|libdevel|libc-dev-bin linux-libc-dev libcrypt-dev libnsl-dev rpcsvc-proto||/usr/lib/x86_64-linux-gnu/libc.a||GNU C Library: Development Libraries and Header Files
libcap2-bin|1:2.66-4+deb12u3+b1|133|35220|o|utils||libpam-cap|/usr/share/doc/libcap2-bin/copyright|/usr/sbin:capsh,getcap,getpcaps,setcap|POSIX 1003.1e capabilities (utilities)
libcbor0.8|0.8.0-2+b1|98|27436|o|libs|||/usr/lib/x86_64-linux-gnu/libcbor.so.0.8||library for parsing and generating CBOR (RFC 7049)
libcc1-0|12.2.0-14+deb12u1|136|41736|o|libs|||/usr/lib/x86_64-linux-gnu/libcc1.so.0||GCC cc1 plugin for GDB
libcjson1|1.7.15-1+deb12u4|60|23180|o|libs|||/usr/lib/x86_64-linux-gnu/libcjson.so.1||Ultralightweight JSON parser in ANSI C
libcrypt-dev|1:4.4.33-2|341|118144|o|libdevel|||/usr/lib/x86_64-linux-gnu/libcrypt.so||libcrypt development files
libcryptsetup12|2:2.6.1-4~deb12u2|563|223344|o|libs|libargon2-1 libdevmapper1.02.1 libjson-c5 libssl3||/usr/lib/x86_64-linux-gnu/libcryptsetup.so.12||disk encryption support - shared library
libctf-nobfd0|2.40-2|301|153384|o|devel|||/usr/lib/x86_64-linux-gnu/libctf-nobfd.so.0||Compact C Type Format library (runtime, no BFD dependency)
libctf0|2.40-2|232|89796|o|devel|libbinutils||/usr/lib/x86_64-linux-gnu/libctf.so.0||Compact C Type Format library (runtime, BFD dependency)
libcurl3-gnutls|7.88.1-10+deb12u5|827|384676|o|libs|libbrotli1 libgssapi-krb5-2 libldap-2.5-0 libnghttp2-14 libpsl5 librtmp1 libssh2-1|ca-certificates|/usr/lib/x86_64-linux-gnu/libcurl-gnutls.so.3||easy-to-use client-side URL transfer library (GnuTLS flavour)
libcurl4|7.88.1-10+deb12u5|843|390208|o|libs|libbrotli1 libgssapi-krb5-2 libldap-2.5-0 libnghttp2-14 libpsl5 librtmp1 libssh2-1 libssl3|ca-certificates|/usr/lib/x86_64-linux-gnu/libcurl.so.4||easy-to-use client-side URL transfer library (OpenSSL flavour)
libdav1d6|1.0.0-2+deb12u1|1616|513432|o|libs|||/usr/lib/x86_64-linux-gnu/libdav1d.so.6||fast and small AV1 video stream decoder (shared library)
libdbus-1-3|1.14.10-1~deb12u1|468|201240|o|libs||dbus|/usr/lib/x86_64-linux-gnu/libdbus-1.so.3||simple interprocess messaging system (library)
libde265-0|1.0.11-1+deb12u3|471|186436|o|libs|||/usr/lib/x86_64-linux-gnu/libde265.so.0||Open H.265 video codec implementation
libdeflate0|1.14-1|161|61416|o|libs|||/usr/lib/x86_64-linux-gnu/libdeflate.so.0||fast, whole-buffer DEFLATE-based compression and decompression
libdevmapper1.02.1|2:1.02.185-2|474|132796|o|libs|dmsetup||/usr/lib/x86_64-linux-gnu/libdevmapper.so.1.02.1||Linux Kernel Device Mapper userspace library
libdlt2|2.18.8-6|163|56580|o|libs|||/usr/lib/x86_64-linux-gnu/libdlt.so.2||Diagnostic Log and Trace (DLT) library
libdpkg-perl|1.21.23|1987|603796|o|perl||libfile-fcntllock-perl liblocale-gettext-perl bzip2 xz-utils|/usr/share/perl5/Dpkg.pm||Dpkg perl modules
libedit2|3.1-20221030-2|258|92992|o|libs|libbsd0||/usr/lib/x86_64-linux-gnu/libedit.so.2||BSD editline and history libraries
libelf1|0.188-2.1|1036|173796|o|libs|||/usr/lib/x86_64-linux-gnu/libelf.so.1||library to read and write ELF files
liberror-perl|0.17029-2|73|29032|o|perl|||/usr/share/perl5/Error.pm||Perl module for error/exception handling in an OO-ish way
libevent-2.1-7|2.1.12-stable-8+deb12u1|435|181168|o|libs|||/usr/lib/x86_64-linux-gnu/libevent-2.1.so.7||Asynchronous event notification library
libevent-core-2.1-7|2.1.12-stable-8+deb12u1|302|131276|o|libs|||/usr/lib/x86_64-linux-gnu/libevent_core-2.1.so.7||Asynchronous event notification library (core)
libexpat1|2.5.0-1+deb12u5|414|107940|o|libs|||/usr/lib/x86_64-linux-gnu/libexpat.so.1||XML parsing C library - runtime library
libfakeroot|1.31-1.2|144|28328|o|libs|||/usr/lib/x86_64-linux-gnu/libfakeroot/libfakeroot-0.so||tool for simulating superuser privileges - shared libraries
libfdisk1|2.38.1-5+deb12u1|533|193420|o|libs|||/usr/lib/x86_64-linux-gnu/libfdisk.so.1||fdisk partitioning library
libfido2-1|1.12.0-2+b1|241|77216|o|libs|libcbor0.8 libssl3||/usr/lib/x86_64-linux-gnu/libfido2.so.1||library for generating and verifying FIDO 2.0 objects
libfile-fcntllock-perl|0.22-4+b1|129|34848|o|perl|||/usr/lib/x86_64-linux-gnu/perl5/5.40/auto/File/FcntlLock/FcntlLock.so||Perl module for file locking with fcntl(2)
libfontconfig1|2.14.1-4|579|385664|o|libs|libexpat1 libfreetype6 fontconfig-config||/usr/lib/x86_64-linux-gnu/libfontconfig.so.1||generic font configuration library - runtime
libfreetype6|2.12.1+dfsg-5+deb12u4|886|397736|o|libs|libbrotli1 libpng16-16||/usr/lib/x86_64-linux-gnu/libfreetype.so.6||FreeType 2 font engine, shared library files
libfstrm0|0.6.1-1|70|21596|o|libs|||/usr/lib/x86_64-linux-gnu/libfstrm.so.0||Frame Streams (fstrm) library
libgav1-1|0.18.0-1+b1|945|331664|o|libs|libabsl20220623||/usr/lib/x86_64-linux-gnu/libgav1.so.1||AV1 decoder developed by Google -- runtime library
libgcc-12-dev|12.2.0-14+deb12u1|14284|2437204|o|libdevel|libgomp1 libitm1 libatomic1 libasan8 liblsan0 libtsan2 libubsan1 libquadmath0|libc6-dev|/usr/lib/gcc/x86_64-linux-gnu/12/libitm.so||GCC support library (development files)
libgd3|2.3.3-9+deb12u1|449|123972|o|libs|libavif15 libfontconfig1 libfreetype6 libheif1 libjpeg62-turbo libpng16-16 libtiff6 libwebp7 libxpm4||/usr/lib/x86_64-linux-gnu/libgd.so.3||GD Graphics Library
libgnutls-dane0|3.7.9-2+deb12u7|491|407460|o|libs|libunbound8||/usr/lib/x86_64-linux-gnu/libgnutls-dane.so.0||GNU TLS library - DANE security support
libgomp1|12.2.0-14+deb12u1|312|115772|o|libs|||/usr/lib/x86_64-linux-gnu/libgomp.so.1||GCC OpenMP (GOMP) support library
libgpm2|1.20.7-10+b1|45|14216|o|libs|||/usr/lib/x86_64-linux-gnu/libgpm.so.2||General Purpose Mouse - shared library
libgprofng0|2.40-2|3958|812120|o|devel|libbinutils||/usr/lib/x86_64-linux-gnu/libgprofng.so.0||GNU Next Generation profiler (runtime library)
libgssapi-krb5-2|1.20.1-2+deb12u5|425|135168|o|libs|libk5crypto3 libkrb5-3 libkrb5support0||/usr/lib/x86_64-linux-gnu/libgssapi_krb5.so.2||MIT Kerberos runtime libraries - krb5 GSS-API Mechanism
libheif1|1.15.1-1+deb12u1|659|215348|o|libs|libaom3 libdav1d6 libde265-0 libx265-199||/usr/lib/x86_64-linux-gnu/libheif.so.1||ISO/IEC 23008-12:2017 HEIF file format decoder - shared library
libi2c0|4.3-2+b3|36|9488|o|libs|||/usr/lib/x86_64-linux-gnu/libi2c.so.0||userspace I2C programming library
libicu72|72.1-3+deb12u1|36170|9376124|o|libs|||/usr/lib/x86_64-linux-gnu/libicuio.so.72||International Components for Unicode
libidn12|1.41-1|265|83832|o|libs|||/usr/lib/x86_64-linux-gnu/libidn.so.12||GNU Libidn library, implementation of IETF IDN specifications
libip4tc2|1.8.9-2|66|19016|o|libs|||/usr/lib/x86_64-linux-gnu/libip4tc.so.2||netfilter libip4tc library
libip6tc2|1.8.9-2|66|19416|o|libs|||/usr/lib/x86_64-linux-gnu/libip6tc.so.2||netfilter libip6tc library
libisl23|0.25-1.1|2302|683060|o|libs|||/usr/lib/x86_64-linux-gnu/libisl.so.23||manipulating sets and relations of integer points bounded by linear constraints
libitm1|12.2.0-14+deb12u1|115|26140|o|libs|||/usr/lib/x86_64-linux-gnu/libitm.so.1||GNU Transactional Memory Library
libjansson4|2.14-2|101|40788|o|libs|||/usr/lib/x86_64-linux-gnu/libjansson.so.4||C library for encoding, decoding and manipulating JSON data
libjbig0|2.1-6.1|84|31704|o|libs|||/usr/lib/x86_64-linux-gnu/libjbig.so.0||JBIGkit libraries
libjemalloc2|5.3.0-1|872|275000|o|libs|||/usr/lib/x86_64-linux-gnu/libjemalloc.so.2||general-purpose scalable concurrent malloc(3) implementation
libjpeg62-turbo|1:2.1.5-2|677|166332|o|libs|||/usr/lib/x86_64-linux-gnu/libjpeg.so.62||libjpeg-turbo JPEG runtime library
libjq1|1.6-2.1+deb12u3|366|136460|o|libs|libonig5||/usr/lib/x86_64-linux-gnu/libjq.so.1||lightweight and flexible command-line JSON processor - shared library
libjs-async|0.8.0-6|73|24152|o|javascript|||/usr/share/doc/libjs-async/copyright||functions and patterns for asynchronous code - web browsers
libjs-events|3.3.0+~3.0.0-3|43|11284|o|javascript|||/usr/share/javascript/events/events.js||Node.js events module for browsers
libjs-inherits|2.0.4-6|12|3548|o|javascript|||/usr/share/javascript/inherits/inherits_browser.js||Browser library that exposes inherits function from Node.js environment
libjs-is-typedarray|1.0.0-4|14|3816|o|javascript|||/usr/share/javascript/is-typedarray/index.js||JavaScript library checking if object is TypedArray
libjs-prettify|2015.12.04+dfsg-1.1|155|41720|o|javascript|||/usr/share/javascript/prettify/lang-n.js||syntax highlighting of source code snippets in an html page
libjs-regenerate|1.4.2-3|49|14340|o|javascript|||/usr/share/javascript/regenerate/regenerate.js||Unicode-aware regular expression generator (JavaScript library)
libjs-source-map|0.7.0++dfsg2+really.0.6.1-15|342|29628|o|javascript|||/usr/share/javascript/source-map/source-map.js||Mozilla source map generator and consumer - JavaScript library
libjs-sprintf-js|1.1.2+ds1+~1.1.2-1|46|12752|o|javascript|||/usr/share/javascript/sprintf-js/sprintf.js||JavaScript sprintf implementation
libjs-typedarray-to-buffer|4.0.0-2|17|4668|o|javascript|||/usr/share/javascript/typedarray-to-buffer/index.js||Nodejs utility converting TypedArray to buffer without copy
libjs-util|0.12.5+~1.0.10-1|69|15952|o|javascript|node-deep-equal node-inherits||/usr/share/javascript/util/util.js||JavaScript util module
libjson-c5|0.16-2|109|44120|o|libs|||/usr/lib/x86_64-linux-gnu/libjson-c.so.5||JSON manipulation library - shared library
libk5crypto3|1.20.1-2+deb12u5|261|79712|o|libs|libkrb5support0||/usr/lib/x86_64-linux-gnu/libk5crypto.so.3||MIT Kerberos runtime libraries - Crypto Library
libkeyutils1|1.6.3-2|40|8808|o|libs|||/usr/lib/x86_64-linux-gnu/libkeyutils.so.1||Linux Key Management Utilities (library)
libkmod2|30+20221128-1|141|57892|o|libs|libssl3||/usr/lib/x86_64-linux-gnu/libkmod.so.2||libkmod shared library
libkrb5-3|1.20.1-2+deb12u5|1077|332280|o|libs|libk5crypto3 libkeyutils1 libkrb5support0 libssl3|krb5-locales|/usr/lib/x86_64-linux-gnu/libkrb5.so.3||MIT Kerberos runtime libraries
libkrb5support0|1.20.1-2+deb12u5|134|33212|o|libs|||/usr/lib/x86_64-linux-gnu/libkrb5support.so.0||MIT Kerberos runtime libraries - Support library
libksba8|1.6.3-2|316|128416|o|libs|||/usr/lib/x86_64-linux-gnu/libksba.so.8||X.509 and CMS support library
libldap-2.5-0|2.5.13+dfsg-5|553|183248|o|libs|libsasl2-2|libldap-common|/usr/lib/x86_64-linux-gnu/liblber-2.5.so.0||OpenLDAP libraries
libldap-common|2.5.13+dfsg-5|92|29348|o|libs|||/etc/ldap/ldap.conf||OpenLDAP common files for libraries
liblerc4|4.0.0+ds-2|649|170368|o|libs|||/usr/lib/x86_64-linux-gnu/libLerc.so.4||Limited Error Raster Compression library
liblmdb0|0.9.24-1|104|44996|o|libs|||/usr/lib/x86_64-linux-gnu/liblmdb.so.0||Lightning Memory-Mapped Database shared library
liblocale-gettext-perl|1.07-5|51|15408|o|perl|||/usr/lib/x86_64-linux-gnu/perl5/5.40/auto/Locale/gettext/gettext.so||module using libc functions for internationalization in Perl
liblockfile-bin|1.17-1+b1|53|20808|s|utils|||/usr/share/doc/liblockfile-bin/copyright|/usr/bin:dotlockfile|support binaries for and cli utilities based on liblockfile
liblockfile1|1.17-1+b1|45|16980|o|libs|liblockfile-bin||/usr/lib/x86_64-linux-gnu/liblockfile.so.1||NFS-safe locking library
liblsan0|12.2.0-14+deb12u1|2942|969300|o|libs|||/usr/lib/x86_64-linux-gnu/liblsan.so.0||LeakSanitizer -- a memory leak detector (runtime)
liblzf1|3.6-3|39|10192|o|libs|||/usr/lib/x86_64-linux-gnu/liblzf.so.1||Very small data compression library
libmagic-mgc|1:5.44-3|8130|304888|o|libs|||/usr/lib/file/magic.mgc||File type determination library using "magic" numbers (compiled magic file)
libmagic1|1:5.44-3|232|103752|o|libs|libmagic-mgc||/usr/lib/x86_64-linux-gnu/libmagic.so.1||Recognize the type of data in a file using "magic" numbers - library
libmaxminddb0|1.7.1-1|76|29812|o|libs|||/usr/lib/x86_64-linux-gnu/libmaxminddb.so.0||IP geolocation database library
libmnl0|1.0.4-3|46|12476|o|libs|||/usr/lib/x86_64-linux-gnu/libmnl.so.0||minimalistic Netlink communication library
libmosquitto1|2.0.11-1.2+deb12u1|180|88400|o|libs|libssl3||/usr/lib/x86_64-linux-gnu/libmosquitto.so.1||MQTT version 5.0/3.1.1/3.1 client library
libmpc3|1.3.1-1|149|51480|o|libs|libmpfr6||/usr/lib/x86_64-linux-gnu/libmpc.so.3||multiple precision complex floating-point library
libmpfr6|4.2.0-1|1177|700900|o|libs|||/usr/lib/x86_64-linux-gnu/libmpfr.so.6||multiple precision floating-point computation
libncursesw6|6.4-4|412|133824|o|libs||libgpm2|/usr/lib/x86_64-linux-gnu/libformw.so.6||shared libraries for terminal handling (wide character support)
libnetfilter-conntrack3|1.0.9-3|139|40704|o|libs|libmnl0 libnfnetlink0||/usr/lib/x86_64-linux-gnu/libnetfilter_conntrack.so.3||Netfilter netlink-conntrack library
libnfnetlink0|1.0.2-2|51|15132|o|libs|||/usr/lib/x86_64-linux-gnu/libnfnetlink.so.0||Netfilter netlink library
libnftnl11|1.2.4-2|233|61632|o|libs|libmnl0||/usr/lib/x86_64-linux-gnu/libnftnl.so.11||Netfilter nftables userspace API library
libnghttp2-14|1.52.0-1+deb12u3|220|72404|o|libs|||/usr/lib/x86_64-linux-gnu/libnghttp2.so.14||library implementing HTTP/2 protocol (shared library)
libnl-3-200|3.7.0-0.2+b1|182|63124|o|libs|||/usr/lib/x86_64-linux-gnu/libnl-3.so.200||library for dealing with netlink sockets
libnl-genl-3-200|3.7.0-0.2+b1|58|21600|o|libs|libnl-3-200||/usr/lib/x86_64-linux-gnu/libnl-genl-3.so.200||library for dealing with netlink sockets - generic netlink
libnode-dev|18.20.4+dfsg-1~deb12u3|3277|514492|o|libdevel|libssl-dev libuv1-dev libnode108||/usr/lib/x86_64-linux-gnu/libv8.so||evented I/O for V8 javascript (development files)
libnode108|18.20.4+dfsg-1~deb12u3|46435|10633176|o|libs|libbrotli1 libc-ares2 libicu72 libnghttp2-14 libssl3 libuv1 node-acorn node-cjs-module-lexer node-undici||/usr/share/doc/libnode108/copyright||evented I/O for V8 javascript - runtime library
libnpth0|1.6-3|50|18980|o|libs|||/usr/lib/x86_64-linux-gnu/libnpth.so.0||replacement for GNU Pth using system threads
libnsl-dev|1.3.0-2|345|66436|o|libdevel|libnsl2 libtirpc-dev||/usr/lib/x86_64-linux-gnu/libnsl.so||libnsl development files
libnsl2|1.3.0-2|127|39480|o|libs|libtirpc3||/usr/lib/x86_64-linux-gnu/libnsl.so.2||Public client interface for NIS(YP) and NIS+
libnss-systemd|252.38-1~deb12u1|388|163560|s|admin|systemd||/usr/lib/x86_64-linux-gnu/libnss_systemd.so.2||nss module providing dynamic user and group name resolution
libnuma1|2.0.16-1|71|20964|o|libs|||/usr/lib/x86_64-linux-gnu/libnuma.so.1||Libraries for controlling NUMA policy
libonig5|6.9.8-1|666|187828|o|libs|||/usr/lib/x86_64-linux-gnu/libonig.so.5||regular expressions library
libpam-cap|1:2.66-4+deb12u3+b1|53|15052|o|libs|||/usr/lib/x86_64-linux-gnu/security/pam_cap.so||POSIX 1003.1e capabilities (PAM module)
libpam-systemd|252.38-1~deb12u1|531|225204|s|admin|systemd dbus systemd-sysv|dbus-user-session|/usr/lib/x86_64-linux-gnu/security/pam_systemd.so||system and service manager - PAM module
libpcap0.8|1.10.3-1|368|156700|o|libs|libdbus-1-3||/usr/share/doc/libpcap0.8/copyright||system interface for user-level packet capture
libpkgconf3|1.8.1-1|101|36084|o|libs|||/usr/lib/x86_64-linux-gnu/libpkgconf.so.3||shared library for pkgconf
libpng16-16|1.6.39-2+deb12u6|417|277048|o|libs|||/usr/lib/x86_64-linux-gnu/libpng16.so.16||PNG library - runtime (version 1.6)
libpopt0|1.19+dfsg-1|245|43268|o|libs|||/usr/lib/x86_64-linux-gnu/libpopt.so.0||lib for parsing cmdline parameters
libproc2-0|2:4.0.2-3|232|62804|o|libs|||/usr/lib/x86_64-linux-gnu/libproc2.so.0||library for accessing process information from /proc
libprotobuf-c1|1.4.1-1+b1|69|27492|o|libs|||/usr/lib/x86_64-linux-gnu/libprotobuf-c.so.1||Protocol Buffers C shared library (protobuf-c)
libpsl5|0.21.2-1|96|58684|o|libs||publicsuffix|/usr/lib/x86_64-linux-gnu/libpsl.so.5||Library for Public Suffix List (shared libraries)
libpython3-stdlib|3.11.2-1+b1|27|9312|o|python|libpython3.11-stdlib||/usr/share/doc/libpython3-stdlib/copyright||interactive high-level object-oriented language (default python3 version)
libpython3.11-minimal|3.11.2-6+deb12u9|5232|820928|o|python|libssl3|libpython3.11-stdlib|/usr/lib/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so||Minimal subset of the Python language (version 3.11)
libpython3.11-stdlib|3.11.2-6+deb12u9|8334|1798408|o|python|libpython3.11-minimal media-types libncursesw6 libnsl2 libreadline8 libsqlite3-0 libtirpc3||/usr/lib/python3.11/lib-dynload/nis.cpython-311-x86_64-linux-gnu.so||Interactive high-level object-oriented language (standard library, version 3.11)
libquadmath0|12.2.0-14+deb12u1|292|144616|o|libs|||/usr/lib/x86_64-linux-gnu/libquadmath.so.0||GCC Quad-Precision Math Library
librav1e0|0.5.1-6|2664|763348|o|libs|||/usr/lib/x86_64-linux-gnu/librav1e.so.0||Fastest and safest AV1 encoder - shared library
libreadline8|8.2-1.3|475|165760|o|libs|readline-common||/usr/share/doc/libreadline8/copyright||GNU readline and history libraries, run-time libraries
librtmp1|2.4+20151223.gitfa8646d.1-2+b2|146|60824|o|libs|||/usr/lib/x86_64-linux-gnu/librtmp.so.1||toolkit for RTMP streams (shared library)
libsasl2-2|2.1.28+dfsg-10+deb12u1|167|59908|o|libs|libsasl2-modules-db|libsasl2-modules|/usr/lib/x86_64-linux-gnu/libsasl2.so.2||Cyrus SASL - authentication abstraction library
libsasl2-modules|2.1.28+dfsg-10+deb12u1|284|66868|o|libs|libssl3||/usr/lib/x86_64-linux-gnu/sasl2/libntlm.so.2||Cyrus SASL - pluggable authentication modules
libsasl2-modules-db|2.1.28+dfsg-10+deb12u1|77|20524|o|libs|||/usr/lib/x86_64-linux-gnu/sasl2/libsasldb.so.2||Cyrus SASL - pluggable authentication modules (DB)
libsodium23|1.0.18-1+deb12u1|415|162044|o|libs|||/usr/lib/x86_64-linux-gnu/libsodium.so.23||Network communication, cryptography and signaturing library
libsqlite3-0|3.40.1-2+deb12u2|1682|838808|o|libs|||/usr/lib/x86_64-linux-gnu/libsqlite3.so.0||SQLite 3 shared library
libssh2-1|1.10.0-3+deb12u1|353|175976|o|libs|libssl3||/usr/lib/x86_64-linux-gnu/libssh2.so.1||SSH2 client-side library
libssl-dev|3.0.22-1~deb12u2|12206|2450160|o|libdevel|libssl3||/usr/lib/x86_64-linux-gnu/libssl.so||Secure Sockets Layer toolkit - development files
libssl3|3.0.22-1~deb12u2|6042|2039888|o|libs|||/usr/lib/x86_64-linux-gnu/libssl.so.3||Secure Sockets Layer toolkit - shared libraries
libstdc++-12-dev|12.2.0-14+deb12u1|19446|2047292|o|libdevel|libgcc-12-dev libc6-dev||/usr/lib/gcc/x86_64-linux-gnu/12/libstdc++.a||GNU Standard C++ Library v3 (development files)
libsvtav1enc1|1.4.1+dfsg-1|6632|2121284|o|libs|||/usr/lib/x86_64-linux-gnu/libSvtAv1Enc.so.1||Scalable Video Technology for AV1 (libsvtav1enc shared library)
libsystemd-shared|252.38-1~deb12u1|5345|1694564|o|libs|libapparmor1 libip4tc2 libkmod2 libssl3||/usr/lib/x86_64-linux-gnu/systemd/libsystemd-core-257.so||systemd shared private library
libtiff6|4.5.0-6+deb12u4|716|316172|o|libs|libdeflate0 libjbig0 libjpeg62-turbo liblerc4 libwebp7||/usr/lib/x86_64-linux-gnu/libtiff.so.6||Tag Image File Format (TIFF) library
libtirpc-common|1.3.3+ds-1|35|14048|o|libs|||/etc/netconfig||transport-independent RPC library - common files
libtirpc-dev|1.3.3+ds-1|717|191428|o|libdevel|libtirpc3||/usr/lib/x86_64-linux-gnu/libtirpc.so||transport-independent RPC library - development files
libtirpc3|1.3.3+ds-1|226|85192|o|libs|libgssapi-krb5-2 libtirpc-common||/usr/share/doc/libtirpc3/copyright||transport-independent RPC library
libtsan2|12.2.0-14+deb12u1|7815|2196972|o|libs|||/usr/lib/x86_64-linux-gnu/libtsan.so.2||ThreadSanitizer -- a Valgrind-based detector of data races (runtime)
libubsan1|12.2.0-14+deb12u1|2652|883056|o|libs|||/usr/lib/x86_64-linux-gnu/libubsan.so.1||UBSan -- undefined behaviour sanitizer (runtime)
libunbound8|1.17.1-2+deb12u3|1236|552580|o|libs|libevent-2.1-7||/usr/lib/x86_64-linux-gnu/libunbound.so.8||library implementing DNS resolution and validation
libunwind8|1.6.2-3|196|51172|o|libs|||/usr/lib/x86_64-linux-gnu/libunwind.so.8||library to determine the call-chain of a program - runtime
libusb-1.0-0|2:1.0.26-1|155|62592|o|libs|||/usr/lib/x86_64-linux-gnu/libusb-1.0.so.0||userspace USB programming library
libutempter0|1.2.1-3|50|8960|o|libs|||/usr/lib/x86_64-linux-gnu/libutempter.so.0||privileged helper for utmp/wtmp updates (runtime)
libuv1|1.44.2-1+deb12u1|294|135616|o|libs|||/usr/lib/x86_64-linux-gnu/libuv.so.1||asynchronous event notification library - runtime library
libuv1-dev|1.44.2-1+deb12u1|672|172464|o|libdevel|libuv1||/usr/lib/x86_64-linux-gnu/libuv.so||asynchronous event notification library - development files
libwebp7|1.2.4-0.2+deb12u1|544|285512|o|libs|||/usr/lib/x86_64-linux-gnu/libwebp.so.7||Lossy compression of digital photographic images
libwrap0|7.6.q-32|110|54936|o|libs|libnsl2||/usr/lib/x86_64-linux-gnu/libwrap.so.0||Wietse Venema's TCP wrappers library
libx11-6|2:1.8.4-2+deb12u2|1562|759544|o|libs|libxcb1 libx11-data||/usr/lib/x86_64-linux-gnu/libX11.so.6||X11 client-side library
libx11-data|2:1.8.4-2+deb12u2|1577|291884|o|x11|||/usr/share/X11/XErrorDB||X11 client-side library
libx265-199|3.5-2+b1|16203|1150056|o|libs|libnuma1||/usr/lib/x86_64-linux-gnu/libx265.so.199||H.265/HEVC video stream encoder (shared library)
libxau6|1:1.0.9-1|42|19720|o|libs|||/usr/lib/x86_64-linux-gnu/libXau.so.6||X11 authorisation library
libxcb1|1.15-1|296|144052|o|libs|libxau6 libxdmcp6||/usr/lib/x86_64-linux-gnu/libxcb.so.1||X C Binding
libxdmcp6|1:1.1.2-3|53|26344|o|libs|libbsd0||/usr/lib/x86_64-linux-gnu/libXdmcp.so.6||X11 Display Manager Control Protocol library
libxext6|2:1.3.4-1+b1|132|52932|o|libs|libx11-6||/usr/lib/x86_64-linux-gnu/libXext.so.6||X11 miscellaneous extension library
libxml2|2.9.14+dfsg-1.3~deb12u4|1867|687316|o|libs|libicu72||/usr/lib/x86_64-linux-gnu/libxml2.so.2||GNOME XML library
libxmuu1|2:1.1.3-3|54|23928|o|libs|libx11-6||/usr/lib/x86_64-linux-gnu/libXmuu.so.1||X11 miscellaneous micro-utility library
libxpm4|1:3.5.12-1.1+deb12u1|111|48608|o|libs|libx11-6||/usr/lib/x86_64-linux-gnu/libXpm.so.4||X11 pixmap library
libxtables12|1.8.9-2|101|30752|o|libs|||/usr/lib/x86_64-linux-gnu/libxtables.so.12||netfilter xtables library
libyuv0|0.0~git20230123.b2528b0-1|671|168120|o|libs|libjpeg62-turbo||/usr/lib/x86_64-linux-gnu/libyuv.so.0||Library for YUV scaling (shared library)
`;
