import { pwd } from '../../shell/builtins/pwd.ts';
import { test } from '../../shell/builtins/test.ts';
import { falseProgram, trueProgram } from '../../shell/builtins/true-false.ts';
import { date } from './date.ts';
import { df, mount, umount } from './disks.ts';
import { groups, id, whoami } from './identity.ts';
import { arch, free, hostname, nproc, uname, uptime } from './machine.ts';
import { clear, dmesg, stty, sync, tput, tty, yes } from './small.ts';
import { which } from './which.ts';

/** Programs that tell of the machine, its users and its terminal. */
export const systemTools = {
  '[': test,
  arch,
  clear,
  date,
  df,
  dmesg,
  false: falseProgram,
  free,
  groups,
  hostname,
  id,
  mount,
  nproc,
  pwd,
  stty,
  sync,
  test,
  tput,
  true: trueProgram,
  tty,
  umount,
  uname,
  uptime,
  which,
  'which.debianutils': which,
  whoami,
  yes,
};
