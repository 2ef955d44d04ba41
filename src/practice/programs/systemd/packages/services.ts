import { unitFiles } from './unit-package.ts';

/** The services of the package systemd 257 that a container meets: names, descriptions, relations and commands. */
export const serviceFiles = unitFiles(`
== console-getty.service
Description=Console Getty
Documentation=man:agetty(8) man:systemd-getty-generator(8)
After=systemd-user-sessions.service plymouth-quit-wait.service getty-pre.target rc-local.service
Before=getty.target
ConditionPathExists=/dev/console
[Service]
ExecStart=-/sbin/agetty -o '-- \\\\u' --noreset --noclear --keep-baud 115200,57600,38400,9600 - $TERM
Type=idle
Restart=always
StandardInput=tty
StandardOutput=tty
TTYPath=/dev/console
[Install]
WantedBy=getty.target
== container-getty@.service
Description=Container Getty on /dev/pts/%I
After=systemd-user-sessions.service plymouth-quit-wait.service getty-pre.target rc-local.service
Before=getty.target
IgnoreOnIsolate=yes
ConditionPathExists=/dev/pts/%I
Conflicts=rescue.service
Before=rescue.service
[Service]
ExecStart=-/sbin/agetty -o '-- \\\\u' --noreset --noclear - $TERM
Type=idle
Restart=always
RestartSec=0
StandardInput=tty
StandardOutput=tty
TTYPath=/dev/pts/%I
== debug-shell.service
Description=Early root shell on /dev/tty9 FOR DEBUGGING ONLY
Documentation=man:systemd-debug-generator(8)
DefaultDependencies=no
IgnoreOnIsolate=yes
ConditionPathExists=/dev/tty9
[Service]
Environment=TERM=linux
ExecStart=/bin/bash
Restart=always
RestartSec=0
StandardInput=tty
TTYPath=/dev/tty9
KillMode=process
[Install]
WantedBy=sysinit.target
== emergency.service
Description=Emergency Shell
Documentation=man:sulogin(8)
DefaultDependencies=no
Conflicts=shutdown.target rescue.service
Before=shutdown.target rescue.service
[Service]
Environment=HOME=/root
WorkingDirectory=-/root
ExecStart=-/usr/lib/systemd/systemd-sulogin-shell emergency
Type=idle
StandardInput=tty-force
StandardOutput=inherit
StandardError=inherit
KillMode=process
SendSIGHUP=yes
== getty-static.service
Description=getty on tty2-tty6 if dbus and logind are not available
ConditionPathExists=/dev/tty0
ConditionPathExists=!/usr/bin/dbus-daemon
ConditionPathExists=!/usr/bin/dbus-broker
[Service]
Type=oneshot
ExecStart=systemctl --no-block start getty@tty2.service getty@tty3.service getty@tty4.service getty@tty5.service getty@tty6.service
RemainAfterExit=true
== getty@.service
Description=Getty on %I
Documentation=man:agetty(8) man:systemd-getty-generator(8)
After=systemd-user-sessions.service plymouth-quit-wait.service getty-pre.target rc-local.service
Before=getty.target
IgnoreOnIsolate=yes
Conflicts=rescue.service
Before=rescue.service
ConditionPathExists=/dev/tty0
[Service]
ExecStart=-/sbin/agetty -o '-- \\\\u' --noreset --noclear - $TERM
Type=idle
Restart=always
RestartSec=0
StandardInput=tty
StandardOutput=tty
TTYPath=/dev/%I
[Install]
WantedBy=getty.target
DefaultInstance=tty1
== kmod-static-nodes.service
Description=Create List of Static Device Nodes
DefaultDependencies=no
Before=sysinit.target systemd-tmpfiles-setup-dev-early.service
ConditionCapability=CAP_SYS_MODULE
ConditionFileNotEmpty=/lib/modules/%v/modules.devname
ConditionPathExists=/usr/bin/kmod
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/kmod static-nodes --format=tmpfiles --output=/run/tmpfiles.d/static-nodes.conf
== ldconfig.service
Description=Rebuild Dynamic Linker Cache
Documentation=man:ldconfig(8)
ConditionNeedsUpdate=|/etc
ConditionFileNotEmpty=|!/etc/ld.so.cache
DefaultDependencies=no
After=local-fs.target systemd-tmpfiles-setup.service
Before=sysinit.target systemd-update-done.service
Conflicts=shutdown.target initrd-switch-root.target
Before=shutdown.target initrd-switch-root.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/ldconfig -X
== modprobe@.service
Description=Load Kernel Module %i
Documentation=man:modprobe(8)
DefaultDependencies=no
Before=sysinit.target
ConditionCapability=CAP_SYS_MODULE
StartLimitIntervalSec=0
[Service]
Type=oneshot
ExecStart=-/sbin/modprobe -abq %i
== rescue.service
Description=Rescue Shell
Documentation=man:sulogin(8)
DefaultDependencies=no
Conflicts=shutdown.target
After=sysinit.target plymouth-start.service
Before=shutdown.target
[Service]
Environment=HOME=/root
WorkingDirectory=-/root
ExecStart=-/usr/lib/systemd/systemd-sulogin-shell rescue
Type=idle
StandardInput=tty-force
StandardOutput=inherit
StandardError=inherit
KillMode=process
SendSIGHUP=yes
== systemd-ask-password-console.service
Description=Dispatch Password Requests to Console
DefaultDependencies=no
ConditionPathExists=!/run/plymouth/pid
Conflicts=emergency.service shutdown.target
Before=emergency.service shutdown.target
[Service]
ExecStart=systemd-tty-ask-password-agent --watch --console
== systemd-ask-password-wall.service
Description=Forward Password Requests to Wall
After=systemd-user-sessions.service
[Service]
ExecStart=systemd-tty-ask-password-agent --wall
== systemd-binfmt.service
Description=Set Up Additional Binary Formats
DefaultDependencies=no
Conflicts=shutdown.target
After=proc-sys-fs-binfmt_misc.automount proc-sys-fs-binfmt_misc.mount local-fs.target
Before=sysinit.target shutdown.target
ConditionPathIsMountPoint=/proc/sys/fs/binfmt_misc
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/lib/systemd/systemd-binfmt
== systemd-exit.service
Description=Exit the Container
DefaultDependencies=no
Requires=shutdown.target umount.target final.target
After=shutdown.target umount.target final.target
SuccessAction=exit-force
== systemd-firstboot.service
Description=First Boot Wizard
ConditionPathIsReadWrite=/etc
ConditionFirstBoot=yes
DefaultDependencies=no
After=systemd-remount-fs.service systemd-sysusers.service systemd-tmpfiles-setup.service
Wants=first-boot-complete.target
Before=first-boot-complete.target sysinit.target shutdown.target
Conflicts=shutdown.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=systemd-firstboot --prompt-locale --prompt-timezone --prompt-root-password
StandardOutput=tty
StandardInput=tty
== systemd-halt.service
Description=System Halt
DefaultDependencies=no
Requires=shutdown.target umount.target final.target
After=shutdown.target umount.target final.target
SuccessAction=halt-force
== systemd-journal-catalog-update.service
Description=Rebuild Journal Catalog
ConditionNeedsUpdate=/var
DefaultDependencies=no
After=local-fs.target systemd-tmpfiles-setup.service
Before=sysinit.target systemd-update-done.service shutdown.target
Conflicts=shutdown.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=journalctl --update-catalog
== systemd-journal-flush.service
Description=Flush Journal to Persistent Storage
Documentation=man:systemd-journald.service(8) man:journald.conf(5)
ConditionPathExists=!/etc/initrd-release
DefaultDependencies=no
After=systemd-remount-fs.service systemd-journald.service
Before=systemd-tmpfiles-setup.service
Wants=systemd-journald.service
RequiresMountsFor=/var/log/journal
[Service]
ExecStart=journalctl --flush
ExecStop=journalctl --smart-relinquish-var
Type=oneshot
RemainAfterExit=yes
TimeoutSec=90s
== systemd-journald.service
Description=Journal Service
Documentation=man:systemd-journald.service(8) man:journald.conf(5)
DefaultDependencies=no
Requires=systemd-journald.socket
After=systemd-journald.socket systemd-journald-dev-log.socket syslog.socket
Before=sysinit.target
IgnoreOnIsolate=yes
[Service]
ExecStart=/usr/lib/systemd/systemd-journald
Restart=always
RestartSec=0
Sockets=systemd-journald.socket systemd-journald-dev-log.socket
StandardOutput=null
Type=notify
== systemd-logind.service
Description=User Login Management
Documentation=man:systemd-logind.service(8) man:logind.conf(5)
Wants=user.slice modprobe@drm.service dbus.socket
After=nss-user-lookup.target user.slice modprobe@drm.service dbus.socket
[Service]
ExecStart=/usr/lib/systemd/systemd-logind
Restart=always
RestartSec=0
BusName=org.freedesktop.login1
Type=notify-reload
== systemd-machine-id-commit.service
Description=Save Transient machine-id to Disk
DefaultDependencies=no
Conflicts=shutdown.target
Before=shutdown.target
After=local-fs.target first-boot-complete.target
ConditionPathIsReadWrite=/etc
ConditionPathIsMountPoint=/etc/machine-id
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=systemd-machine-id-setup --commit
== systemd-modules-load.service
Description=Load Kernel Modules
DefaultDependencies=no
Conflicts=shutdown.target
Before=sysinit.target shutdown.target
ConditionCapability=CAP_SYS_MODULE
ConditionDirectoryNotEmpty=|/usr/lib/modules-load.d
ConditionDirectoryNotEmpty=|/etc/modules-load.d
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/lib/systemd/systemd-modules-load
== systemd-poweroff.service
Description=System Power Off
DefaultDependencies=no
Requires=shutdown.target umount.target final.target
After=shutdown.target umount.target final.target
SuccessAction=poweroff-force
== systemd-pstore.service
Description=Platform Persistent Storage Archival
ConditionDirectoryNotEmpty=/sys/fs/pstore
ConditionVirtualization=!container
DefaultDependencies=no
Conflicts=shutdown.target
Before=sysinit.target shutdown.target
After=modprobe@efi_pstore.service
Wants=modprobe@efi_pstore.service
[Service]
Type=oneshot
ExecStart=/usr/lib/systemd/systemd-pstore
RemainAfterExit=yes
[Install]
WantedBy=sysinit.target
== systemd-random-seed.service
Description=Load/Save OS Random Seed
ConditionVirtualization=!container
DefaultDependencies=no
After=systemd-remount-fs.service
Before=first-boot-complete.target shutdown.target
Wants=first-boot-complete.target
Conflicts=shutdown.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/lib/systemd/systemd-random-seed load
== systemd-reboot.service
Description=System Reboot
DefaultDependencies=no
Requires=shutdown.target umount.target final.target
After=shutdown.target umount.target final.target
SuccessAction=reboot-force
== systemd-remount-fs.service
Description=Remount Root and Kernel File Systems
DefaultDependencies=no
After=systemd-fsck-root.service
Before=local-fs-pre.target local-fs.target shutdown.target
Wants=local-fs-pre.target
Conflicts=shutdown.target
ConditionPathExists=/etc/fstab
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/lib/systemd/systemd-remount-fs
== systemd-sysctl.service
Description=Apply Kernel Variables
DefaultDependencies=no
Conflicts=shutdown.target
After=systemd-modules-load.service
Before=sysinit.target shutdown.target
ConditionPathIsReadWrite=/proc/sys/net/
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/lib/systemd/systemd-sysctl
== systemd-sysusers.service
Description=Create System Users
ConditionNeedsUpdate=|/etc
DefaultDependencies=no
After=systemd-remount-fs.service systemd-tmpfiles-setup-dev-early.service
Before=systemd-tmpfiles-setup-dev.service sysinit.target systemd-update-done.service shutdown.target
Conflicts=shutdown.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=systemd-sysusers
== systemd-tmpfiles-clean.service
Description=Cleanup of Temporary Directories
DefaultDependencies=no
After=local-fs.target time-set.target
Conflicts=shutdown.target
Before=shutdown.target
[Service]
Type=oneshot
ExecStart=systemd-tmpfiles --clean
SuccessExitStatus=DATAERR
== systemd-tmpfiles-setup-dev-early.service
Description=Create Static Device Nodes in /dev gracefully
DefaultDependencies=no
Before=sysinit.target local-fs-pre.target shutdown.target
Wants=local-fs-pre.target
Conflicts=shutdown.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=systemd-tmpfiles --prefix=/dev --create --boot --graceful
SuccessExitStatus=DATAERR CANTCREAT
== systemd-tmpfiles-setup-dev.service
Description=Create Static Device Nodes in /dev
DefaultDependencies=no
After=systemd-tmpfiles-setup-dev-early.service
Before=sysinit.target local-fs-pre.target shutdown.target
Wants=local-fs-pre.target
Conflicts=shutdown.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=systemd-tmpfiles --prefix=/dev --create --boot
SuccessExitStatus=DATAERR CANTCREAT
== systemd-tmpfiles-setup.service
Description=Create System Files and Directories
Documentation=man:tmpfiles.d(5) man:systemd-tmpfiles(8)
DefaultDependencies=no
After=local-fs.target systemd-sysusers.service systemd-journald.service
Before=sysinit.target shutdown.target
Conflicts=shutdown.target
RefuseManualStop=yes
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=systemd-tmpfiles --create --remove --boot --exclude-prefix=/dev
SuccessExitStatus=DATAERR CANTCREAT
== systemd-update-done.service
Description=Update is Completed
DefaultDependencies=no
Conflicts=shutdown.target
After=local-fs.target
Before=sysinit.target shutdown.target
ConditionNeedsUpdate=|/etc
ConditionNeedsUpdate=|/var
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/lib/systemd/systemd-update-done
== systemd-user-sessions.service
Description=Permit User Sessions
After=remote-fs.target nss-user-lookup.target network.target home.mount
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/lib/systemd/systemd-user-sessions start
ExecStop=/usr/lib/systemd/systemd-user-sessions stop
`);

/** The units of the package dbus. */
export const dbusFiles = unitFiles(`
== dbus.service
Description=D-Bus System Message Bus
Documentation=man:dbus-daemon(1)
Requires=dbus.socket
[Service]
Type=notify
NotifyAccess=main
ExecStart=/usr/bin/dbus-daemon --system --address=systemd: --nofork --nopidfile --systemd-activation --syslog-only
ExecReload=/usr/bin/dbus-send --print-reply --system --type=method_call --dest=org.freedesktop.DBus / org.freedesktop.DBus.ReloadConfig
User=messagebus
Group=messagebus
== dbus.socket
Description=D-Bus System Message Bus Socket
[Socket]
ListenStream=/run/dbus/system_bus_socket
`);
