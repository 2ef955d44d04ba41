import { unitFiles } from './unit-package.ts';

/** Mounts, sockets, paths and timers of the package systemd 257 that a container meets. */
export const otherFiles = unitFiles(`
== dev-hugepages.mount
Description=Huge Pages File System
DefaultDependencies=no
Before=sysinit.target
ConditionPathExists=/sys/kernel/mm/hugepages
ConditionCapability=CAP_SYS_ADMIN
[Mount]
What=hugetlbfs
Where=/dev/hugepages
Type=hugetlbfs
== dev-mqueue.mount
Description=POSIX Message Queue File System
DefaultDependencies=no
Before=sysinit.target
ConditionPathExists=/proc/sys/fs/mqueue
ConditionCapability=CAP_SYS_ADMIN
[Mount]
What=mqueue
Where=/dev/mqueue
Type=mqueue
== proc-sys-fs-binfmt_misc.automount
Description=Arbitrary Executable File Formats File System Automount Point
ConditionPathExists=/proc/sys/fs/binfmt_misc/
ConditionPathIsReadWrite=/proc/sys/
DefaultDependencies=no
Before=sysinit.target shutdown.target
Conflicts=shutdown.target
[Automount]
Where=/proc/sys/fs/binfmt_misc
== proc-sys-fs-binfmt_misc.mount
Description=Arbitrary Executable File Formats File System
DefaultDependencies=no
[Mount]
What=binfmt_misc
Where=/proc/sys/fs/binfmt_misc
Type=binfmt_misc
[Install]
WantedBy=sysinit.target
== run-lock.mount
Description=Legacy Locks Directory /run/lock
DefaultDependencies=no
Conflicts=umount.target
Before=local-fs.target umount.target
[Mount]
What=tmpfs
Where=/run/lock
Type=tmpfs
Options=mode=1777,nosuid,nodev,noexec,size=5242880
[Install]
WantedBy=local-fs.target
== sys-fs-fuse-connections.mount
Description=FUSE Control File System
DefaultDependencies=no
ConditionPathExists=/sys/fs/fuse/connections
ConditionCapability=CAP_SYS_ADMIN
Before=sysinit.target
After=modprobe@fuse.service
Requires=modprobe@fuse.service
[Mount]
What=fusectl
Where=/sys/fs/fuse/connections
Type=fusectl
== sys-kernel-config.mount
Description=Kernel Configuration File System
DefaultDependencies=no
ConditionPathExists=/sys/kernel/config
ConditionCapability=CAP_SYS_RAWIO
Before=sysinit.target
After=modprobe@configfs.service
Requires=modprobe@configfs.service
[Mount]
What=configfs
Where=/sys/kernel/config
Type=configfs
== sys-kernel-debug.mount
Description=Kernel Debug File System
DefaultDependencies=no
ConditionPathExists=/sys/kernel/debug
ConditionCapability=CAP_SYS_RAWIO
Before=sysinit.target
[Mount]
What=debugfs
Where=/sys/kernel/debug
Type=debugfs
== sys-kernel-tracing.mount
Description=Kernel Trace File System
DefaultDependencies=no
ConditionPathExists=/sys/kernel/tracing
ConditionCapability=CAP_SYS_RAWIO
Before=sysinit.target
[Mount]
What=tracefs
Where=/sys/kernel/tracing
Type=tracefs
== tmp.mount
Description=Temporary Directory /tmp
ConditionPathIsSymbolicLink=!/tmp
DefaultDependencies=no
Conflicts=umount.target
Before=local-fs.target umount.target
After=swap.target
[Mount]
What=tmpfs
Where=/tmp
Type=tmpfs
Options=mode=1777,strictatime,nosuid,nodev,size=50%%,nr_inodes=1m
== syslog.socket
Description=Syslog Socket
DefaultDependencies=no
Before=sockets.target shutdown.target
Conflicts=shutdown.target
[Socket]
ListenDatagram=/run/systemd/journal/syslog
== systemd-creds.socket
Description=Credential Encryption/Decryption
DefaultDependencies=no
Before=sockets.target
[Socket]
ListenStream=/run/systemd/io.systemd.Credentials
Accept=yes
== systemd-hostnamed.socket
Description=Hostname Service Socket
[Socket]
ListenStream=/run/systemd/io.systemd.Hostname
== systemd-initctl.socket
Description=initctl Compatibility Named Pipe
DefaultDependencies=no
Before=sockets.target
[Socket]
ListenFIFO=/run/initctl
== systemd-journald-dev-log.socket
Description=Journal Socket (/dev/log)
DefaultDependencies=no
Before=sockets.target
IgnoreOnIsolate=yes
[Socket]
ListenDatagram=/run/systemd/journal/dev-log
Service=systemd-journald.service
== systemd-journald.socket
Description=Journal Sockets
DefaultDependencies=no
Before=sockets.target
IgnoreOnIsolate=yes
[Socket]
ListenDatagram=/run/systemd/journal/socket
ListenStream=/run/systemd/journal/stdout
Service=systemd-journald.service
== systemd-sysext.socket
Description=System Extension Image Management
DefaultDependencies=no
After=local-fs.target
Before=sockets.target
ConditionCapability=CAP_SYS_ADMIN
[Socket]
ListenStream=/run/systemd/io.systemd.sysext
Accept=yes
[Install]
WantedBy=sockets.target
== systemd-ask-password-console.path
Description=Dispatch Password Requests to Console Directory Watch
ConditionPathExists=!/run/plymouth/pid
DefaultDependencies=no
Before=paths.target emergency.service shutdown.target
Conflicts=emergency.service shutdown.target
[Path]
DirectoryNotEmpty=/run/systemd/ask-password
== systemd-ask-password-wall.path
Description=Forward Password Requests to Wall Directory Watch
DefaultDependencies=no
Before=paths.target emergency.service shutdown.target
Conflicts=emergency.service shutdown.target
[Path]
DirectoryNotEmpty=/run/systemd/ask-password
== systemd-tmpfiles-clean.timer
Description=Daily Cleanup of Temporary Directories
Documentation=man:tmpfiles.d(5) man:systemd-tmpfiles(8)
ConditionPathExists=!/etc/initrd-release
[Timer]
OnBootSec=15min
OnUnitActiveSec=1d
`);
