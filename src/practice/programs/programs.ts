import type { Program } from '../process/process.ts';
import { chmod } from './files/chmod.ts';
import { chgrp, chown } from './files/chown.ts';
import { cp } from './files/cp.ts';
import { du } from './files/du.ts';
import { ln } from './files/ln.ts';
import { ls } from './files/ls.ts';
import { mkdir, rmdir } from './files/mkdir.ts';
import { mktemp } from './files/mktemp.ts';
import { mv } from './files/mv.ts';
import { basename, dirname, readlink, realpath } from './files/paths.ts';
import { rm } from './files/rm.ts';
import { stat } from './files/stat.ts';
import { touch } from './files/touch.ts';
import { env, printenv } from './processes/env.ts';
import { busyboxPs, ps } from './processes/ps.ts';
import { sleep } from './processes/sleep.ts';
import { date } from './system/date.ts';
import { cat } from './text/cat.ts';
import { cut } from './text/cut.ts';
import { egrep, fgrep, grep } from './text/grep.ts';
import { head } from './text/head.ts';
import { seq } from './text/seq.ts';
import { sort } from './text/sort.ts';
import { tail } from './text/tail.ts';
import { tee } from './text/tee.ts';
import { tr } from './text/tr.ts';
import { uniq } from './text/uniq.ts';
import { wc } from './text/wc.ts';

/** The everyday programs of containers and of the host OS, by the name that a program file gives. */
export const programs: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    basename,
    cat,
    chgrp,
    chmod,
    chown,
    cp,
    cut,
    date,
    dirname,
    du,
    env,
    egrep,
    fgrep,
    grep,
    head,
    ln,
    ls,
    mkdir,
    mktemp,
    mv,
    printenv,
    ps,
    readlink,
    realpath,
    rm,
    rmdir,
    seq,
    sleep,
    sort,
    stat,
    tail,
    tee,
    touch,
    tr,
    uniq,
    wc,
    'busybox ps': busyboxPs,
  }),
);
