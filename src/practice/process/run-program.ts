import { findProgram } from './find-program.ts';
import type { ExitStatus, ProgramContext, SpawnRequest } from './process.ts';
import { flushOutput } from './process-streams.ts';

export type RunOverrides = Partial<
  Pick<SpawnRequest, 'environment' | 'workingDirectory' | 'stdin' | 'stdout' | 'stderr' | 'user' | 'group'>
>;

/**
 * Runs another program as a child (`xargs`, `find -exec`, `env`, `timeout`) with this one's streams, and resolves with its
 * end. Prints nothing itself: a program that is not found gives code 127, one that cannot be run 126.
 */
export async function runProgram(
  context: ProgramContext,
  argumentVector: readonly string[],
  overrides: RunOverrides = {},
): Promise<ExitStatus> {
  const spawned = await spawnProgram(context, argumentVector, overrides);
  return 'code' in spawned ? spawned : spawned.exited;
}

/** As `runProgram`, for a caller that needs the process itself (`timeout` sends it a signal). */
export async function spawnProgram(
  context: ProgramContext,
  argumentVector: readonly string[],
  overrides: RunOverrides = {},
): Promise<import('./process.ts').Process | { code: 126 | 127 }> {
  const environment = overrides.environment ?? context.environment;
  const workingDirectory = overrides.workingDirectory ?? context.workingDirectory;
  const found = await findProgram(context.system, argumentVector[0] ?? '', environment, workingDirectory);
  if ('error' in found) return { code: found.error === 'not-found' ? 127 : 126 };
  // What this program has printed so far comes before what the child prints.
  await Promise.all([flushOutput(context.stdout), flushOutput(context.stderr)]);
  return context.system.processes.spawn({
    program: found.program,
    arguments: argumentVector,
    environment,
    workingDirectory,
    stdin: overrides.stdin ?? context.stdin,
    stdout: overrides.stdout ?? context.stdout,
    stderr: overrides.stderr ?? context.stderr,
    parent: context.process,
    ...(overrides.user === undefined ? {} : { user: overrides.user }),
    ...(overrides.group === undefined ? {} : { group: overrides.group }),
    ...(context.terminal === undefined ? {} : { terminal: context.terminal }),
  });
}
