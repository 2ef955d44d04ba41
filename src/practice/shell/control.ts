/** How a command leaves the ordinary order of execution. They travel as exceptions and are no errors. */

/** `exit`, `set -e`, or an error that ends a script. */
export class ExitControl extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

export class ReturnControl extends Error {
  readonly status: number;
  constructor(status: number) {
    super('return');
    this.status = status;
  }
}

/** `break` or `continue` of as many loops as `levels`. */
export class LoopControl extends Error {
  readonly kind: 'break' | 'continue';
  levels: number;
  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
  }
}

/**
 * A command that could not be carried out; the message has not been printed yet. `scope` says how much of a script ends
 * with it: the `command` alone, the rest of the `line` (bash's way with expansion errors), or the `script`.
 */
export class ShellError extends Error {
  readonly status: number;
  readonly scope: 'command' | 'line' | 'script';
  readonly command: string | undefined;
  /** Printed without the shell's name and line: a usage, some messages of dash. */
  readonly isBare: boolean;

  constructor(message: string, options: { status: number; scope: ShellError['scope']; command?: string; isBare?: boolean }) {
    super(message);
    this.name = 'ShellError';
    this.status = options.status;
    this.scope = options.scope;
    this.command = options.command;
    this.isBare = options.isBare ?? false;
  }
}

/** Ctrl-C in an interactive shell: the whole line is given up. */
export class InterruptControl extends Error {
  constructor() {
    super('interrupt');
  }
}
