import type { Program } from '../process/process.ts';
import { ls } from './files/ls.ts';
import { env, printenv } from './processes/env.ts';
import { busyboxPs, ps } from './processes/ps.ts';
import { sleep } from './processes/sleep.ts';
import { date } from './system/date.ts';
import { cat } from './text/cat.ts';

/** The everyday programs of containers and of the host OS, by the name that a program file gives. */
export const programs: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    cat,
    date,
    env,
    ls,
    printenv,
    ps,
    'busybox ps': busyboxPs,
    sleep,
  }),
);
