import type { ClosedTerminal, TerminalView } from '../../shared/domain/terminal.ts';
import type { Problem } from './problem.ts';

export interface TerminalsState {
  /** In the order of their tabs. */
  views: readonly TerminalView[];
  /** Those that can be opened again, the one that was closed last first. */
  closed: readonly ClosedTerminal[];
  /** The one in front; where two are shown, the one that was used last. */
  activeId: string | undefined;
  /** Two terminals side by side. */
  split: Split | undefined;
  /** Shells of this machine, the learner's own first. */
  shells: readonly { file: string; name: string }[];
  /** File of the one that new terminals have. */
  usualShell: string;
  /** What a terminal waits for the learner to say. */
  question: TerminalQuestion | undefined;
  /** The terminal that takes the focus as soon as it is drawn, as one does that the learner opened by hand; `noTerminal`: what stands there without any. */
  focusId: string | undefined;
  /** Names that the learner gave, by id. */
  names: Readonly<Record<string, string>>;
  /** The one whose name is being written. */
  renamingId: string | undefined;
  /** What happened in terminals that are not shown, by id. */
  news: Readonly<Record<string, TerminalNews>>;
  problem: Problem | undefined;
  /** Raised after a lost connection, so that each session is drawn anew from main's replay. */
  generation: number;
}

export interface Split {
  left: string;
  right: string;
}

/** In a terminal that is not shown: its command ended well or not, it rang, or it printed something. */
export type TerminalNews = 'failed' | 'bell' | 'finished' | 'output';

export type TerminalQuestion =
  /** Several lines, or one with its line end, are about to be pasted; `isWhole` where what reads there can tell the paste from keys. */
  | { kind: 'paste'; id: string; text: string; isWhole: boolean; paste: (text: string) => void }
  | { kind: 'link'; id: string; address: string }
  /** Something runs there, or (`isIdle`) only its text would be lost. */
  | { kind: 'close'; id: string; isIdle: boolean }
  | { kind: 'restart'; id: string };
