/** Debian 12, programs: one package a line, in the form that `readPackages` (../debian-package.ts) reads. */
export const programs = `
apt-transport-https|2.6.2|35|25604|o|oldlibs|||/usr/share/doc/apt-transport-https/copyright||transitional package for https support
apt-utils|2.6.2|1037|309596|i|admin|||/usr/lib/apt/solvers/apt|/usr/bin:apt-extracttemplates,apt-ftparchive,apt-sortpkgs|package management related utility programs
bash-completion|1:2.11-6|1463|233912|s|shells|||/usr/share/bash-completion/helpers/perl|/usr/bin:dh_bash-completion|programmable completion for the bash shell
bc|1.07.1-3+b1|241|109648|o|math|libreadline8||/usr/share/menu/bc|/usr/bin:bc|GNU bc arbitrary precision calculator language
bind9-dnsutils|1:9.18.49-1~deb12u3|501|158488|s|net|bind9-host bind9-libs libedit2 libjemalloc2 libkrb5-3 libprotobuf-c1||/usr/share/doc/bind9-dnsutils/copyright|/usr/bin:delv,dig,dnstap-read,mdig,nslookup,nsupdate|Clients provided with BIND 9
bind9-host|1:9.18.49-1~deb12u3|147|57620|s|net|bind9-libs libjemalloc2||/usr/share/doc/bind9-host/copyright|/usr/bin:host|DNS Lookup Utility
bind9-libs|1:9.18.49-1~deb12u3|3509|1185996|o|libs|libuv1 libfstrm0 libgssapi-krb5-2 libjemalloc2 libjson-c5 libkrb5-3 liblmdb0 libmaxminddb0 libnghttp2-14 libprotobuf-c1 libssl3 libxml2||/usr/lib/x86_64-linux-gnu/libns-9.20.26-1~deb13u1-Debian.so||Shared Libraries used by BIND 9
binutils|2.40-2|109|64980|o|devel|binutils-common libbinutils binutils-x86-64-linux-gnu||/usr/lib/compat-ld/ld|/usr/bin:addr2line,ar,as,c++filt,dwp,elfedit,gold,gp-archive,gp-collect-app,gp-display-html,gp-display-src,gp-display-text,gprof,gprofng,ld,ld.bfd,ld.gold,nm,objcopy,objdump,ranlib,readelf,size,strings,strip|GNU assembler, linker and binary utilities
binutils-common|2.40-2|15021|2486664|o|devel|||/usr/share/doc/binutils-common/copyright||Common files for the GNU assembler, linker and binary utilities
binutils-x86-64-linux-gnu|2.40-2|11428|2245848|o|devel|binutils-common libbinutils libctf-nobfd0 libctf0 libgprofng0 libjansson4||/usr/lib/x86_64-linux-gnu/bfd-plugins/libdep.so||GNU binary utilities, for x86-64-linux-gnu target
bsd-mailx|8.1.2-0.20220412cvs-1|175|90364|o|mail|exim4-daemon-light libbsd0 liblockfile1||/usr/share/bsd-mailx/mail.help|/usr/bin:bsd-mailx|simple mail user agent
build-essential|12.9|20|7704|o|devel|libc6-dev gcc g++ make dpkg-dev||/usr/share/build-essential/list||Informational list of build-essential packages
busybox|1:1.35.0-4+deb12u1+b1|818|452120|o|utils|||/usr/share/initramfs-tools/hooks/zz-busybox|/usr/bin:busybox|Tiny utilities for small and embedded systems
busybox-static|1:1.35.0-4+deb12u1+b1|2024|928188|o|shells|||/usr/share/initramfs-tools/hooks/zz-busybox|/usr/bin:busybox|Standalone rescue shell with tons of builtin utilities
bzip2|1.0.8-5+b1|121|49804|s|utils|||/usr/share/doc/bzip2/copyright|/usr/bin:bunzip2,bzcat,bzcmp,bzdiff,bzegrep,bzexe,bzfgrep,bzgrep,bzip2,bzip2recover,bzless,bzmore|high-quality block-sorting file compressor - utilities
ca-certificates|20250419~deb12u2|388|160948|s|misc|openssl||/usr/share/ca-certificates/mozilla/Certigna.crt|/usr/sbin:update-ca-certificates|Common CA certificates
cpp|4:12.2.0-3|30|6836|o|interpreters|cpp-12||/usr/share/doc/cpp/copyright|/usr/bin:cpp|GNU C preprocessor (cpp)
cpp-12|12.2.0-14+deb12u1|33848|9767788|o|interpreters|libisl23 libmpc3 libmpfr6||/usr/lib/gcc/x86_64-linux-gnu/12/cc1|/usr/bin:cpp-12|GNU C preprocessor
cron|3.0pl1-162|217|73084|i|admin|cron-daemon-common sensible-utils|exim4-daemon-light|/etc/pam.d/cron|/usr/bin:crontab /usr/sbin:cron|process scheduling daemon
cron-daemon-common|3.0pl1-162|44|12660|i|admin|||/usr/lib/sysusers.d/cron-daemon-common.conf||process scheduling daemon's configuration files
curl|7.88.1-10+deb12u5|488|314852|o|web|libcurl4||/usr/share/zsh/vendor-completions/_curl|/usr/bin:curl|command line tool for transferring data with URL syntax
dbus|1.14.10-1~deb12u1|182|97360|s|admin|dbus-bin dbus-daemon dbus-system-bus-common libdbus-1-3 libexpat1||/usr/lib/dbus-1.0/dbus-daemon-launch-helper||simple interprocess messaging system (system message bus)
dbus-bin|1.14.10-1~deb12u1|213|105356|o|admin|libdbus-1-3||/usr/share/doc/dbus-bin/copyright|/usr/bin:dbus-cleanup-sockets,dbus-monitor,dbus-send,dbus-update-activation-environment,dbus-uuidgen|simple interprocess messaging system (command line utilities)
dbus-daemon|1.14.10-1~deb12u1|375|183656|o|admin|dbus-bin dbus-session-bus-common libapparmor1 libdbus-1-3 libexpat1||/usr/lib/tmpfiles.d/dbus.conf|/usr/bin:dbus-daemon,dbus-run-session|simple interprocess messaging system (reference message bus)
dbus-session-bus-common|1.14.10-1~deb12u1|107|78232|o|admin|||/usr/share/dbus-1/session.conf||simple interprocess messaging system (session bus configuration)
dbus-system-bus-common|1.14.10-1~deb12u1|119|79344|o|admin|||/usr/lib/sysusers.d/dbus.conf||simple interprocess messaging system (system bus configuration)
dbus-user-session|1.14.10-1~deb12u1|111|78136|o|admin|dbus-daemon dbus-session-bus-common libpam-systemd systemd|systemd-sysv|/usr/lib/systemd/user/dbus.socket||simple interprocess messaging system (systemd --user integration)
dirmngr|2.2.40-1.1+deb12u2|1329|792544|o|utils|gpgconf libassuan0 libksba8 libldap-2.5-0 libnpth0|gnupg|/usr/lib/gnupg/dirmngr_ldap|/usr/bin:dirmngr,dirmngr-client|GNU privacy guard - network certificate management service
dmsetup|2:1.02.185-2|246|82040|o|admin|libdevmapper1.02.1||/usr/lib/udev/rules.d/55-dm.rules|/usr/sbin:blkdeactivate,dmsetup,dmstats|Linux Kernel Device Mapper userspace library
dnsutils|1:9.18.49-1~deb12u3|26|14224|o|net|bind9-dnsutils||/usr/share/doc/dnsutils/copyright||Transitional package for bind9-dnsutils
dpkg-dev|1.21.23|1728|1354256|o|utils|libdpkg-perl bzip2 xz-utils patch make binutils|build-essential gcc fakeroot gnupg libalgorithm-merge-perl|/usr/share/dpkg/vendor.mk|/usr/bin:dpkg-architecture,dpkg-buildflags,dpkg-buildpackage,dpkg-checkbuilddeps,dpkg-distaddfile,dpkg-genbuildinfo,dpkg-genchanges,dpkg-gencontrol,dpkg-gensymbols,dpkg-mergechangelogs,dpkg-name,dpkg-parsechangelog,dpkg-scanpackages,dpkg-scansources,dpkg-shlibdeps,dpkg-source,dpkg-vendor|Debian package development tools
dumb-init|1.2.5-2|37|14052|o|utils|||/usr/share/doc/dumb-init/copyright|/usr/bin:dumb-init|wrapper script which proxies signals to a child
eslint|6.4.0~dfsg+~6.1.9-7|2948|605828|o|javascript|node-ajv node-concat-stream node-debug node-doctrine node-eslint-visitor-keys node-eslint-scope node-espree node-esquery node-estraverse node-eslint-utils node-esutils node-file-entry-cache node-functional-red-black-tree node-glob-parent node-globals node-resolve-from node-imurmurhash node-ignore node-is-glob node-json-stable-stringify node-levn node-lodash node-memfs node-mkdirp node-optionator node-progress node-regenerate-unicode-properties node-regexpp node-semver node-strip-json-comments node-json-schema node-v8-compile-cache nodejs|node-chalk node-js-yaml node-strip-ansi node-text-table|/usr/share/nodejs/eslint/lib/api.js|/usr/bin:eslint|AST-based pattern checker for JavaScript
exim4-base|4.96-15+deb12u10|1671|1118412|o|mail|cron exim4-config netbase|bsd-mailx psmisc|/usr/lib/tmpfiles.d/exim4-base.conf|/usr/bin:mailtest /usr/sbin:exicyclog,exigrep,exim_checkaccess,exim_convert4r4,exim_dbmbuild,exim_dumpdb,exim_fixdb,exim_id_update,exim_lock,exim_msgdate,exim_tidydb,eximstats,exinext,exipick,exiqgrep,exiqsumm,exiwhat,syslog2eximlog|support files for all Exim MTA (v4) packages
exim4-config|4.96-15+deb12u10|920|256772|o|mail||ca-certificates|/etc/email-addresses|/usr/sbin:update-exim4.conf,update-exim4.conf.template|configuration for the Exim MTA (v4)
exim4-daemon-light|4.96-15+deb12u10|1495|605848|o|mail|exim4-base libgnutls-dane0 libidn12 libnsl2||/usr/lib/sendmail|/usr/bin:mailq,newaliases /usr/sbin:exim,exim4,rmail,rsmtp,runq,sendmail|lightweight Exim MTA (v4) daemon
fakeroot|1.31-1.2|208|66912|o|utils|libfakeroot||/usr/share/doc/fakeroot/copyright|/usr/bin:faked-sysv,faked-tcp,fakeroot-sysv,fakeroot-tcp|tool for simulating superuser privileges
file|1:5.44-3|79|42472|s|utils|libmagic1||/usr/share/doc/file/copyright|/usr/bin:file|Recognize the type of data in a file using "magic" numbers
fontconfig-config|2.14.1-4|527|314864|o|fonts|fonts-dejavu-core||/usr/share/xml/fontconfig/fonts.dtd||generic font configuration library - configuration
fonts-dejavu-core|2.37-6|2960|1067728|o|fonts|||/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf||Vera font family derivate with additional characters
g++|4:12.2.0-3|14|1356|o|devel|cpp gcc g++-12 gcc-12||/usr/share/doc/g++/copyright|/usr/bin:g++|GNU C++ compiler
g++-12|12.2.0-14+deb12u1|36161|10694076|o|devel|gcc-12 libstdc++-12-dev libisl23 libmpc3 libmpfr6||/usr/lib/gcc/x86_64-linux-gnu/12/cc1plus|/usr/bin:g++-12|GNU C++ compiler
gcc|4:12.2.0-3|47|5216|o|devel|cpp gcc-12|libc6-dev|/usr/lib/bfd-plugins/liblto_plugin.so|/usr/bin:c89-gcc,c99-gcc,gcc,gcc-ar,gcc-nm,gcc-ranlib,gcov,gcov-dump,gcov-tool,lto-dump|GNU C compiler
gcc-12|12.2.0-14+deb12u1|68236|19268852|o|devel|cpp-12 libcc1-0 binutils libgcc-12-dev libisl23 libmpc3 libmpfr6|libc6-dev|/usr/lib/gcc/x86_64-linux-gnu/12/plugin/libcc1plugin.so.0|/usr/bin:gcc-12,gcc-ar-12,gcc-nm-12,gcc-ranlib-12,gcov-12,gcov-dump-12,gcov-tool-12,lto-dump-12|GNU C compiler
git|1:2.39.5-0+deb12u2|44890|7259684|o|vcs|libcurl3-gnutls libexpat1 liberror-perl git-man|ca-certificates patch less openssh-client|/usr/lib/git-core/git|/usr/bin:git,git-receive-pack,git-shell,git-upload-archive,git-upload-pack,scalar|fast, scalable, distributed revision control system
git-man|1:2.39.5-0+deb12u2|2106|2053284|o|doc|||/usr/share/doc/git-man/copyright||fast, scalable, distributed revision control system (manual pages)
gnupg|2.2.40-1.1+deb12u2|886|846132|o|utils|dirmngr gnupg-l10n gnupg-utils gpg gpg-agent gpg-wks-client gpg-wks-server gpgsm||/usr/share/doc/gnupg/copyright||GNU privacy guard - a free PGP replacement
gnupg-l10n|2.2.40-1.1+deb12u2|4875|1092644|o|localization|||/usr/share/gnupg/help.txt||GNU privacy guard - localization files
gnupg-utils|2.2.40-1.1+deb12u2|1837|927232|o|utils|libassuan0 libksba8 libreadline8|gpg gpg-agent gpgconf gpgsm|/usr/lib/gnupg/gpg-pair-tool|/usr/bin:gpg-zip,gpgcompose,gpgparsemail,gpgsplit,gpgtar,kbxutil,lspgpot,migrate-pubring-from-classic-gpg,watchgnupg /usr/sbin:addgnupghome,applygnupgdefaults|GNU privacy guard - utility programs
gpg|2.2.40-1.1+deb12u2|1582|949888|o|utils|gpgconf libassuan0 libreadline8 libsqlite3-0|gnupg|/usr/lib/gnupg/keyboxd|/usr/bin:gpg|GNU Privacy Guard -- minimalist public key operations
gpg-agent|2.2.40-1.1+deb12u2|1349|694596|o|utils|gpgconf pinentry-curses libassuan0 libnpth0|gnupg|/usr/lib/gnupg/gpg-protect-tool|/usr/bin:gpg-agent|GNU privacy guard - cryptographic agent
gpg-wks-client|2.2.40-1.1+deb12u2|683|540932|o|utils|dirmngr gpg gpg-agent libassuan0|gnupg|/usr/lib/gnupg/gpg-wks-client||GNU privacy guard - Web Key Service client
gpg-wks-server|2.2.40-1.1+deb12u2|658|531476|o|utils|gpg gpg-agent|gnupg|/usr/share/doc/gpg-wks-server/copyright|/usr/bin:gpg-wks-server|GNU privacy guard - Web Key Service server
gpgconf|2.2.40-1.1+deb12u2|804|564852|o|utils|libassuan0 libreadline8||/usr/share/gnupg/distsigkey.gpg|/usr/bin:gpg-connect-agent,gpgconf|GNU privacy guard - core configuration utilities
gpgsm|2.2.40-1.1+deb12u2|993|671420|o|utils|gpgconf libassuan0 libksba8 libreadline8|gnupg|/usr/share/doc/gpgsm/copyright|/usr/bin:gpgsm|GNU privacy guard - S/MIME version
gyp|0.1+20220404git9ecf45e-2|1168|237380|o|python|python3 python3-pkg-resources python3-six||/usr/lib/python3/dist-packages/gyp/input.py|/usr/bin:gyp|Cross-platform build script generator
handlebars|3:4.7.7+~4.1.0-1|1006|198656|o|javascript|node-neo-async node-optimist node-source-map node-wordwrap nodejs||/usr/share/nodejs/handlebars/runtime.js|/usr/bin:handlebars|build semantic templates effectively with no frustration
htop|3.2.2-2|378|152412|o|utils|libncursesw6 libnl-3-200 libnl-genl-3-200||/usr/share/pixmaps/htop.png|/usr/bin:htop|interactive processes viewer
i2c-tools|4.3-2+b3|318|79976|o|utils|libi2c0 udev||/usr/lib/udev/rules.d/60-i2c-tools.rules|/usr/bin:ddcmon,decode-dimms,decode-edid,decode-vaio /usr/sbin:i2c-stub-from-dump,i2cdetect,i2cdump,i2cget,i2cset,i2ctransfer|heterogeneous set of I2C tools for Linux
inetutils-telnet|2:2.4-2+deb12u3|257|120880|s|net|libk5crypto3 libkrb5-3 netbase||/usr/share/doc/inetutils-telnet/copyright|/usr/bin:inetutils-telnet|telnet client
init|1.65.2+deb12u1|13|5600|i|metapackages|systemd-sysv||/usr/share/doc/init/copyright||metapackage ensuring an init system is installed
iproute2|6.1.0-3|3516|1045828|i|net|libbpf1 libbsd0 libelf1 libmnl0 libtirpc3 libxtables12 libcap2-bin|libatm1|/usr/lib/x86_64-linux-gnu/tc/normal.dist|/usr/bin:ctstat,ip,lnstat,nstat,rdma,routel,rtstat,ss /usr/sbin:arpd,bridge,dcb,devlink,genl,ip,rtacct,rtmon,tc,tipc,vdpa|networking and traffic control tools
iptables|1.8.9-2|2408|360192|o|net|libip4tc2 libip6tc2 libxtables12 netbase libmnl0 libnetfilter-conntrack3 libnfnetlink0 libnftnl11||/usr/lib/x86_64-linux-gnu/xtables/libxt_CT.so|/usr/bin:iptables-xml /usr/sbin:arptables-nft,arptables-nft-restore,arptables-nft-save,ebtables-nft,ebtables-nft-restore,ebtables-nft-save,ebtables-translate,ip6tables-apply,ip6tables-legacy,ip6tables-legacy-restore,ip6tables-legacy-save,ip6tables-nft,ip6tables-nft-restore,ip6tables-nft-save,ip6tables-restore-translate,ip6tables-translate,iptables-apply,iptables-legacy,iptables-legacy-restore,iptables-legacy-save,iptables-nft,iptables-nft-restore,iptables-nft-save,iptables-restore-translate,iptables-translate,nfnl_osf,xtables-legacy-multi,xtables-monitor,xtables-nft-multi|administration tools for packet filtering and NAT
iputils-ping|3:20221126-1+deb12u1|121|47172|i|net|libcap2-bin||/usr/share/doc/iputils-ping/copyright|/usr/bin:ping,ping4,ping6|Tools to test the reachability of network hosts
jq|1.6-2.1+deb12u3|111|64432|o|utils|libjq1||/usr/share/doc/jq/copyright|/usr/bin:jq|lightweight and flexible command-line JSON processor
kmod|30+20221128-1|251|95180|i|admin|libssl3 libkmod2||/usr/lib/modprobe.d/aliases.conf|/usr/bin:kmod,lsmod /usr/sbin:depmod,insmod,lsmod,modinfo,modprobe,rmmod|tools for managing Linux kernel modules
krb5-locales|1.20.1-2+deb12u5|273|63520|s|localization|||/usr/share/doc/krb5-locales/copyright||internationalization support for MIT Kerberos
less|590-2.1~deb12u2|313|132044|i|text|||/usr/lib/mime/packages/less|/usr/bin:less,lessecho,lessfile,lesskey,lesspipe|pager program similar to more
linux-libc-dev|6.1.192-2|7191|2457924|o|devel|||/usr/lib/linux/uapi/sh/asm/mman.h||Linux support headers for userspace development
locales|2.36-9+deb12u7|15844|3902268|s|localization|libc-l10n||/usr/share/i18n/SUPPORTED|/usr/sbin:locale-gen,update-locale,validlocale|GNU C Library: National Language (locale) data [support]
lsb-release|12.0-1|17|6416|o|misc|||/usr/share/doc/lsb-release/copyright|/usr/bin:lsb_release|Linux Standard Base version reporting utility (minimal implementation)
lsof|4.95.0-1|482|318268|s|utils|libtirpc3||/usr/share/doc/lsof/copyright|/usr/bin:lsof|utility to list open files
make|4.3-4.1|1592|395632|o|devel|||/usr/include/gnumake.h|/usr/bin:gmake,make,make-first-existing-target|utility for directing compilation
manpages|6.03-2|1548|1331652|s|doc|||/usr/share/doc/manpages/copyright||Manual pages about using a GNU/Linux system
manpages-dev|6.03-2|3732|2030264|o|doc|manpages||/usr/share/doc/manpages-dev/copyright||Manual pages about using GNU/Linux for development
media-types|10.0.0|92|26136|s|net|||/etc/mime.types||List of standard media types and their usual file extension
mosquitto|2.0.11-1.2+deb12u1|1038|409296|o|net|libcjson1 libmosquitto1 libdlt2 libssl3 libwrap0||/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so|/usr/bin:mosquitto_ctrl,mosquitto_passwd /usr/sbin:mosquitto|MQTT version 5.0/3.1.1/3.1 compatible message broker
mosquitto-clients|2.0.11-1.2+deb12u1|287|110580|o|net|libmosquitto1 libcjson1||/usr/share/doc/mosquitto-clients/copyright|/usr/bin:mosquitto_pub,mosquitto_rr,mosquitto_sub|Mosquitto command line MQTT clients
musl|1.2.3-1|759|406200|o|libs|||/usr/lib/ld-musl-x86_64.so.1|/usr/bin:ld-musl-config|standard C library
musl-dev|1.2.3-1|3041|587336|o|libdevel|musl gcc||/usr/lib/x86_64-linux-musl/libc.a|/usr/bin:x86_64-linux-musl-gcc|standard C library development files
musl-tools|1.2.3-1|61|42260|o|devel|musl-dev||/usr/share/doc/musl-tools/copyright|/usr/bin:musl-gcc,musl-ldd|standard C library tools
nano|7.2-1+deb12u1|2804|689556|i|editors|libncursesw6||/usr/share/nano/c.nanorc|/usr/bin:nano,rnano|small, friendly text editor inspired by Pico
ncurses-term|6.4-4|4289|500860|s|misc|||/usr/share/terminfo/P/P4||additional terminal type definitions
net-tools|2.10-0.1+deb12u2|978|243404|o|net|||/usr/share/doc/net-tools/copyright|/usr/bin:netstat /usr/sbin:arp,ifconfig,ipmaddr,iptunnel,mii-tool,nameif,plipconfig,rarp,route,slattach|NET-3 networking toolkit
netbase|6.4|36|12800|i|admin|||/etc/rpc||Basic TCP/IP networking system
netcat-openbsd|1.219-1|108|41520|o|net|libbsd0||/usr/share/doc/netcat-openbsd/copyright|/usr/bin:nc.openbsd|TCP/IP swiss army knife
nginx|1.22.1-9+deb12u11|1336|532468|o|httpd|libssl3 iproute2 nginx-common||/usr/share/doc/nginx/copyright|/usr/sbin:nginx|small, powerful, scalable web/proxy server
nginx-common|1.22.1-9+deb12u11|333|115544|o|httpd|||/usr/share/nginx/modules||small, powerful, scalable web/proxy server - common files
nodejs|18.20.4+dfsg-1~deb12u3|3934|322140|o|web|libnode108|ca-certificates|/usr/lib/x86_64-linux-gnu/node_modules|/usr/bin:corepack,node,npm,npx|evented I/O for V8 javascript - runtime executable
npm|9.2.0~ds1-1|2941|669016|o|web|ca-certificates node-abbrev node-agent-base node-aproba node-archy node-base64-js node-binary-extensions node-cacache node-chalk node-chownr node-ci-info node-cli-table node-colors node-columnify node-css-selector-tokenizer node-debug node-depd node-diff node-string-width node-encoding node-events node-glob node-got node-graceful-fs node-gyp node-hosted-git-info node-https-proxy-agent node-ieee754 node-ini node-ip node-ip-regex node-json-parse-better-errors node-jsonparse node-lru-cache node-minimatch node-minipass node-mkdirp node-ms node-negotiator node-nopt node-normalize-package-data node-npm-bundled node-read-package-json node-npm-package-arg node-npmlog node-once node-p-map node-css-loader node-promise-retry node-promzard node-read node-rimraf node-semver node-ssri node-strip-ansi node-tar node-text-table node-validate-npm-package-license node-validate-npm-package-name node-which node-wrappy node-write-file-atomic node-yallist nodejs|git|/usr/share/npm|/usr/bin:arborist,npm,npm-arborist,npx,pacote,qrcode-terminal|package manager for Node.js
openssh-client|1:9.2p1-2+deb12u9|5796|992788|s|net|libedit2 libfido2-1 libgssapi-krb5-2 libssl3|xauth|/usr/lib/openssh/ssh-keysign|/usr/bin:scp,sftp,slogin,ssh,ssh-add,ssh-agent,ssh-argv0,ssh-copy-id,ssh-keygen,ssh-keyscan|secure shell (SSH) client, for secure access to remote machines
openssh-server|1:9.2p1-2+deb12u9|1930|456764|o|net|openssh-client openssh-sftp-server procps ucf runit-helper libgssapi-krb5-2 libkrb5-3 libssl3 libwrap0|libpam-systemd ncurses-term xauth|/usr/lib/openssh/sshd-auth|/usr/sbin:sshd|secure shell (SSH) server, for secure access from remote machines
openssh-sftp-server|1:9.2p1-2+deb12u9|217|65896|o|net|openssh-client|openssh-server|/usr/lib/sftp-server||secure shell (SSH) sftp server module, for SFTP access from remote machines
openssl|3.0.22-1~deb12u2|2315|1441784|o|utils|libssl3||/usr/lib/ssl/certs|/usr/bin:c_rehash,openssl|Secure Sockets Layer toolkit - cryptographic utility
patch|2.7.6-7|248|127848|o|vcs|||/usr/share/doc/patch/copyright|/usr/bin:patch|Apply a diff file to an original
pinentry-curses|1.2.1-1|140|77448|o|utils|libassuan0 libncursesw6||/usr/share/doc/pinentry-curses/copyright|/usr/bin:pinentry-curses|curses-based PIN or pass-phrase entry dialog for GnuPG
pkg-config|1.8.1-1|29|13688|o|devel|pkgconf||/usr/share/doc/pkg-config/copyright||manage compile and link flags for libraries (transitional package)
pkgconf|1.8.1-1|65|25892|o|devel|pkgconf-bin||/usr/share/aclocal/pkg.m4|/usr/bin:pkg-config|manage compile and link flags for libraries
pkgconf-bin|1.8.1-1|81|29472|o|devel|libpkgconf3||/usr/share/doc/pkgconf-bin/copyright|/usr/bin:pkgconf|manage compile and link flags for libraries (binaries)
procps|2:4.0.2-3|2091|708712|i|admin|libncursesw6 libproc2-0|psmisc|/etc/init.d/procps|/usr/bin:free,kill,pgrep,pidwait,pkill,pmap,ps,pwdx,skill,slabtop,snice,tload,top,uptime,vmstat,w,watch /usr/sbin:sysctl|/proc file system utilities
psmisc|23.6-1|909|258696|o|admin|||/usr/share/doc/psmisc/copyright|/usr/bin:fuser,killall,peekfd,prtstat,pslog,pstree,pstree.x11|utilities that use the proc file system
publicsuffix|20230209.2326-1|339|126380|o|net|||/usr/share/publicsuffix/public_suffix_list.dat||accurate, machine-readable list of domain name suffixes
python3|3.11.2-1+b1|81|26300|o|python|python3-minimal python3.11 libpython3-stdlib||/usr/lib/valgrind/python3.supp|/usr/bin:pdb3,pydoc3,pygettext3|interactive high-level object-oriented language (default python3 version)
python3-distutils|3.11.2-3|638|130936|o|python|python3 python3-lib2to3||/usr/lib/python3.11/distutils/README||distutils package for Python 3.x
python3-lib2to3|3.11.2-3|365|76284|o|python|python3||/usr/lib/python3.11/lib2to3/main.py||Interactive high-level object-oriented language (lib2to3)
python3-minimal|3.11.2-1+b1|111|26312|o|python|python3.11-minimal||/usr/share/python3/py3versions.py|/usr/bin:py3clean,py3compile,py3versions,python3|minimal subset of the Python language (default python3 version)
python3-pip|23.0.1+dfsg-1|6678|1324972|o|python|ca-certificates python3-distutils python3-setuptools python3-wheel python3|build-essential|/usr/lib/python3/dist-packages/pip/py.typed|/usr/bin:pip,pip3,pip3.11|Python package installer
python3-pip-whl|23.0.1+dfsg-1|1747|1717296|o|python|ca-certificates||/usr/share/python-wheels/pip-25.1.1-py3-none-any.whl||Python package installer (pip wheel)
python3-pkg-resources|66.1.1-1+deb12u2|1052|296604|o|python|python3||/usr/lib/python3/dist-packages/pkg_resources/py.typed||Package Discovery and Resource Access using pkg_resources
python3-setuptools|66.1.1-1+deb12u2|2534|521580|o|python|python3-pkg-resources python3-distutils python3||/usr/lib/python3/dist-packages/setuptools/_imp.py||Python3 Distutils Enhancements
python3-setuptools-whl|66.1.1-1+deb12u2|1316|1112076|o|python|||/usr/share/python-wheels/setuptools-78.1.1-py3-none-any.whl||Python Distutils Enhancements (wheel package)
python3-six|1.16.0-4|63|17516|o|python|python3||/usr/lib/python3/dist-packages/six.py||Python 2 and 3 compatibility library
python3-venv|3.11.2-1+b1|6|1200|o|python|python3.11-venv python3 python3-distutils||/usr/share/doc/python3-venv/copyright||venv module for python3 (default python3 version)
python3-wheel|0.38.4-2|131|30808|o|python|python3-distutils python3||/usr/lib/python3/dist-packages/wheel/__init__.py||built-package format for Python
python3.11|3.11.2-6+deb12u9|651|575032|o|python|python3.11-minimal libpython3.11-stdlib media-types|ca-certificates|/usr/share/pixmaps/python3.11.xpm|/usr/bin:pdb3.11,pydoc3.11,pygettext3.11|Interactive high-level object-oriented language (version 3.11)
python3.11-minimal|3.11.2-6+deb12u9|6743|2054684|o|python|libpython3.11-minimal libexpat1|python3.11|/usr/lib/binfmt.d/python3.11.conf|/usr/bin:python3.11|Minimal subset of the Python language (version 3.11)
python3.11-venv|3.11.2-6+deb12u9|28|5896|o|python|python3.11 python3-pip-whl python3-setuptools-whl python3-distutils||/usr/lib/python3.11/ensurepip/__init__.py||Interactive high-level object-oriented language (pyvenv binary, version 3.11)
readline-common|8.2-1.3|89|68988|i|utils|||/usr/share/readline/inputrc||GNU readline and history libraries, common files
redis-server|5:7.0.15-1~deb12u10|183|73908|o|database|redis-tools||/etc/redis/redis.conf|/usr/bin:redis-server|Persistent key-value database with network interface
redis-tools|5:7.0.15-1~deb12u10|5837|991988|o|database|libatomic1 libjemalloc2 liblzf1 libssl3||/usr/share/bash-completion/completions/redis-cli|/usr/bin:redis-benchmark,redis-check-aof,redis-check-rdb,redis-cli|Persistent key-value database with network interface (client)
rpcsvc-proto|1.4.3-1|246|63268|o|libs|||/usr/include/rpcsvc/rex.h|/usr/bin:rpcgen|RPC protocol compiler and definitions
rsync|3.5.0+ds1-0+deb12u1|937|498456|o|net|libpopt0 libssl3||/usr/share/rsync/scripts/lsh|/usr/bin:rrsync,rsync,rsync-ssl|fast, versatile, remote (and local) file-copying tool
runit-helper|2.15.2|19|6520|o|admin|||/usr/lib/runit-helper/runit-helper||dh-runit implementation detail
screen|4.9.0-4|997|591316|o|misc|libutempter0||/usr/lib/tmpfiles.d/screen-cleanup.conf|/usr/bin:screen|terminal multiplexer with VT100/ANSI terminal emulation
sensible-utils|0.0.17+nmu1|56|19020|i|utils|||/usr/lib/mime/packages/sensible-utils|/usr/bin:select-editor,sensible-browser,sensible-editor,sensible-pager|Utilities for sensible alternative selection
socat|1.7.4.4-2|1515|375188|o|net|libssl3 libwrap0||/usr/share/doc/socat/copyright|/usr/bin:filan,procan,socat,socat-broker.sh,socat-chain.sh,socat-mux.sh,socat1|multipurpose relay for bidirectional data transfer
sqlite3|3.40.1-2+deb12u2|533|353348|o|database|libreadline8 libsqlite3-0||/usr/share/doc/sqlite3/copyright|/usr/bin:sqlite3|Command line interface for SQLite 3
strace|6.1-0.1|2839|1313880|o|utils|libunwind8||/usr/share/doc/strace/copyright|/usr/bin:strace,strace-log-merge|System call tracer
sudo|1.9.13p3-1+deb12u2|6054|1890336|o|admin|||/usr/libexec/sudo/sesh|/usr/bin:cvtsudoers,sudo,sudoedit,sudoreplay /usr/sbin:sudo_logsrvd,sudo_sendlog,visudo|Provide limited super user privileges to specific users
systemd|252.38-1~deb12u1|9667|3043428|i|admin|libssl3 libcryptsetup12 libfdisk1 libkmod2 libsystemd-shared|dbus systemd-timesyncd|/usr/lib/systemd/systemd|/usr/bin:busctl,hostnamectl,journalctl,kernel-install,localectl,loginctl,networkctl,systemctl,systemd,systemd-analyze,systemd-ask-password,systemd-cat,systemd-cgls,systemd-cgtop,systemd-creds,systemd-cryptenroll,systemd-delta,systemd-detect-virt,systemd-escape,systemd-firstboot,systemd-id128,systemd-inhibit,systemd-machine-id-setup,systemd-mount,systemd-notify,systemd-path,systemd-repart,systemd-run,systemd-socket-activate,systemd-stdio-bridge,systemd-sysext,systemd-sysusers,systemd-tmpfiles,systemd-tty-ask-password-agent,systemd-umount,timedatectl|system and service manager
systemd-sysv|252.38-1~deb12u1|73|42580|i|admin|systemd|libpam-systemd libnss-systemd|/usr/share/doc/systemd-sysv/copyright|/usr/sbin:halt,init,poweroff,reboot,runlevel,shutdown,telinit|system and service manager - SysV compatibility symlinks
systemd-timesyncd|252.38-1~deb12u1|147|63632|s|admin|libsystemd-shared systemd||/usr/lib/systemd/systemd-timesyncd||minimalistic service to synchronize local time with NTP servers
tcpdump|4.99.3-1|1332|466880|o|net|libpcap0.8 libssl3||/etc/apparmor.d/usr.bin.tcpdump|/usr/bin:tcpdump|command-line network traffic analyzer
telnet|0.17+2.4-2+deb12u3|54|41896|o|oldlibs|inetutils-telnet||/usr/share/doc/telnet/copyright||transitional dummy package for inetutils-telnet default switch
terser|5.16.5-2|32|16532|o|javascript|node-commander node-terser nodejs|node-source-map-support|/usr/share/nodejs/terser/bin/terser|/usr/bin:terser|parser/mangler/compressor for ES6+ - CLI tool
tini|0.19.0-1+b3|731|267204|o|utils|||/usr/share/doc/tini/copyright|/usr/bin:tini,tini-static|tiny but valid init for containers
tmux|3.3a-3|1106|454536|o|admin|libevent-core-2.1-7 libutempter0||/usr/lib/tmpfiles.d/tmux.conf|/usr/bin:tmux|terminal multiplexer
traceroute|1:2.1.2-1|155|51456|s|net|||/usr/lib/libsupp.a|/usr/bin:lft.db,traceproto.db,traceroute-nanog,traceroute.db,traceroute6.db /usr/sbin:tcptraceroute.db|Traces the route taken by packets over an IPv4/IPv6 network
tree|2.1.0-1|113|52464|o|utils|||/usr/share/doc/tree/copyright|/usr/bin:tree|displays an indented directory tree, in color
ucf|3.0043+nmu1+deb12u1|214|55312|s|utils|sensible-utils||/usr/share/ucf/ucf_library.sh|/usr/bin:lcf,ucf,ucfq,ucfr|Update Configuration File(s): preserve user changes to config files
udev|252.38-1~deb12u1|10788|1705116|i|admin|libkmod2||/usr/lib/udev/ata_id|/usr/bin:systemd-hwdb,udevadm|/dev/ and hotplug management daemon
unzip|6.0-28+deb12u1|380|166504|o|utils|||/usr/lib/mime/packages/unzip|/usr/bin:funzip,unzip,unzipsfx,zipgrep,zipinfo|De-archiver for .zip files
usbutils|1:014-1+deb12u1|320|73488|o|utils|libusb-1.0-0||/usr/share/doc/usbutils/copyright|/usr/bin:lsusb,usb-devices,usbhid-dump,usbreset|Linux USB utilities
vim|2:9.0.1378-2+deb12u2|3650|1567756|o|editors|vim-common vim-runtime libgpm2 libsodium23||/usr/share/doc/vim/copyright|/usr/bin:vim.basic|Vi IMproved - enhanced vi editor
vim-common|2:9.0.1378-2+deb12u2|245|124836|i|editors||xxd vim|/usr/lib/mime/packages/vim-common|/usr/bin:helpztags|Vi IMproved - Common files
vim-runtime|2:9.0.1378-2+deb12u2|36406|7026844|o|editors||vim|/usr/share/vim/vim91/LICENSE|/usr/bin:vimtutor|Vi IMproved - Runtime files
vim-tiny|2:9.0.1378-2+deb12u2|1689|719960|i|editors|vim-common||/usr/share/vim/vim91/doc/tags|/usr/bin:vim.tiny|Vi IMproved - enhanced vi editor - compact version
webpack|5.75.0+dfsg+~cs17.16.14-1+deb12u1|5162|756080|o|javascript|node-acorn node-browserslist node-chrome-trace-event node-postcss node-commander node-enhanced-resolve node-es-module-lexer node-eslint-scope node-eslint-visitor-keys node-events node-graceful-fs node-jest-debbundle node-interpret node-jest-worker node-json-parse-better-errors node-loader-runner node-mime-types node-neo-async node-p-limit node-rechoir node-schema-utils node-serialize-javascript node-source-map node-tapable eslint node-watchpack node-webassemblyjs node-webpack-sources nodejs terser||/usr/share/nodejs/webpack/hot/log.js|/usr/bin:webpack,webpack-cli|Packs CommonJs/AMD modules for the browser
wget|1.21.3-1+deb12u1|3521|937340|s|web|libpsl5|ca-certificates|/etc/wgetrc|/usr/bin:wget|retrieves files from the web
xauth|1:1.1.2-1|81|35960|o|x11|libx11-6 libxau6 libxext6 libxmuu1||/usr/share/doc/xauth/copyright|/usr/bin:xauth|X authentication utility
xxd|2:9.0.1378-2+deb12u2|135|84116|o|editors|||/usr/share/doc/xxd/copyright|/usr/bin:xxd|tool to make (or reverse) a hex dump
xz-utils|5.4.1-1+deb12u2|1226|471448|s|utils|||/usr/share/doc/xz-utils/copyright|/usr/bin:lzmainfo,unxz,xz,xzcat,xzcmp,xzdiff,xzegrep,xzfgrep,xzgrep,xzless,xzmore|XZ-format compression utilities
zip|3.0-13+deb12u1|616|230316|o|utils||unzip|/usr/share/doc/zip/copyright|/usr/bin:zip,zipcloak,zipnote,zipsplit|Archiver for .zip files
`;
