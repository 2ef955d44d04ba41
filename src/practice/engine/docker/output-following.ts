import type Docker from 'dockerode';
import type { ContainerInfo, EngineEvent } from '../engine.ts';
import type { OpenAnswer } from './connection.ts';
import { createLogReader } from './output-frames.ts';
import type { LogLine } from './output-frames.ts';

export interface OutputFollower {
  /** Its output is reported from the first line on. */
  expect(id: string): void;
  /** Reports the output of a container's run, from the line behind the one reported last. */
  follow(container: ContainerInfo): void;
  /** Resolves when what the container wrote in its run is reported. */
  drain(id: string): Promise<void>;
  forget(id: string): void;
  close(): void;
}

interface Followed {
  /** Of the line reported last, in the engine's own nanoseconds. */
  last: bigint;
  /** The runs so far, one behind the other. */
  runs: Promise<void>;
  open?: OpenAnswer;
}

/** What a container that has ended still has to say is there at once; an engine that keeps the log open must not stop the events. */
const drainTime = 2000;
/** The engine notes a start after the process may have written its first line. */
const startTolerance = 1000;

/** Reports containers' output as events while they run. */
export function followOutput(options: { docker: Docker; isTerminal: boolean; emit: (event: EngineEvent) => void }): OutputFollower {
  const { docker, isTerminal, emit } = options;
  const followed = new Map<string, Followed>();

  function entryOf(id: string, last: bigint): Followed {
    const entry: Followed = followed.get(id) ?? { last, runs: Promise.resolve() };
    followed.set(id, entry);
    return entry;
  }

  async function read(container: ContainerInfo, entry: Followed): Promise<void> {
    const stream = (await docker.getContainer(container.id).logs({
      follow: true,
      stdout: true,
      stderr: true,
      timestamps: true,
      since: sinceOf(entry.last),
    })) as unknown as OpenAnswer;
    entry.open = stream;
    if (!followed.has(container.id)) stream.destroy();
    const reader = createLogReader({ isTerminal });
    const report = (lines: LogLine[]): void => {
      for (const { order, timestamp, stream: name, message } of lines) {
        if (order <= entry.last) continue;
        entry.last = order;
        emit({ kind: 'output', container, line: { timestamp, stream: name, message } });
      }
    };
    for await (const chunk of stream) report(reader.read(chunk));
    report(reader.end());
  }

  return {
    expect: (id) => void entryOf(id, 0n),
    follow(container) {
      const startedAt = container.state.status === 'running' ? container.state.startedAt : container.createdAt;
      const entry = entryOf(container.id, BigInt(startedAt - startTolerance) * 1_000_000n);
      // The container ended or the engine went away: its log stays readable by `containerLog`.
      entry.runs = entry.runs.then(() => read(container, entry)).catch(() => undefined);
    },
    async drain(id) {
      const timer = new AbortController();
      const late = new Promise<void>((resolve) => {
        const timeout = setTimeout(resolve, drainTime);
        timer.signal.addEventListener('abort', () => clearTimeout(timeout));
      });
      await Promise.race([followed.get(id)?.runs, late]);
      timer.abort();
    },
    forget(id) {
      const entry = followed.get(id);
      followed.delete(id);
      entry?.open?.destroy();
    },
    close() {
      const open = [...followed.values()];
      followed.clear();
      for (const entry of open) entry.open?.destroy();
    },
  };
}

/** The engine's `since` is in seconds with a fraction. */
function sinceOf(last: bigint): string {
  return `${String(last / 1_000_000_000n)}.${String(last % 1_000_000_000n).padStart(9, '0')}`;
}
