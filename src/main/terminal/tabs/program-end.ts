import { endProcesses, listProcesses, treeOf, type ProcessInfo } from '../../processes.ts';
import type { LeftOverMarker } from '../pty/left-over.ts';
import type { Pty } from '../pty/pty.ts';
import type { TerminalSession } from '../session/session.ts';

/** How programs of terminals end with all that they have started. */
export interface ProgramEnd {
  /** Remembers what the program leaves in the background when it ends by itself. */
  follow(pty: Pty, marker: LeftOverMarker): void;
  /** Ends what runs in a terminal, or what its program has left behind; nothing where there has been none. */
  end(session: TerminalSession): Promise<void>;
}

export function createProgramEnd(markerOpening: Promise<LeftOverMarker>): ProgramEnd {
  /** What the shells that have ended have left in the background, by the shell's process. */
  const leftBehind = new Map<number, Promise<ProcessInfo[]>>();

  /** What a shell that has ended leaves in the background is ended with its tab, or at the next start. */
  async function noteLeftBehind(leader: number, marker: LeftOverMarker): Promise<void> {
    // Where they cannot be told, none is ended by its number.
    const members = listProcesses().then(
      (processes) => processes.filter((info) => info.session === leader),
      () => [],
    );
    leftBehind.set(leader, members);
    if ((await members).length > 0) return;
    leftBehind.delete(leader);
    marker.remove(leader);
  }

  /** The number of a session is not given to another as long as one of its members lives. */
  async function stillBehind(leader: number): Promise<ProcessInfo[]> {
    const before = (await leftBehind.get(leader)) ?? [];
    leftBehind.delete(leader);
    if (before.length === 0) return [];
    const now = await listProcesses();
    const isOurs = before.some(({ pid, start }) => now.some((info) => info.pid === pid && info.start === start));
    return isOurs ? now.filter((info) => info.session === leader) : [];
  }

  return {
    follow: (pty, marker) => pty.onExit(() => void noteLeftBehind(pty.pid, marker)),
    async end(session) {
      const { pty } = session;
      if (pty === undefined) return;
      const victims = session.view().state === 'ended' ? await stillBehind(pty.pid) : treeOf(await listProcesses(), pty.pid);
      pty.kill();
      await endProcesses(victims);
      (await markerOpening).remove(pty.pid);
    },
  };
}
