import type { Program } from '../../process/process.ts';

/** `/bin/true`. */
export const trueProgram: Program = () => Promise.resolve(0);

/** `/bin/false`. */
export const falseProgram: Program = () => Promise.resolve(1);
