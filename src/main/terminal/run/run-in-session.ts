import { interruptedExitCode } from '../../../shared/domain/terminal.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { cancelled, throwIfCancelled } from '../../cancelled.ts';
import type { CommandOutcome, LessonCommand, RunOptions } from './command-runner.ts';
import { awaitDecisions, shellEnded } from '../session/await-prompt.ts';
import { createCommandOutput, longestOutput } from './command-output.ts';
import { clearLine, keepInterrupting } from '../session/interrupt.ts';
import { endsInPrompt } from '../prompt/prompt-guess.ts';
import { asTyped, needsPaste } from './as-typed.ts';
import { fromFirstCommand, piecesOf } from './pieces.ts';
import { followRunning } from './running-command.ts';
import type { SessionEvent, TerminalSession } from '../session/session.ts';

type Command = Pick<LessonCommand, 'text' | 'endless'>;
interface Options {
  signal?: AbortSignal | undefined;
  onStarted?: RunOptions['onStarted'] | undefined;
  onEnded?: RunOptions['onEnded'] | undefined;
  onEnding?: RunOptions['onEnding'] | undefined;
}

/**
 * Milliseconds without a further command after which a block of several lines is done, and after which a prompt that came before the command
 * had begun is its answer, and not the late one to an interrupt.
 */
const blockPause = 250;
/** Milliseconds without output after which fish or PowerShell has left a line as it is, because it cannot read it or waits for its end. */
const silence = 5000;
/** Milliseconds after which a shell that has asked for more than there is to type is told that no more comes. */
const unfinished = 1000;
/** Milliseconds in which a shell that takes pastes says so. */
const pasteDelay = 100;
/** Milliseconds between two looks at the prompt while the learner's own command runs. */
const glance = 20;
/** Behind other text: a tab that is more than indentation. */
const tabInside = /\S.*\t/;

/**
 * Runs at the prompt of a shell with marks: the exit code is the shell's own, also after an interrupt (130). Rejects with FleetlabError
 * `terminal-ended`, `not-run` where the shell cannot read it, `cancelled` where it was interrupted before it began, and `not-interrupted` where
 * the program does not heed the interrupt.
 */
