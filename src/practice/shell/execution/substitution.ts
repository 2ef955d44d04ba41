import type { ParsedScript } from 'unbash';
import { createPipe } from '../../process/open-file.ts';
import type { OpenFile } from '../../process/open-file.ts';
import { ShellError } from '../control.ts';
import type { SourceUnit } from '../parsing/source.ts';
import { syntaxErrorOf } from '../parsing/syntax-errors.ts';
import type { Shell } from '../state.ts';
import { fork } from './fork.ts';
import { reportSyntaxError } from './syntax-report.ts';
import { unlessEnded } from './waiting.ts';

/** Runs the script in a process of its own and gives its output without the line ends at its end. */
export async function substitute(shell: Shell, script: ParsedScript | undefined, unit: SourceUnit): Promise<string> {
  if (script === undefined) return '';
  await refuseErrors(shell, script, unit);
  const pipe = createPipe();
  const process = fork(
    shell,
    (child) => {
      // bash does not hand `set -e` on to `$(…)` (its inherit_errexit is off).
      if (child.flavour === 'bash') child.options.errexit = false;
      return runIn(child, script, unit);
    },
    { files: new Map([[1, pipe.writer]]) },
  );
  pipe.writer.release();
  const output = await readAll(shell, pipe.reader);
  const end = await unlessEnded(shell, process.exited);
  shell.status = end.code;
  shell.substitutionStatus = end.code;
  // A text cannot hold a NUL; shells leave it out.
  return output.toString().replaceAll('\0', '').replace(/\n+$/, '');
}

/** `<(…)` or `>(…)` as the target of a redirection: the pipe itself. */
export async function pipeSubstitution(shell: Shell, script: ParsedScript | undefined, operator: '<' | '>'): Promise<OpenFile> {
  const pipe = createPipe();
  const [given, kept] = operator === '<' ? [pipe.writer, pipe.reader] : [pipe.reader, pipe.writer];
  await start(shell, script, operator === '<' ? 1 : 0, given);
  given.release();
  return kept;
}

/**
 * `<(…)` as a word: a path. The file system holds no pipes, so the output is gathered in a file that is removed when
 * the command has run.
 */
export async function fileSubstitution(shell: Shell, script: ParsedScript | undefined, operator: '<' | '>'): Promise<string> {
  if (operator === '>') throw new ShellError('>(…) as an argument: not supported on the practice device', { status: 1, scope: 'command' });
  const pipe = createPipe();
  await start(shell, script, 1, pipe.writer);
  pipe.writer.release();
  const output = await readAll(shell, pipe.reader);
  const path = `/tmp/.fd-${String(shell.context.process.pid)}-${String(shell.temporaryFiles.length)}`;
  const { fileSystem } = shell.context.system;
  await fileSystem.makeDirectory('/tmp', { recursive: true });
  await fileSystem.writeFile(path, output, { mode: 0o600 });
  shell.temporaryFiles.push(path);
  return path;
}

/** Removes the files of `<(…)` that came after the first `kept`. */
export async function removeTemporaryFiles(shell: Shell, kept: number): Promise<void> {
  for (const path of shell.temporaryFiles.splice(kept)) await shell.context.system.fileSystem.remove(path).catch(() => undefined);
}

async function start(shell: Shell, script: ParsedScript | undefined, descriptor: number, file: OpenFile): Promise<void> {
  if (shell.flavour !== 'bash') throw new ShellError('Syntax error: "(" unexpected', { status: 2, scope: 'script' });
  if (script === undefined) return;
  const { unit } = shell.place;
  await refuseErrors(shell, script, unit);
  const process = fork(shell, (child) => runIn(child, script, unit), { files: new Map([[descriptor, file]]) });
  shell.lastBackground = process.pid;
}

function runIn(child: Shell, script: ParsedScript, unit: SourceUnit): Promise<number> {
  child.place = { unit, position: script.commands[0]?.pos ?? 0 };
  return child.interpreter.runList(child, script.commands, { isLast: true });
}

async function readAll(shell: Shell, reader: OpenFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for (;;) {
      const chunk = await unlessEnded(shell, reader.read({ abort: shell.context.ended }));
      if (chunk === undefined) return Buffer.concat(chunks);
      chunks.push(chunk);
    }
  } finally {
    reader.release();
  }
}

async function refuseErrors(shell: Shell, script: ParsedScript, unit: SourceUnit): Promise<void> {
  const problem = syntaxErrorOf({ ...unit, script }, { flavour: shell.flavour, hasExtendedPatterns: true });
  if (problem === undefined) return;
  await reportSyntaxError(shell, unit, problem);
  throw new ShellError('', { status: 2, scope: 'script' });
}
