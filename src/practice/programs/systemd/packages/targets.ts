import { unitFiles } from './unit-package.ts';

/** The targets of the package systemd 257 (systemd.special(7)): their descriptions and what they pull in. */
export const targetFiles = unitFiles(`
== basic.target
Description=Basic System
Documentation=man:systemd.special(7)
Requires=sysinit.target
Wants=sockets.target timers.target paths.target slices.target tmp.mount
After=sysinit.target sockets.target paths.target slices.target tmp.mount
RequiresMountsFor=/var /var/tmp
== bluetooth.target
Description=Bluetooth Support
StopWhenUnneeded=yes
== boot-complete.target
Description=Boot Completion Check
Requires=sysinit.target
After=sysinit.target
== emergency.target
Description=Emergency Mode
Documentation=man:systemd.special(7)
Requires=emergency.service
After=emergency.service
AllowIsolate=yes
== exit.target
Description=Exit the Container
DefaultDependencies=no
Requires=systemd-exit.service
After=systemd-exit.service
AllowIsolate=yes
[Install]
Alias=ctrl-alt-del.target
== final.target
Description=Late Shutdown Services
DefaultDependencies=no
RefuseManualStart=yes
After=shutdown.target umount.target
== first-boot-complete.target
Description=First Boot Complete
RefuseManualStart=yes
ConditionFirstBoot=yes
== getty-pre.target
Description=Preparation for Logins
== getty.target
Description=Login Prompts
Documentation=man:systemd.special(7) man:systemd-getty-generator(8)
== graphical.target
Description=Graphical Interface
Documentation=man:systemd.special(7)
Requires=multi-user.target
Wants=display-manager.service
Conflicts=rescue.service rescue.target
After=multi-user.target rescue.service rescue.target display-manager.service
AllowIsolate=yes
== halt.target
Description=System Halt
DefaultDependencies=no
Requires=systemd-halt.service
After=systemd-halt.service
AllowIsolate=yes
[Install]
Alias=ctrl-alt-del.target
== local-fs-pre.target
Description=Preparation for Local File Systems
RefuseManualStart=yes
== local-fs.target
Description=Local File Systems
Documentation=man:systemd.special(7)
DefaultDependencies=no
After=local-fs-pre.target
Conflicts=shutdown.target
OnFailure=emergency.target
OnFailureJobMode=replace-irreversibly
== multi-user.target
Description=Multi-User System
Documentation=man:systemd.special(7)
Requires=basic.target
Conflicts=rescue.service rescue.target
After=basic.target rescue.service rescue.target
AllowIsolate=yes
== network-online.target
Description=Network is Online
After=network.target
== network-pre.target
Description=Preparation for Network
RefuseManualStart=yes
== network.target
Description=Network
Documentation=man:systemd.special(7)
After=network-pre.target
RefuseManualStart=yes
== nss-lookup.target
Description=Host and Network Name Lookups
RefuseManualStart=yes
== nss-user-lookup.target
Description=User and Group Name Lookups
RefuseManualStart=yes
== paths.target
Description=Path Units
Documentation=man:systemd.special(7)
== poweroff.target
Description=System Power Off
DefaultDependencies=no
Requires=systemd-poweroff.service
After=systemd-poweroff.service
AllowIsolate=yes
[Install]
Alias=ctrl-alt-del.target
== printer.target
Description=Printer Support
StopWhenUnneeded=yes
== reboot.target
Description=System Reboot
DefaultDependencies=no
Requires=systemd-reboot.service
After=systemd-reboot.service
AllowIsolate=yes
[Install]
Alias=ctrl-alt-del.target
== remote-fs-pre.target
Description=Preparation for Remote File Systems
RefuseManualStart=yes
== remote-fs.target
Description=Remote File Systems
Documentation=man:systemd.special(7)
After=remote-fs-pre.target
DefaultDependencies=no
Conflicts=shutdown.target
[Install]
WantedBy=multi-user.target
== rescue.target
Description=Rescue Mode
Documentation=man:systemd.special(7)
Requires=sysinit.target rescue.service
After=sysinit.target rescue.service
AllowIsolate=yes
== rpcbind.target
Description=RPC Port Mapper
RefuseManualStart=yes
== shutdown.target
Description=System Shutdown
DefaultDependencies=no
RefuseManualStart=yes
== sigpwr.target
Description=Power Failure
== slices.target
Description=Slice Units
Documentation=man:systemd.special(7)
Wants=-.slice system.slice
After=-.slice system.slice
== sockets.target
Description=Socket Units
Documentation=man:systemd.special(7)
== sound.target
Description=Sound Card
StopWhenUnneeded=yes
== swap.target
Description=Swaps
Documentation=man:systemd.special(7)
== sysinit.target
Description=System Initialization
Documentation=man:systemd.special(7)
Wants=local-fs.target swap.target
After=local-fs.target swap.target
Conflicts=emergency.service emergency.target
Before=emergency.service emergency.target
== time-set.target
Description=System Time Set
RefuseManualStart=yes
== time-sync.target
Description=System Time Synchronized
RefuseManualStart=yes
After=time-set.target
Wants=time-set.target
== timers.target
Description=Timer Units
Documentation=man:systemd.special(7)
DefaultDependencies=no
Conflicts=shutdown.target
== umount.target
Description=Unmount All Filesystems
DefaultDependencies=no
RefuseManualStart=yes
== machine.slice
Description=Virtual Machine and Container Slice
Before=slices.target
== user.slice
Description=User and Session Slice
Documentation=man:systemd.special(7)
Before=slices.target
`);
