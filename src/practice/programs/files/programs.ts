import { chmod } from './chmod.ts';
import { chgrp, chown } from './chown.ts';
import { cp } from './cp.ts';
import { dd } from './dd.ts';
import { du } from './du.ts';
import { find } from './find.ts';
import { gunzip, gzip, zcat } from './gzip.ts';
import { ln } from './ln.ts';
import { ls } from './ls.ts';
import { mkdir, rmdir } from './mkdir.ts';
import { mktemp } from './mktemp.ts';
import { mv } from './mv.ts';
import { basename, dirname, readlink, realpath } from './paths.ts';
import { rm } from './rm.ts';
import { stat } from './stat.ts';
import { tar } from './tar.ts';
import { touch } from './touch.ts';

/** Programs that list, make, move and remove files. */
export const fileTools = {
  basename,
  chgrp,
  chmod,
  chown,
  cp,
  dd,
  dirname,
  du,
  find,
  gunzip,
  gzip,
  ln,
  ls,
  mkdir,
  mktemp,
  mv,
  readlink,
  realpath,
  rm,
  rmdir,
  stat,
  tar,
  touch,
  zcat,
};
