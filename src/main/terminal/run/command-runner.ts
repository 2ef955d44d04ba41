import type { WhenBusy } from '../../../shared/course/progress.ts';
import type { TerminalTarget } from '../../../shared/domain/terminal.ts';

/** Runs a lesson's commands where the learner would: in the app in a terminal tab, in `course prove` in a plain shell. */
export interface CommandRunner {
  run(command: LessonCommand, options: RunOptions): Promise<CommandOutcome>;
  /** Interrupts what runs in a terminal, as Ctrl+C does. Rejects with FleetlabError `not-interrupted` where it goes on. */
  interrupt?(terminalId: string): Promise<void>;
  /** Resolves once a terminal could have the command, which was refused because all were busy. Rejects with `cancelled`. */
  whenFree?(command: LessonCommand, options: Pick<RunOptions, 'terminalId'> & { signal: AbortSignal }): Promise<void>;
  /**
   * Hears of each command of one line that somebody types by hand, as it begins. The listener resolves to whether it is one of the lesson's: only
   * then is it followed to its end. Returns the function that ends it.
   */
  onTyped?(listener: (command: TypedCommand) => Promise<boolean>): () => void;
}

/** A command that somebody typed into a terminal, not Run. */
export interface TypedCommand extends Pick<LessonCommand, 'text' | 'target'> {
  environment: string;
  terminalId: string;
  /** The shell's folder when it began, where it tells one. */
  folder?: string;
  /** Its end, before what it printed is read. */
  ending: Promise<void>;
  /** What comes of it. */
  outcome: Promise<EndedCommand>;
}

export interface EndedCommand extends CommandOutcome {
  /** Its shell, or the connection, ended first: the exit code of that is not the command's. */
  isCut?: true;
}

export interface LessonCommand {
  /** As the learner saw it. */
  text: string;
  target: TerminalTarget;
  /** Id of the environment that it is meant for: it runs in no other's terminals. Any unless told. */
  environment?: string;
  /** Absolute folder on the laptop. */
  folder?: string;
  /** True where it runs until it is interrupted; then `run` resolves once it was started. */
  endless: boolean;
}

export interface RunOptions {
  /** Stops waiting for a terminal; a command that runs is interrupted, and ends with the exit code that this gives. */
  signal?: AbortSignal;
  /** `refuse` unless told. */
  whenBusy?: WhenBusy;
  /** The terminal in front of the learner: taken before others that could have the command. */
  terminalId?: string;
  /** Told once the command was given to a shell, before it ends. */
  onStarted?: (terminalId: string) => void;
  /** Told when a command without end has ended after all, some time after `run` resolved. */
  onEnded?: (outcome: CommandOutcome) => void;
  /** Comes at that moment, before what it printed is read. */
  onEnding?: () => void;
}

export interface CommandOutcome {
  /**
   * Of several commands, the first one's that failed; else the last one's. Absent where it cannot be known (a shell without marks, an endless
   * command).
   */
  exitCode?: number;
  milliseconds: number;
  /** What it printed, without escape sequences; at most the last 20,000 characters. */
  output: string;
  /** How many lines it printed before those; absent where there are none. */
  omittedLines?: number;
  /** It was interrupted: by `signal`, or by Ctrl-C in its terminal. */
  isStopped?: boolean;
}
