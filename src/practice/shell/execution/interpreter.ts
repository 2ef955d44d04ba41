import { ShellError } from '../control.ts';
import { parseSource } from '../parsing/source.ts';
import { splitAtError } from '../parsing/syntax-errors.ts';
import type { Interpreter, Shell } from '../state.ts';
import { runCommand } from './command.ts';
import { runList } from './list.ts';
import { runExpandedWords } from './simple-command.ts';
import { fileSubstitution, pipeSubstitution, substitute } from './substitution.ts';
import { reportSyntaxError } from './syntax-report.ts';

/** Execution, put together; expansion and built-in commands reach it through the shell, so that no modules depend on each other in a circle. */
export const interpreter: Interpreter = {
  runText,
  runList,
  runCommand,
  substitute,
  pipeSubstitution,
  fileSubstitution,
  runWords: runExpandedWords,
};

/** Runs a text as a whole. What stands on lines before a syntax error is run first, as a shell that reads line by line does. */
async function runText(shell: Shell, text: string, origin: string): Promise<number> {
  const unit = parseSource(text, 1, origin);
  const { statements, error } = splitAtError(unit, shell);
  const { place } = shell;
  shell.place = { unit, position: 0 };
  try {
    let status = statements.length === 0 ? 0 : await runList(shell, statements);
    if (error !== undefined) {
      status = 2;
      await reportSyntaxError(shell, unit, error);
      // Inside `eval` or `.` it ends a POSIX shell's script (POSIX XCU 2.8.1).
      if (shell.flavour !== 'bash' && !shell.options.interactive) throw new ShellError('', { status: 2, scope: 'script' });
    }
    shell.status = status;
    return status;
  } finally {
    shell.place = place;
  }
}
