import { otherFiles } from './packages/other-units.ts';
import { dbusFiles, serviceFiles } from './packages/services.ts';
import { targetFiles } from './packages/targets.ts';
import { configurationDirectory, unitDirectory, unitFiles, wantedBy } from './packages/unit-package.ts';
import type { UnitPackage } from './packages/unit-package.ts';

/**
 * What Debian 13's packages bring for systemd: names, descriptions and relations are those of systemd 257 and of the
 * packages' file lists; units that need hardware, an initrd or a TPM are left out.
 */
export const unitPackages: Readonly<Record<'apt' | 'dbus' | 'dpkg' | 'systemd' | 'systemd-sysv' | 'util-linux', UnitPackage>> = {
  systemd: {
    directories: [
      unitDirectory,
      configurationDirectory,
      '/etc/systemd',
      '/usr/lib/systemd/system-preset',
      '/usr/lib/systemd/journald.conf.d',
      '/var/lib/systemd',
      '/var/log/journal',
    ],
    files: [
      ...targetFiles,
      ...serviceFiles,
      ...otherFiles,
      { path: '/usr/lib/systemd/system-preset/90-systemd.preset', content: presets() },
      {
        path: '/etc/systemd/system.conf',
        content: '# systemd-system.conf(5)\n\n[Manager]\n#DefaultTimeoutStartSec=90s\n#DefaultTimeoutStopSec=90s\n',
      },
      { path: '/etc/systemd/journald.conf', content: '# journald.conf(5)\n\n[Journal]\n#ForwardToConsole=no\n#TTYPath=/dev/console\n' },
      { path: '/usr/lib/systemd/journald.conf.d/syslog.conf', content: '[Journal]\nForwardToSyslog=yes\n' },
      { path: '/etc/machine-id', content: `${'4d1e'.repeat(8)}\n` },
    ],
    links: [
      ...aliases(`
        autovt@.service=getty@.service ctrl-alt-del.target=reboot.target default.target=graphical.target
        dbus-org.freedesktop.login1.service=systemd-logind.service kmod.service=systemd-modules-load.service
        procps.service=systemd-sysctl.service runlevel0.target=poweroff.target runlevel1.target=rescue.target
        runlevel2.target=multi-user.target runlevel3.target=multi-user.target runlevel4.target=multi-user.target
        runlevel5.target=graphical.target runlevel6.target=reboot.target`),
      ...['cryptdisks-early', 'cryptdisks', 'hwclock', 'x11-common'].map((name) => ({
        path: `${unitDirectory}/${name}.service`,
        target: '/dev/null',
      })),
      ...wantedBy(`
        getty.target: getty-static.service
        local-fs.target: run-lock.mount tmp.mount
        multi-user.target: getty.target systemd-ask-password-wall.path systemd-logind.service systemd-user-sessions.service
        sockets.target: systemd-creds.socket systemd-hostnamed.socket systemd-initctl.socket systemd-journald-dev-log.socket systemd-journald.socket systemd-sysext.socket
        sysinit.target: dev-hugepages.mount dev-mqueue.mount kmod-static-nodes.service ldconfig.service proc-sys-fs-binfmt_misc.automount sys-fs-fuse-connections.mount sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount systemd-ask-password-console.path systemd-binfmt.service systemd-firstboot.service systemd-journal-catalog-update.service systemd-journal-flush.service systemd-journald.service systemd-machine-id-commit.service systemd-modules-load.service systemd-random-seed.service systemd-sysctl.service systemd-sysusers.service systemd-tmpfiles-setup-dev-early.service systemd-tmpfiles-setup-dev.service systemd-tmpfiles-setup.service systemd-update-done.service
        timers.target: systemd-tmpfiles-clean.timer`),
      // What the package's own script enables on a first installation.
      { path: `${configurationDirectory}/getty.target.wants/getty@tty1.service`, target: `${unitDirectory}/getty@.service` },
      ...wantedBy('multi-user.target: remote-fs.target\nsysinit.target: systemd-pstore.service', configurationDirectory),
    ],
    programs: [
      ...inDirectory('/usr/bin', [
        ...['busctl', 'hostnamectl', 'journalctl', 'localectl', 'loginctl', 'networkctl', 'run0', 'systemctl', 'timedatectl'],
        ...[
          'systemd-analyze',
          'systemd-cat',
          'systemd-cgls',
          'systemd-cgtop',
          'systemd-detect-virt',
          'systemd-escape',
          'systemd-firstboot',
        ],
        ...['systemd-machine-id-setup', 'systemd-mount', 'systemd-notify', 'systemd-run', 'systemd-sysusers', 'systemd-tmpfiles'],
        'systemd-tty-ask-password-agent',
      ]),
      ...inDirectory('/usr/lib/systemd', [
        ...[
          'systemd',
          'systemd-binfmt',
          'systemd-hostnamed',
          'systemd-journald',
          'systemd-logind',
          'systemd-modules-load',
          'systemd-pstore',
        ],
        ...['systemd-random-seed', 'systemd-remount-fs', 'systemd-shutdown', 'systemd-sulogin-shell', 'systemd-sysctl'],
        ...['systemd-update-done', 'systemd-user-sessions'],
      ]),
    ],
  },
  'systemd-sysv': {
    directories: [],
    files: [],
    links: [
      ...['halt', 'poweroff', 'reboot', 'runlevel', 'shutdown', 'telinit'].map((name) => ({
        path: `/usr/sbin/${name}`,
        target: '../bin/systemctl',
      })),
      { path: '/usr/sbin/init', target: '../lib/systemd/systemd' },
    ],
    programs: [],
  },
  dbus: {
    directories: [],
    files: [...dbusFiles, { path: '/usr/lib/sysusers.d/dbus.conf', content: 'u! messagebus - "System Message Bus"\n' }],
    links: wantedBy('multi-user.target: dbus.service\nsockets.target: dbus.socket'),
    programs: inDirectory('/usr/bin', ['dbus-daemon', 'dbus-send']),
  },
  apt: {
    directories: [],
    files: timedService('apt-daily', 'Daily apt download activities', '/usr/lib/apt/apt.systemd.daily update', '*-*-* 6,18:00', [
      ['apt-daily-upgrade', 'Daily apt upgrade and clean activities', '/usr/lib/apt/apt.systemd.daily install', '*-*-* 6:00'],
    ]),
    links: wantedBy('timers.target: apt-daily.timer apt-daily-upgrade.timer', configurationDirectory),
    programs: [],
  },
  dpkg: {
    directories: [],
    files: timedService('dpkg-db-backup', 'Daily dpkg database backup', '/usr/libexec/dpkg/dpkg-db-backup', 'daily'),
    links: wantedBy('timers.target: dpkg-db-backup.timer', configurationDirectory),
    programs: [],
  },
  'util-linux': {
    directories: [],
    files: unitFiles(
      timer('fstrim', 'Discard unused filesystem blocks once a week', 'weekly', 'ConditionVirtualization=!container') +
        service(
          'fstrim',
          'Discard unused blocks on filesystems from /etc/fstab',
          '/sbin/fstrim --listed-in /etc/fstab:/proc/self/mountinfo',
        ),
    ),
    links: wantedBy('timers.target: fstrim.timer', configurationDirectory),
    programs: [],
  },
};

