import type { Program } from '../../process/process.ts';
import { daemon, getty, machineIdSetup, nothingToDo, suloginShell, sysusers, tmpfiles, updateDone } from './commands/daemons.ts';
import { systemd } from './manager/boot.ts';

const helpers = [
  'systemd-binfmt',
  'systemd-firstboot',
  'systemd-modules-load',
  'systemd-pstore',
  'systemd-random-seed',
  'systemd-remount-fs',
  'systemd-sysctl',
  'systemd-tty-ask-password-agent',
  'systemd-user-sessions',
];

/** systemd and the programs that come with it and with dbus. */
export const systemdTools: Readonly<Record<string, Program>> = {
  systemd,
  agetty: getty,
  'dbus-daemon': daemon,
  'systemd-hostnamed': daemon,
  'systemd-journald': daemon,
  'systemd-logind': daemon,
  'systemd-machine-id-setup': machineIdSetup,
  'systemd-sulogin-shell': suloginShell,
  'systemd-sysusers': sysusers,
  'systemd-tmpfiles': tmpfiles,
  'systemd-update-done': updateDone,
  ...Object.fromEntries(helpers.map((name) => [name, nothingToDo])),
};
