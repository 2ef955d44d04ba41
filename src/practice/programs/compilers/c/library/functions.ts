import type { LibraryFunction } from './library-function.ts';
import { mathFunctions } from './math.ts';
import { memoryFunctions } from './strings.ts';
import { standardFunctions } from './standard.ts';
import { streamFunctions } from './streams.ts';
import { systemFunctions } from './system.ts';

/** By name; the headers (headers.ts) declare them. */
export const libraryFunctions: Readonly<Partial<Record<string, LibraryFunction>>> = {
  ...streamFunctions,
  ...memoryFunctions,
  ...standardFunctions,
  ...systemFunctions,
  ...mathFunctions,
};
