import type { Terminal } from '../../process/terminal.ts';
import { describeJob, reportEndedJobs } from '../builtins/jobs.ts';
import { ExitControl, InterruptControl, LoopControl, ReturnControl, ShellError } from '../control.ts';
import { readBytes, writeText } from '../execution/descriptors.ts';
import { runInput, runUnit } from '../execution/script.ts';
import { runTraps } from '../execution/traps.ts';
import { reportError } from '../messages.ts';
import { parseSource } from '../parsing/source.ts';
import { isIncomplete } from '../parsing/syntax-errors.ts';
import type { Shell } from '../state.ts';
import { completeWord } from './completion.ts';
import { expandHistory } from './history-expansion.ts';
import { loadHistory, rememberLine } from './history.ts';
import { createLineEditor } from './line-editor.ts';
import type { LineEditor } from './line-editor.ts';
import { promptText } from './prompt.ts';

/** Prompt, line, run, and again, until `exit` or Ctrl-D. */
export async function runInteractively(shell: Shell): Promise<number> {
  const { terminal } = shell.context;
  if (terminal === undefined) return runInput(shell);
  // Keys are for the jobs; a shell that is asked to end from outside ends by SIGHUP or SIGKILL.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGTSTP'] as const) shell.context.onSignal(signal, () => undefined);
  await loadHistory(shell);
  const editor = createEditor(shell, terminal);
  for (;;) {
    if (shell.arrived.length > 0) await runTraps(shell);
    await reportEndedJobs(shell);
    const text = await readCommand(shell, terminal, editor);
    if (text === 'end') {
      if (await mayLeave(shell)) return shell.status;
    } else if (text === 'interrupt') {
      shell.status = 130;
    } else if (text.trim() !== '') {
      await runLine(shell, terminal, text);
    }
  }
}

function createEditor(shell: Shell, terminal: Terminal): LineEditor {
  return createLineEditor({
    read: () => readBytes(shell, 0, { maximum: 1 }),
    write: (text) => writeText(shell, 2, text),
    // Before the first resize a client may report no size at all.
    columns: () => (terminal.columns > 0 ? terminal.columns : 80),
    onResize: (listener) => terminal.onResize(listener),
    history: shell.history,
    complete: (text, cursor) => completeWord(shell, text, cursor),
  });
}

/** Reads lines until they make a whole command. */
async function readCommand(shell: Shell, terminal: Terminal, editor: LineEditor): Promise<string> {
  let text = '';
  for (;;) {
    terminal.mode = 'raw';
    const result = await editor.readLine(await promptText(shell, text === '' ? 'PS1' : 'PS2'));
    terminal.mode = 'cooked';
    if (result.kind === 'interrupt') return 'interrupt';
    if (result.kind === 'end') {
      if (text === '') return 'end';
      break;
    }
    const line = shell.flavour === 'bash' ? await withHistory(shell, result.text) : result.text;
    if (line === undefined) return '';
    text += `${line}\n`;
    if (!isIncomplete(parseSource(text), shell)) break;
  }
  await rememberLine(shell, text);
  return text;
}

/** The line with `!!` and its like replaced, which is shown; undefined where there is no such line. */
async function withHistory(shell: Shell, line: string): Promise<string | undefined> {
  if (!line.includes('!')) return line;
  const expansion = expandHistory(line, shell.history);
  if ('missing' in expansion) {
    await writeText(shell, 2, `${shell.name.replace(/^-/, '')}: ${expansion.missing}: event not found\n`);
    return undefined;
  }
  if (expansion.isChanged) await writeText(shell, 2, `${expansion.text}\n`);
  return expansion.text;
}

async function runLine(shell: Shell, terminal: Terminal, text: string): Promise<void> {
  const interruption = new AbortController();
  shell.interruption = interruption.signal;
  terminal.foreground = (signal) => {
    if (signal === 'SIGINT') interruption.abort();
    // What the shell has started without a group of its own, such as `$(…)`; it catches the signal itself.
    if (signal !== 'SIGTSTP') shell.context.system.processes.signal(-shell.context.process.group, signal);
  };
  const wasConfirmed = shell.isExitConfirmed;
  try {
    await runUnit(shell, parseSource(text), false);
  } catch (error) {
    // What is printed now is not part of what was interrupted.
    shell.interruption = undefined;
    shell.status = await statusOf(shell, error, interruption.signal.aborted);
  } finally {
    shell.interruption = undefined;
    terminal.foreground = undefined;
    terminal.mode = 'cooked';
    if (wasConfirmed) shell.isExitConfirmed = false;
  }
}

/** What ends a script ends only the line here; `exit` goes on to whoever started the session. */
async function statusOf(shell: Shell, error: unknown, isInterrupted: boolean): Promise<number> {
  if (error instanceof ExitControl) throw error;
  if (error instanceof InterruptControl) {
    if (isInterrupted) await writeText(shell, 2, '\n');
    return 130;
  }
  if (error instanceof ReturnControl) return error.status;
  if (error instanceof LoopControl) return 0;
  if (error instanceof ShellError) return reportError(shell, error);
  throw error;
}

async function mayLeave(shell: Shell): Promise<boolean> {
  const stopped = shell.jobs.list().filter((job) => job.state === 'stopped');
  if (stopped.length > 0 && !shell.isExitConfirmed) {
    shell.isExitConfirmed = true;
    await writeText(shell, 2, `There are stopped jobs.\n${stopped.map((job) => describeJob(shell, job)).join('')}`);
    return false;
  }
  if (shell.flavour === 'bash') await writeText(shell, 2, shell.name.startsWith('-') ? 'logout\n' : 'exit\n');
  return true;
}