export async function runAtMarks(session: TerminalSession, command: Command, options: Options): Promise<CommandOutcome> {
  throwIfCancelled(options.signal);
  const text = command.text.trimEnd();
  let pieces = fromFirstCommand(await piecesOf(session, text));
  throwIfCancelled(options.signal);
  if (!isAtEmptyPrompt(session)) throw lineInTheWay();
  if (session.shell === 'fish' && tabInside.test(text)) throw fishLosesTabs();
  // Its line ends are typed as they are: a prompt follows each line.
  const isBlock = session.shell === 'powershell' && text.includes('\n');
  const keepsSilent = session.shell === 'fish' || session.shell === 'powershell';
  const startedAt = performance.now();
  const output = createCommandOutput();
  const echo = createCommandOutput();
  let exitCode: number | undefined;
  let isRunning = false;
  let isPrinting = false;
  let hasStarted = false;
  /** Of the piece that was typed last. */
  let hasBegun = false;
  let isCut = false;
  /** Something of the learner's stands on the line that the next piece was to be typed on. */
  let isInTheWay = false;
  /** Between the end of a piece and the next one: what runs then is the learner's own. */
  let isGoingOn = false;
  /** Ctrl-C by the learner, before the last piece. */
  let interrupts = session.interrupts();
  const isStopped = () => options.signal?.aborted === true || session.interrupts() !== interrupts;
  let isPromptNew = false;
  let pause: NodeJS.Timeout | undefined;
  let limit: NodeJS.Timeout | undefined;
  /** Nobody follows what is typed any more: the shell has ended, or was started again. */
  let isOver = false;

  const { done, end } = follow(session, options, (event) => {
    if (isCut || isGoingOn) return;
    if (!hasBegun && keepsSilent) watch(silence);
    switch (event.kind) {
      case 'command-start':
        clearTimeout(pause);
        clearTimeout(limit);
        isRunning = true;
        isPrinting = true;
        output.startLine();
        begin();
        if (!command.endless || pieces.length > 0) break;
        tellEnd(session, options);
        end();
        break;
      case 'text':
        if (isPrinting) output.push(event.data);
        else if (!hasBegun) echo.push(event.data);
        break;
      case 'command-end':
        // Fish leaves out the start of a command after an interrupt on an empty line: what it printed comes after the line's own echo.
        if (!hasBegun) output.push(echo.raw().replace(/^[^\n]*\n/, ''));
        output.dropMissingLineEnd();
        begin();
        isRunning = false;
        isPrinting = false;
        // Of several commands, the first that failed tells: a last one that went well would hide it.
        if (exitCode === undefined || exitCode === 0) exitCode = event.exitCode ?? exitCode;
        isPromptNew = true;
        break;
      case 'folder':
        isPromptNew = true;
        break;
      case 'prompt-end':
        // A prompt that is only drawn again (a resize) comes without the folder. So does one whose prompt commands the learner replaced, and one
        // after a line that the shell would not take.
        if (!isPromptNew && !isRunning && hasBegun) break;
        isPromptNew = false;
        isRunning = false;
        clearTimeout(pause);
        if (isBlock || !hasBegun) pause = setTimeout(goOn, blockPause);
        else goOn();
        break;
      case 'continuation':
        // Its prompt and the echo of the next line are not what the command printed.
        isRunning = false;
        isPrinting = false;
        clearTimeout(pause);
        if (pieces.length > 0) typeNext();
        else watch(unfinished);
        break;
      case 'prompt-start':
        isPrinting = false;
        break;
      case 'line-known':
      case 'ended':
        break;
    }
  });
  typeNext();

  function watch(milliseconds: number): void {
    clearTimeout(limit);
    limit = setTimeout(giveUp, milliseconds);
  }

  function begin(): void {
    if (!hasStarted) options.onStarted?.(session.id);
    hasStarted = true;
    hasBegun = true;
    clearTimeout(limit);
  }

  /** At a prompt: what follows a line that was interrupted, or that the shell could not read, is not to be run. */
  function goOn(): void {
    isCut = !hasBegun;
    pieces = fromFirstCommand(pieces);
    // Fish leaves it there, below its reasons.
    if (isCut && keepsSilent) giveUp();
    else if (pieces.length === 0 || isCut || isStopped()) end();
    else void goOnBehind();
  }

  /**
   * What the learner typed meanwhile stands at the prompt, is run there, or was the program's: only the shell tells. After a line of theirs it goes
   * on at the next prompt.
   */
  async function goOnBehind(): Promise<void> {
    isGoingOn = true;
    while (!isOver && !isStopped()) {
      await awaitDecisions([session]);
      const { state } = session.view();
      if (state === 'prompt' && !session.isLineSent()) break;
      await new Promise((resolve) => setTimeout(resolve, glance));
    }
    if (isOver) return;
    isGoingOn = false;
    isInTheWay = !isStopped() && !isAtEmptyPrompt(session);
    if (isInTheWay || isStopped()) end();
    else typeNext();
  }

  /** What the shell did not take is not left on its line. */
  function giveUp(): void {
    isCut = true;
    void clearLine(session).then(end);
  }

  function typeNext(): void {
    const piece = pieces.shift() ?? '';
    hasBegun = false;
    interrupts = session.interrupts();
    clearTimeout(limit);
    if (needsPaste(piece) && !session.takesBracketedPaste()) setTimeout(() => typeNow(piece), pasteDelay);
    else typeNow(piece);
  }

  function typeNow(piece: string): void {
    if (isOver || options.signal?.aborted === true) return;
    if (keepsSilent) watch(silence);
    session.type(asTyped(session, piece));
  }

  return done
    .finally(() => {
      isOver = true;
      clearTimeout(limit);
      clearTimeout(pause);
    })
    .then(async () => {
      if (isInTheWay) throw lineInTheWay();
      if (!hasStarted || isCut) throw options.signal?.aborted === true ? cancelled() : notRun();
      // Lines that were not run any more are no success, whatever the one before them made of the interrupt.
      const code = pieces.length > 0 && isStopped() && exitCode === 0 ? interruptedExitCode : exitCode;
      const outcome = {
        ...(code === undefined || command.endless ? {} : { exitCode: code }),
        milliseconds: performance.now() - startedAt,
        ...(isStopped() ? { isStopped: true } : {}),
      };
      return { ...outcome, ...(await output.told(session.size())) };
    });
}

