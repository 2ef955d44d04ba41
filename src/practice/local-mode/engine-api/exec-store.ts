import { randomBytes } from 'node:crypto';
import type { PseudoTerminal } from '../../process/line-discipline.ts';

/** One `exec` of the engine's API: made, then started, then looked at. */
export interface ExecRecord {
  id: string;
  containerId: string;
  command: string[];
  environment: Record<string, string>;
  user: string | undefined;
  workingDirectory: string | undefined;
  hasTerminal: boolean;
  attaches: { stdin: boolean; stdout: boolean; stderr: boolean };
  state: { status: 'created' } | { status: 'running'; pid: number; terminal?: PseudoTerminal } | { status: 'exited'; exitCode: number };
}

export interface ExecStore {
  add(record: Omit<ExecRecord, 'id' | 'state'>): ExecRecord;
  find(id: string): ExecRecord | undefined;
  /** Ids of those that run in the container. */
  runningIn(containerId: string): string[];
}

/** Those that ended are remembered for whoever asks for the exit code; the oldest go first. */
const remembered = 500;

export function createExecStore(): ExecStore {
  const records = new Map<string, ExecRecord>();
  return {
    add(given) {
      const record: ExecRecord = { ...given, id: randomBytes(32).toString('hex'), state: { status: 'created' } };
      records.set(record.id, record);
      for (const [id, { state }] of records) {
        if (records.size <= remembered) break;
        if (state.status !== 'running') records.delete(id);
      }
      return record;
    },
    find: (id) => records.get(id) ?? [...records.values()].find((record) => id.length >= 4 && record.id.startsWith(id)),
    runningIn: (containerId) =>
      [...records.values()].filter((record) => record.containerId === containerId && record.state.status === 'running').map(({ id }) => id),
  };
}
