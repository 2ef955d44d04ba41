import { z } from 'zod';
import { endProcesses, isAlive, listProcesses, startOf, treeOf } from '../../processes.ts';
import { openStateFile } from '../../../storage/state-file.ts';

const marker = z.object({ leaders: z.array(z.object({ pid: z.number().int().positive(), start: z.string() })) });

/** Notes the terminals' programs on disk, so that those of a Fleetlab that was killed are ended at the next start. */
export interface LeftOverMarker {
  add(pid: number): Promise<void>;
  remove(pid: number): void;
  /** A sentence about a damaged file, where there was one. */
  readonly notice: string | undefined;
  flush(): Promise<void>;
}

/** Ends what an earlier run left behind, then begins a new list. */
export async function openLeftOverMarker(path: string): Promise<LeftOverMarker> {
  const file = await openStateFile({ path, version: 1, schema: marker, initial: () => ({ leaders: [] }) });
  if (file.value.leaders.length > 0) {
    await sweep(file.value.leaders);
    file.save({ leaders: [] });
  }
  return {
    async add(pid) {
      const start = await startOf(pid);
      if (start === undefined) return;
      file.save({ leaders: [...file.value.leaders, { pid, start }] });
      await file.flush().catch(() => undefined);
    },
    remove(pid) {
      file.save({ leaders: file.value.leaders.filter((leader) => leader.pid !== pid) });
    },
    notice: file.notice,
    flush: () => file.flush().catch(() => undefined),
  };
}

async function sweep(leaders: readonly { pid: number; start: string }[]): Promise<void> {
  const processes = await listProcesses();
  for (const { pid, start } of leaders) {
    const leader = processes.find((info) => info.pid === pid);
    // The number belongs to another program by now.
    if (leader !== undefined && leader.start !== start) continue;
    if (leader === undefined && isAlive(pid)) continue;
    // A number that still names a session is not given out again; after a restart of the machine the start text differs in its first part.
    const sameBoot = processes.filter((info) => info.start.split(':')[0] === start.split(':')[0]);
    const victims = leader === undefined ? sameBoot.filter((info) => info.session === pid) : treeOf(processes, pid);
    await endProcesses(victims);
  }
}
