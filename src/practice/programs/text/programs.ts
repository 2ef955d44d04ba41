import { echo } from '../../shell/builtins/echo.ts';
import { printf } from '../../shell/builtins/printf.ts';
import { cat } from './cat.ts';
import { cut } from './cut.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { head } from './head.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { sort } from './sort.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';

/** Programs that read, search and change text. */
export const textTools = { cat, cut, echo, egrep, fgrep, grep, head, printf, sed, seq, sort, tail, tee, tr, uniq, wc };
