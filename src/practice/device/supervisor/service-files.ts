import { Readable } from 'node:stream';
import type { ContainerEngine } from '../../engine/engine.ts';

/** False also where the container does not run, or has no program to ask with. */
export async function hasFile(engine: ContainerEngine, container: string, path: string): Promise<boolean> {
  try {
    const execution = await engine.exec(container, { command: ['test', '-e', path], stdin: Readable.from([]) });
    execution.stdout.resume();
    execution.stderr.resume();
    return (await execution.exited).code === 0;
  } catch {
    return false;
  }
}