function presets(): string {
  const enabled = 'remote-fs.target getty@.service systemd-pstore.service systemd-sysext.service reboot.target';
  const disabled =
    'console-getty.service debug-shell.service exit.target halt.target poweroff.target rescue.target proc-sys-fs-binfmt_misc.mount syslog.socket';
  const lines = (word: string, names: string): string =>
    names
      .split(' ')
      .map((name) => `${word} ${name}\n`)
      .join('');
  return lines('enable', enabled) + lines('disable', disabled);
}

function aliases(text: string): { path: string; target: string }[] {
  return text
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [name = '', target = ''] = pair.split('=');
      return { path: `${unitDirectory}/${name}`, target };
    });
}

function inDirectory(directory: string, names: readonly string[]): { path: string; program: string }[] {
  return names.map((name) => ({ path: `${directory}/${name}`, program: name }));
}

type Timed = readonly [name: string, description: string, command: string, calendar: string];

function timedService(...[name, description, command, calendar, more = []]: [...Timed, (readonly Timed[])?]): UnitPackage['files'] {
  return [[name, description, command, calendar] as const, ...more].flatMap(([unit, text, run, when]) =>
    unitFiles(
      timer(unit, `${text}${unit.startsWith('dpkg') ? ' timer' : ''}`, when) +
        service(unit, `${text}${unit.startsWith('dpkg') ? ' service' : ''}`, run),
    ),
  );
}

function timer(name: string, description: string, calendar: string, condition = ''): string {
  return `== ${name}.timer\nDescription=${description}\n${condition}\n[Timer]\nOnCalendar=${calendar}\nPersistent=true\n[Install]\nWantedBy=timers.target\n`;
}

function service(name: string, description: string, command: string): string {
  return `== ${name}.service\nDescription=${description}\n[Service]\nType=oneshot\nExecStart=${command}\n`;
}
