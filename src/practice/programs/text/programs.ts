import { echo } from '../../shell/builtins/echo.ts';
import { printf } from '../../shell/builtins/printf.ts';
import { awk } from './awk.ts';
import { cat } from './cat.ts';
import { comm } from './comm.ts';
import { cut } from './cut.ts';
import { diff } from './diff.ts';
import { base64, md5sum, sha1sum, sha224sum, sha256sum, sha384sum, sha512sum } from './encodings.ts';
import { fold } from './fold.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { nl } from './nl.ts';
import { less } from './pager.ts';
import { paste } from './paste.ts';
import { rev, tac } from './reverse.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { sort } from './sort.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';

/** Programs that read, search and change text. */
export const textTools = {
  awk,
  base64,
  cat,
  comm,
  cut,
  diff,
  echo,
  egrep,
  fgrep,
  fold,
  grep,
  head,
  less,
  md5sum,
  nl,
  paste,
  printf,
  rev,
  sed,
  seq,
  sha1sum,
  sha224sum,
  sha256sum,
  sha384sum,
  sha512sum,
  sort,
  tac,
  tail,
  tee,
  tr,
  uniq,
  wc,
  mawk: awk,
  more: less,
};
