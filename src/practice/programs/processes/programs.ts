import { kill } from '../../shell/builtins/kill.ts';
import { busybox } from './busybox.ts';
import { env, printenv } from './env.ts';
import { killall, pgrep, pidof, pkill } from './find-processes.ts';
import { busyboxPs, ps } from './ps.ts';
import { nice, nohup, time, timeout } from './run-with.ts';
import { sleep } from './sleep.ts';
import { top } from './top.ts';
import { watch } from './watch.ts';
import { xargs } from './xargs.ts';

/** Programs that show, signal and start processes. */
export const processTools = {
  busybox,
  'busybox ps': busyboxPs,
  env,
  kill,
  killall,
  nice,
  nohup,
  pgrep,
  pidof,
  pkill,
  printenv,
  ps,
  sleep,
  time,
  timeout,
  top,
  watch,
  xargs,
};
