import type { TerminalTarget } from '../../shared/domain/terminal.ts';

/** Runs a lesson's commands where the learner would: in the app in a terminal tab, in `course prove` in a plain shell. */
export interface CommandRunner {
  run(command: LessonCommand, options: RunOptions): Promise<CommandOutcome>;
}

export interface LessonCommand {
  /** As the learner saw it. */
  text: string;
  target: TerminalTarget;
  /** Absolute folder on the laptop. */
  folder?: string;
  /** True where it runs until it is interrupted; then `run` resolves once it was started. */
  endless: boolean;
}

export interface RunOptions {
  signal?: AbortSignal;
  /** Opens a tab of its own instead of using one at its prompt. */
  newTerminal?: boolean;
  /** Told once the command was given to a shell, before it ends. */
  onStarted?: (terminalId: string) => void;
}

export interface CommandOutcome {
  /** Absent where the exit code cannot be known (inside a service's shell, an endless command). */
  exitCode?: number;
  milliseconds: number;
  /** What it printed, without escape sequences; at most the last 20,000 characters. */
  output: string;
}
