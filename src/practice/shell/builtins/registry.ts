import type { Shell } from '../state.ts';
import { controlBuiltins } from './control.ts';
import { directoryBuiltins } from './directory.ts';
import { jobBuiltins } from './jobs.ts';
import { limitBuiltins } from './limits.ts';
import { lookupBuiltins } from './lookup.ts';
import { isBuiltin } from './names.ts';
import { optionBuiltins } from './options.ts';
import { outputBuiltins } from './output.ts';
import { readBuiltins } from './read.ts';
import type { Builtin, BuiltinMap } from './builtin.ts';
import { variableBuiltins } from './variables.ts';

const builtins: BuiltinMap = {
  ...controlBuiltins,
  ...directoryBuiltins,
  ...jobBuiltins,
  ...limitBuiltins,
  ...lookupBuiltins,
  ...optionBuiltins,
  ...outputBuiltins,
  ...readBuiltins,
  ...variableBuiltins,
};

/** The built-in command of this name, where this shell has it. */
export function findBuiltin(shell: Shell, name: string): Builtin | undefined {
  return isBuiltin(shell.flavour, name) ? builtins[name] : undefined;
}
