import { makeSystem } from '../practice-system.ts';
import type { PracticeSystem, Result } from '../practice-system.ts';

const headers = 'stdio stdlib string unistd signal time ctype errno stdint limits math';

/** A machine with the C library's headers and glibc's loader, and the sources in its working directory. */
export function machineWith(sources: Record<string, string>): PracticeSystem {
  const own = Object.entries(sources).map(([name, text]): [string, string] => [`/w/${name}`, text]);
  const includes = headers.split(' ').map((name): [string, string] => [`/usr/include/${name}.h`, '']);
  return makeSystem({ ...Object.fromEntries<string>([...own, ...includes]), '/lib64/ld-linux-x86-64.so.2': '\x7fELF\n\0' });
}

/** Compiles `hello.c` and runs it; the compiler's complaint where there is one. */
export async function runC(
  source: string,
  parameters: string[] = [],
  options: { input?: string; environment?: Record<string, string> } = {},
): Promise<Result> {
  const { run } = machineWith({ 'hello.c': source });
  const compiled = await run(['gcc', '-o', 'hello', 'hello.c']);
  return compiled.code === 0 ? run(['./hello', ...parameters], options) : compiled;
}
