import type { LibraryFunction } from './library-function.ts';

function one(compute: (x: number) => number): LibraryFunction {
  return (_machine, [x]) => compute(Number(x));
}
function two(compute: (x: number, y: number) => number): LibraryFunction {
  return (_machine, [x, y]) => compute(Number(x), Number(y));
}

/** math.h */
export const mathFunctions: Readonly<Record<string, LibraryFunction>> = {
  sqrt: one(Math.sqrt),
  sin: one(Math.sin),
  cos: one(Math.cos),
  tan: one(Math.tan),
  floor: one(Math.floor),
  ceil: one(Math.ceil),
  fabs: one(Math.abs),
  log: one(Math.log),
  log10: one(Math.log10),
  exp: one(Math.exp),
  atan: one(Math.atan),
  round: one((x) => Math.sign(x) * Math.round(Math.abs(x))),
  pow: two(Math.pow),
  fmod: two((x, y) => x % y),
  atan2: two(Math.atan2),
};
