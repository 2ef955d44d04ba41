import type { Machine, Value, Work } from '../machine.ts';

/** A function of the C library: it gives its result at once, or as work that waits. */
export type LibraryFunction = (machine: Machine, values: readonly Value[]) => Value | Work;
