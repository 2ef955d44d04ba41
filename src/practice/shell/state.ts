import type { CommandNode, CompoundCommand, CompoundList, ParsedScript, Redirected, Statement } from 'unbash';
import type { OpenFile } from '../process/open-file.ts';
import type { ProgramContext } from '../process/process.ts';
import type { Signal } from '../process/signals.ts';
import type { Flavour } from './flavour.ts';
import type { JobTable } from './execution/job-table.ts';
import type { SourceUnit } from './parsing/source.ts';
import type { VariableStore } from './variables.ts';

/** All that a running shell knows. A subshell starts with a copy. */
export interface Shell {
  readonly flavour: Flavour;
  /** `$0`. */
  name: string;
  readonly context: ProgramContext;
  readonly interpreter: Interpreter;
  readonly variables: VariableStore;
  readonly functions: Map<string, ShellFunction>;
  readonly aliases: Map<string, string>;
  readonly options: ShellOptions;
  positional: string[];
  /** Descriptors; the shell holds each of them. */
  readonly files: Map<number, OpenFile>;
  workingDirectory: string;
  /** `$?`. */
  status: number;
  /** Of the last pipeline, for `pipefail` and PIPESTATUS. */
  pipelineStatuses: number[];
  /** `$$`: that of the first shell, also in a subshell. */
  readonly processId: number;
  /** `$!`. */
  lastBackground: number | undefined;
  readonly jobs: JobTable;
  /** Commands by signal, and `EXIT`; an empty command ignores. */
  readonly traps: Map<TrapCondition, string>;
  /** Signals with a trap that came and whose command has not run yet. */
  arrived: Signal[];
  /** Where the command that runs now stands. */
  place: { unit: SourceUnit; position: number; end?: number };
  readonly depth: { loop: number; function: number; source: number; subshell: number };
  /** Above zero while a failure is only looked at (`if`, `&&`, `!`), so that `set -e` leaves it. */
  tolerated: number;
  umask: number;
  /** Where the script comes from; it decides on wordings. */
  readonly input: 'command' | 'file' | 'stdin' | 'terminal';
  readonly startedAt: number;
  /** Aborted by Ctrl-C while an interactive shell runs a line; anew for each line. */
  interruption: AbortSignal | undefined;
  /** Wakes `wait` when a signal with a trap comes. */
  onArrival: (() => void) | undefined;
  /** Paths of `<( )` that the command which runs now reads; removed after it. */
  temporaryFiles: string[];
  /** Where `getopts` is; OPTIND that is not what it wrote there starts it anew. */
  readonly getopts: { index: number; offset: number; written: string };
  /** bash's `shopt -s extglob`. */
  hasExtendedPatterns: boolean;
  /** Lines of the user, oldest first. */
  readonly history: string[];
  /** `exit` has been asked for while jobs are stopped. */
  isExitConfirmed: boolean;
  /** Status of the last `$(…)` of a command without words. */
  substitutionStatus: number | undefined;
}

/** `ERR` is bash's: a command that `set -e` would end at. */
export type TrapCondition = Signal | 'EXIT' | 'ERR';

export interface ShellFunction {
  name: string;
  body: CompoundCommand | Redirected | CompoundList;
  unit: SourceUnit;
}

export interface ShellOptions {
  allexport: boolean;
  errexit: boolean;
  interactive: boolean;
  monitor: boolean;
  noclobber: boolean;
  noexec: boolean;
  noglob: boolean;
  nounset: boolean;
  pipefail: boolean;
  verbose: boolean;
  xtrace: boolean;
}

/** What expansion and built-in commands ask of execution. */
export interface Interpreter {
  /** Runs every statement of a text (`eval`, `.`, traps); syntax errors are reported and give status 2. */
  runText(shell: Shell, text: string, origin: string): Promise<number>;
  runList(shell: Shell, statements: readonly Statement[], options?: RunOptions): Promise<number>;
  runCommand(shell: Shell, node: CommandNode | CompoundList, options?: RunOptions): Promise<number>;
  /** The output of `$(…)`, without its last line ends. */
  substitute(shell: Shell, script: ParsedScript | undefined, unit: SourceUnit): Promise<string>;
  /** `<(…)` or `>(…)` as the target of a redirection; the caller holds the file. */
  pipeSubstitution(shell: Shell, script: ParsedScript | undefined, operator: '<' | '>'): Promise<OpenFile>;
  /** Path that stands for `<(…)`. */
  fileSubstitution(shell: Shell, script: ParsedScript | undefined, operator: '<' | '>'): Promise<string>;
  /** Runs a built-in command or program whose words have been expanded (`command`, `exec`). */
  runWords(shell: Shell, words: readonly string[], options: RunOptions & { isBuiltinWanted: boolean }): Promise<number>;
}

export interface RunOptions {
  /** Nothing follows in this process: a program may take the shell's place. */
  isLast?: boolean;
}
