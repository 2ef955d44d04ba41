import type { Program } from '../../process/process.ts';
import { write } from '../lines.ts';
import { daemon, getty, machineIdSetup, nothingToDo, suloginShell, sysusers, tmpfiles, updateDone } from './commands/daemons.ts';
import { journalctl } from './commands/journalctl.ts';
import { unsupported } from './commands/power.ts';
import {
  controlGroups,
  dbusSend,
  detectVirtualization,
  hostnamectl,
  journalCat,
  loginctl,
  notify,
  systemdEscape,
  timedatectl,
} from './commands/small-tools.ts';
import { systemctl } from './commands/systemctl.ts';
import { systemd } from './manager/boot.ts';

/** Helpers whose work a container has no part of. */
const helpers = [
  'ldconfig',
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

const refused = [
  'busctl',
  'localectl',
  'networkctl',
  'run0',
  'systemd-analyze',
  'systemd-cgtop',
  'systemd-mount',
  'systemd-run',
  'systemd-shutdown',
];

const tools: Readonly<Record<string, Program>> = {
  agetty: getty,
  hostnamectl,
  loginctl,
  timedatectl,
  'dbus-send': dbusSend,
  'systemd-cat': journalCat,
  'systemd-cgls': controlGroups,
  'systemd-detect-virt': detectVirtualization,
  'systemd-escape': systemdEscape,
  'systemd-notify': notify,
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
  ...Object.fromEntries(refused.map((name) => [name, unsupported])),
};

/** systemd and the programs that come with it and with dbus. */
export const systemdTools: Readonly<Record<string, Program>> = {
  systemd,
  journalctl,
  systemctl,
  ...Object.fromEntries(Object.entries(tools).map(([name, program]) => [name, explained(name, program)])),
};

/** Answers `--help`, which none of them needs in a container. */
function explained(name: string, program: Program): Program {
  return async (context) => {
    if (context.arguments[1] !== '--help') return program(context);
    await write(context.stdout, Buffer.from(`Usage: ${name} [OPTIONS...]\n`), context.ended);
    return 0;
  };
}
