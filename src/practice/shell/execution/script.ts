import type { Statement } from 'unbash';
import { ShellError } from '../control.ts';
import { featuresOf } from '../flavour.ts';
import { reportError } from '../messages.ts';
import { lineAt, parseSource } from '../parsing/source.ts';
import type { SourceUnit } from '../parsing/source.ts';
import { isIncomplete, splitAtError } from '../parsing/syntax-errors.ts';
import type { Shell } from '../state.ts';
import { readBytes, writeText } from './descriptors.ts';
import { runList } from './list.ts';
import { reportSyntaxError } from './syntax-report.ts';

/** Runs a whole text: `-c`, or a file. */
export async function runScript(shell: Shell, text: string): Promise<number> {
  if (shell.options.verbose) await writeText(shell, 2, text.endsWith('\n') ? text : `${text}\n`);
  return runUnit(shell, parseSource(text), shell.input === 'command');
}

/** Runs commands from stdin as they come; each line is read only when it is its turn, so commands can read the rest. */
export async function runInput(shell: Shell): Promise<number> {
  let text = '';
  let firstLine = 1;
  for (;;) {
    const line = await readLine(shell);
    text += line;
    if (line === '' && text === '') return shell.status;
    const unit = parseSource(text, firstLine);
    if (line !== '' && isIncomplete(unit, shell)) continue;
    if (shell.options.verbose) await writeText(shell, 2, text);
    await runUnit(shell, unit, false);
    firstLine += text.split('\n').length - 1;
    text = '';
  }
}

/** A whole line with its end; empty at the end of the input. */
async function readLine(shell: Shell): Promise<string> {
  const chunks: Buffer[] = [];
  for (;;) {
    const bytes = await readBytes(shell, 0, { delimiter: 10 });
    if (bytes === undefined) break;
    chunks.push(bytes);
    if (bytes.at(-1) === 10) break;
  }
  return Buffer.concat(chunks).toString();
}

/** Runs what has been read, and reports a syntax error where it comes to it. */
export async function runUnit(shell: Shell, unit: SourceUnit, mayReplace: boolean): Promise<number> {
  const { statements, error } = splitAtError(unit, shell);
  shell.place = { unit, position: 0 };
  const isLast = mayReplace && error === undefined && featuresOf(shell.flavour).replacesItself;
  await runLines(shell, unit, statements, isLast);
  if (error === undefined) return shell.status;
  await reportSyntaxError(shell, unit, error);
  shell.status = 2;
  if (shell.options.interactive) return 2;
  throw new ShellError('', { status: 2, scope: 'script' });
}

/** An error of an expansion costs bash the rest of its line; the next line is run. */
async function runLines(shell: Shell, unit: SourceUnit, statements: readonly Statement[], isLast: boolean): Promise<void> {
  let skippedLine: number | undefined;
  for (const [index, statement] of statements.entries()) {
    if (skippedLine !== undefined && lineAt(unit, statement.pos) <= skippedLine) continue;
    try {
      await runList(shell, [statement], { isLast: isLast && index === statements.length - 1 });
    } catch (error) {
      if (!(error instanceof ShellError) || error.scope !== 'line') throw error;
      shell.status = await reportError(shell, error);
      skippedLine = lineAt(unit, statement.end);
    }
  }
}
