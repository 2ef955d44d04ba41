import { stripVTControlCharacters } from 'node:util';
import type { CommandOutcome, LessonCommand, RunOptions } from './command-runner.ts';
import { cancelled, shellEnded } from './await-prompt.ts';
import { interruptKey, interruptPause, mostInterrupts, notInterrupted } from './interrupt.ts';
import { endsInPrompt } from './prompt-guess.ts';
import type { SessionEvent, TerminalSession } from './session.ts';

type Command = Pick<LessonCommand, 'text' | 'endless'>;
interface Options {
  signal?: AbortSignal | undefined;
  onStarted?: RunOptions['onStarted'] | undefined;
  onEnded?: RunOptions['onEnded'] | undefined;
}

/** Milliseconds without a further command after which a block of several lines is done. */
const blockPause = 250;
const longestOutput = 20_000;

/**
 * Runs at the prompt of a shell with marks: the exit code is the shell's own, also after an interrupt (130). Rejects with FleetlabError
 * `terminal-ended`, and `not-interrupted` where the program does not heed the interrupt.
 */
export function runAtMarks(session: TerminalSession, command: Command, options: Options): Promise<CommandOutcome> {
  const text = command.text.trimEnd();
  // A shell behind SSH gets line after line, as from a patient typist: not every one takes a paste, and what is typed ahead of it is not
  // shown where it belongs.
  const lines = session.target.kind === 'laptop' ? [] : text.split('\n');
  const isBlock = text.includes('\n') && lines.length === 0;
  const startedAt = performance.now();
  const output = createOutput();
  let exitCode: number | undefined;
  let isRunning = false;
  let hasStarted = false;
  let isPromptNew = false;
  let pause: NodeJS.Timeout | undefined;

  const done = follow(session, options, (event, resolve) => {
    switch (event.kind) {
      case 'command-start':
        clearTimeout(pause);
        isRunning = true;
        if (!hasStarted) options.onStarted?.(session.id);
        hasStarted = true;
        if (!command.endless) break;
        tellEnd(session, options.onEnded);
        resolve();
        break;
      case 'text':
        if (isRunning) output.push(event.data);
        break;
      case 'command-end':
        isRunning = false;
        exitCode = event.exitCode;
        break;
      case 'folder':
        isPromptNew = true;
        break;
      case 'prompt-end':
        // A prompt that is only drawn again (a resize) comes without the folder.
        if (!isPromptNew) break;
        isPromptNew = false;
        if (lines.length > 0) typeNext();
        else if (isBlock) pause = setTimeout(resolve, blockPause);
        else resolve();
        break;
      case 'continuation':
        // Its prompt and the echo of the next line are not what the command printed.
        isRunning = false;
        if (lines.length > 0) typeNext();
        break;
      case 'prompt-start':
      case 'ended':
        break;
    }
  });
  if (lines.length > 0) typeNext();
  else session.type(asTyped(session, text));

  function typeNext(): void {
    session.type(asLine(session, lines.shift() ?? ''));
  }

  return done.then(() => ({
    ...(exitCode === undefined || command.endless ? {} : { exitCode }),
    milliseconds: performance.now() - startedAt,
    output: output.text(),
  }));
}

/** Waits until the command that runs now ends. */
function tellEnd(session: TerminalSession, onEnded: RunOptions['onEnded']): void {
  if (onEnded === undefined) return;
  const startedAt = performance.now();
  const output = createOutput();
  const unsubscribe = session.subscribe((event) => {
    if (event.kind === 'text') output.push(event.data);
    if (event.kind !== 'command-end' && event.kind !== 'ended') return;
    unsubscribe();
    onEnded({
      ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
      milliseconds: performance.now() - startedAt,
      output: output.text(),
    });
  });
}

/** Runs at a prompt that is only recognised by its looks (inside a service): no exit code. Rejects like `runAtMarks`. */
export async function runAtPromptText(session: TerminalSession, command: Command, options: Options): Promise<CommandOutcome> {
  const startedAt = performance.now();
  const output = createOutput();
  options.onStarted?.(session.id);
  for (const line of command.text.trimEnd().split('\n')) {
    let seen = '';
    const done = follow(session, options, (event, resolve) => {
      if (event.kind !== 'text') return;
      seen = (seen + event.data).slice(-longestOutput * 4);
      // The line's own echo ends with a line break; a prompt after that is the next one.
      if (/\n/.test(seen) && endsInPrompt(seen)) resolve();
    });
    if (command.endless) {
      done.catch(() => undefined);
      session.type(`${line}\r`);
      break;
    }
    session.type(`${line}\r`);
    await done;
    output.push(seen.slice(seen.indexOf('\n') + 1, seen.lastIndexOf('\n') + 1));
  }
  return { milliseconds: performance.now() - startedAt, output: output.text() };
}

/** Listens until `listen` resolves; an abort interrupts the program first. */
function follow(session: TerminalSession, options: Options, listen: (event: SessionEvent, resolve: () => void) => void): Promise<void> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    let interrupts = 0;
    let pause: NodeJS.Timeout | undefined;
    const settle = (action: () => void) => {
      clearTimeout(pause);
      unsubscribe();
      signal?.removeEventListener('abort', onAbort);
      action();
    };
    const onAbort = () => {
      if (interrupts === mostInterrupts) settle(() => reject(notInterrupted()));
      else {
        interrupts += 1;
        session.type(interruptKey);
        pause = setTimeout(onAbort, interruptPause);
      }
    };
    const unsubscribe = session.subscribe((event) => {
      if (event.kind === 'ended') settle(() => reject(shellEnded(session)));
      else listen(event, () => settle(resolve));
    });
    if (session.view().state === 'ended') settle(() => reject(shellEnded(session)));
    else if (signal?.aborted === true) settle(() => reject(cancelled()));
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Several lines go in as one paste where the shell can take it, so that it runs none before it has all. */
function asTyped(session: TerminalSession, text: string): string {
  if (!text.includes('\n') || !session.takesBracketedPaste()) return `${text.replaceAll('\n', '\r')}\r`;
  return `\x1b[200~${text.replaceAll('\x1b', '')}\x1b[201~\r`;
}

/** A tab would ask for completion: it goes in as a paste, or quoted (Ctrl-V, the terminal's `lnext`). */
function asLine(session: TerminalSession, line: string): string {
  if (!line.includes('\t')) return `${line}\r`;
  return session.takesBracketedPaste() ? `\x1b[200~${line}\x1b[201~\r` : `${line.replaceAll('\t', '\x16\t')}\r`;
}

function createOutput(): { push(data: string): void; text(): string } {
  let kept = '';
  return {
    push(data) {
      kept += data;
      // Escape sequences take room that the limit does not count.
      if (kept.length > longestOutput * 8) kept = kept.slice(-longestOutput * 4);
    },
    text: () => asShown(kept).slice(-longestOutput),
  };
}

/** What stands on the screen: without colours, and with what was written over (progress, the mark of zsh for a missing line end) replaced. */
function asShown(raw: string): string {
  const lines = stripVTControlCharacters(raw)
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map((line) => line.split('\r').reduce((shown, over) => over + shown.slice(over.length)));
  const last = lines.pop()?.trimEnd() ?? '';
  return [...lines, last].join('\n');
}
