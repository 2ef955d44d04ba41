import { findErrorText, findProgram } from '../process/find-program.ts';
import { runProgram } from '../process/run-program.ts';
import type { AnyCall } from './define-program.ts';
import { quote } from './messages.ts';

type Overrides = NonNullable<Parameters<typeof runProgram>[2]>;

/**
 * Runs another program for `env`, `xargs`, `timeout` and the like, and says so where it cannot be run.
 * Gives its exit status; 127 where there is none by that name, 126 where it cannot be executed.
 */
export async function runCommand(
  call: AnyCall,
  command: readonly string[],
  overrides: Overrides = {},
  wording: (name: string, reason: string) => string = (name, reason) => `${quote(name)}: ${reason}`,
): Promise<number> {
  const { context } = call;
  const [name = ''] = command;
  const environment = overrides.environment ?? context.environment;
  const found = await findProgram(context.system, name, environment, overrides.workingDirectory ?? context.workingDirectory);
  if ('error' in found) {
    await call.complain(wording(name, findErrorText(found.error)));
    return found.error === 'not-found' ? 127 : 126;
  }
  return (await runProgram(context, command, overrides)).code;
}