function isAtEmptyPrompt(session: TerminalSession): boolean {
  return session.view().state === 'prompt' && !session.isLineSent() && !session.isLineHalfTyped() && !session.isLineBlank();
}

/** Waits until the command that runs now ends. */
function tellEnd(session: TerminalSession, { onEnded, onEnding }: Options): void {
  const { ending, outcome } = followRunning(session);
  void ending.then(onEnding);
  void outcome.then(onEnded);
}

/** Runs at a prompt that is only recognised by its looks (inside a service): no exit code. Rejects like `runAtMarks`. */
export async function runAtPromptText(session: TerminalSession, command: Command, options: Options): Promise<CommandOutcome> {
  throwIfCancelled(options.signal);
  const startedAt = performance.now();
  const output = createCommandOutput();
  const interrupts = session.interrupts();
  const isStopped = () => options.signal?.aborted === true || session.interrupts() !== interrupts;
  options.onStarted?.(session.id);
  for (const line of command.text.trimEnd().split('\n')) {
    if (isStopped()) break;
    let seen = '';
    const { done, end } = follow(session, options, (event) => {
      if (event.kind !== 'text') return;
      seen = (seen + event.data).slice(-longestOutput * 4);
      // The line's own echo ends with a line break; a prompt after that is the next one.
      if (/\n/.test(seen) && endsInPrompt(seen)) end();
    });
    if (command.endless) {
      const tellItsEnd = async () => {
        options.onEnding?.();
        options.onEnded?.({ milliseconds: performance.now() - startedAt, ...(await output.told(session.size())) });
      };
      void done.then(tellItsEnd, tellItsEnd);
      session.type(`${line}\r`);
      break;
    }
    session.type(`${line}\r`);
    await done;
    output.push(seen.slice(seen.indexOf('\n') + 1, seen.lastIndexOf('\n') + 1));
  }
  const outcome = {
    milliseconds: performance.now() - startedAt,
    ...(isStopped() ? { isStopped: true } : {}),
  };
  return { ...outcome, ...(await output.told(session.size())) };
}

/** Listens until `end` is called; an abort interrupts the program first. */
function follow(
  session: TerminalSession,
  { signal }: Options,
  listen: (event: SessionEvent) => void,
): { done: Promise<void>; end: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let interrupting: ReturnType<typeof keepInterrupting> | undefined;
  const settle = (action: () => void) => {
    interrupting?.stop();
    unsubscribe();
    signal?.removeEventListener('abort', onAbort);
    action();
  };
  const onAbort = () => {
    interrupting = keepInterrupting(session, (reason) => settle(() => reject(reason)));
  };
  const unsubscribe = session.subscribe((event) => {
    if (event.kind === 'ended') settle(() => reject(shellEnded(session)));
    else listen(event);
  });
  if (session.view().state === 'ended') settle(() => reject(shellEnded(session)));
  else if (signal?.aborted === true) settle(() => reject(cancelled()));
  else signal?.addEventListener('abort', onAbort, { once: true });
  return { done: promise, end: () => settle(() => resolve(undefined)) };
}

function lineInTheWay(): FleetlabError {
  return new FleetlabError(
    'not-run',
    'The shell did not run all of it: something else was typed there meanwhile.',
    'Send or clear what stands on the line, then run it again.',
  );
}

function fishLosesTabs(): FleetlabError {
  return new FleetlabError('not-run', 'fish loses the tabs that stand in this command.', 'Run it in a terminal with bash or zsh.');
}

function notRun(): FleetlabError {
  return new FleetlabError('not-run', 'The shell did not run all of it.', 'Look at the terminal, which says why, then run it again.');
}
