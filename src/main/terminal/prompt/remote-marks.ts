import { withoutSequences } from '../output/escape-sequences.ts';
import { endsInPrompt } from './prompt-guess.ts';
import { outputText, type OutputText } from '../output/output-text.ts';
import type { ShellEvent } from './shell-marks.ts';

/**
 * A shell behind SSH cannot be started with an integration script. Once it shows its prompt, one line is typed that puts the marks into
 * `PS1` and `PS2`; neither its echo nor the prompt before it is shown. POSIX has parameters in both expanded for each prompt, so this
 * works in bash, dash and busybox's ash.
 */
export interface RemoteMarks {
  /** `waiting` for a prompt, `setting-up`, `marked`, or `unmarked` where the shell did not understand the line. */
  state(): 'waiting' | 'setting-up' | 'marked' | 'unmarked';
  /** What the session is told of in the place of `event`. */
  take(event: ShellEvent): ShellEvent[];
  /** Keys that may go to the shell now; the others follow by themselves. */
  keys(data: string): string;
  stop(): void;
}

export interface RemoteMarksOptions {
  secret: string;
  /** Types into the shell. */
  write: (data: string) => void;
  /** Tells the session of output that was held back. */
  release: (event: ShellEvent) => void;
  /** False while the learner has typed something that was not sent: nothing is typed behind it. */
  isLineEmpty: () => boolean;
  /** Milliseconds without output after which what looks like a prompt is one. */
  quiet?: number;
  /** Milliseconds until the shell must have answered with its marks. */
  patience?: number;
}

const tailLength = 2000;
/** Milliseconds after a prompt in which the echo of a line that was sent before it is still awaited. */
const aheadLimit = 300;
/** ECMA-48's DSR 6 and CPR. */
const cursorQuestion = '\x1b[6n';
const cursorAnswer = /^\x1b\[\d+;\d+R$/;

/** Follows one connection. The events that come out of it are those of a shell with an integration script. */
export function createRemoteMarks(options: RemoteMarksOptions): RemoteMarks {
  let state: ReturnType<RemoteMarks['state']> = 'waiting';
  let tail = '';
  let held = '';
  let waitingKeys = '';
  let timer: NodeJS.Timeout | undefined;
  // Lines that were sent; with the line end of its echo a command begins. Those sent before the prompt was there may have been for the
  // program that ran then: they count only for a moment.
  let sent = 0;
  let sentAhead = 0;
  // Of each line that was sent, how many signs its echo has at least: busybox goes to a new line where it is longer than the screen is wide.
  let echoes: number[] = [];
  let echoed = 0;
  let ahead: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isContinued = false;
  // Line editors draw their prompt again and again, marks and all; only the first one after a line counts.
  let isNewPrompt = true;
  // Busybox asks at each prompt where the cursor is. Once the line is sent, a late answer would be typed into the command.
  let questions = 0;

  function lookForPrompt(): void {
    clearTimeout(timer);
    if (!endsInPrompt(tail)) return;
    timer = setTimeout(() => {
      if (options.isLineEmpty()) setUp();
    }, options.quiet ?? 80);
  }

  function setUp(): void {
    state = 'setting-up';
    timer = setTimeout(giveUp, options.patience ?? 3000);
    options.write(`${remoteSetup(options.secret)}\r`);
  }

  function giveUp(): void {
    state = 'unmarked';
    options.release(outputText(held));
    held = '';
    sendWaiting();
  }

  function sendWaiting(): void {
    const keys = waitingKeys;
    waitingKeys = '';
    if (keys === '') return;
    note(keys);
    options.write(keys);
  }

  function note(keys: string): void {
    const lines = keys.split(/[\r\n\x03]/).slice(0, -1);
    sent += lines.length;
    echoes.push(...lines.map(signsOf));
  }

  /** Where the echo of the line that was sent ends; -1 where more of it is to come. */
  function endOfEcho(data: string): number {
    for (let from = 0; ;) {
      const end = data.indexOf('\n', from);
      echoed += signsOf(data.slice(from, end === -1 ? undefined : end));
      if (end === -1) return -1;
      if (echoed >= (echoes[0] ?? 0)) return end;
      from = end + 1;
    }
  }

  function takeText(text: OutputText): ShellEvent[] {
    const { data } = text;
    if (state === 'setting-up') {
      held += data;
      return [];
    }
    if (state === 'waiting') {
      tail = (tail + data).slice(-tailLength);
      lookForPrompt();
    }
    if (!isRunning && data.includes(cursorQuestion)) questions += 1;
    const lineEnd = sent + sentAhead > 0 && state === 'marked' && !isRunning ? endOfEcho(data) : -1;
    if (lineEnd === -1) return [text];
    echoes.shift();
    echoed = 0;
    if (sent > 0) sent -= 1;
    else sentAhead -= 1;
    isRunning = true;
    const rest = data.slice(lineEnd + 1);
    return [outputText(data.slice(0, lineEnd + 1)), { kind: 'command-start' }, ...(rest === '' ? [] : [outputText(rest)])];
  }

  function takeMark(event: Exclude<ShellEvent, { kind: 'text' }>): ShellEvent[] {
    switch (event.kind) {
      case 'command-end':
        if (!isRunning && !isContinued) return [];
        isRunning = false;
        isContinued = false;
        isNewPrompt = true;
        return [event];
      case 'continuation':
        isRunning = false;
        isContinued = true;
        return [event];
      case 'folder':
        return isNewPrompt ? [event] : [];
      case 'prompt-end':
        if (isNewPrompt) {
          sentAhead += sent;
          sent = 0;
          // Their echo came while the program ran.
          echoes = [];
          echoed = 0;
          clearTimeout(ahead);
          ahead = setTimeout(() => (sentAhead = 0), aheadLimit);
        }
        isNewPrompt = false;
        if (waitingKeys !== '') setImmediate(sendWaiting);
        return [event];
      default:
        return [event];
    }
  }

  return {
    state: () => state,
    take(event) {
      if (event.kind === 'text') return takeText(event);
      if (state === 'marked') return takeMark(event);
      clearTimeout(timer);
      state = 'marked';
      held = '';
      // The prompt that stands there is drawn again, with its marks.
      return [outputText('\r\x1b[K'), ...takeMark(event)];
    },
    keys(data) {
      if (state === 'setting-up' || waitingKeys !== '') {
        waitingKeys += data;
        return '';
      }
      if (questions > 0 && cursorAnswer.test(data)) {
        questions -= 1;
        return sent > 0 || isRunning ? '' : data;
      }
      note(data);
      if (state === 'waiting') setImmediate(lookForPrompt);
      return data;
    },
    stop() {
      clearTimeout(timer);
      clearTimeout(ahead);
      if (held !== '') options.release(outputText(held));
      held = '';
    },
  };
}

/** Letters and other signs, without blanks and what moves the cursor. */
function signsOf(text: string): number {
  return withoutSequences(text).replace(/[\s\x00-\x1f]/g, '').length;
}

/**
 * The line itself. bash and busybox must be told what takes no place on the line (`\[`, `\]`); dash would print that. A `PS1` of the
 * environment would be handed on to programs, and the secret with it: it is made anew as the shell's own. bash forgets the line.
 */
export function remoteSetup(secret: string): string {
  const mark = (content: string) => `\\033]${content};fleetlab=${secret}\\007`;
  const print = (...contents: string[]) => `$(printf '${contents.map(mark).join('')}')`;
  return [
    '__o= __c=',
    `case "\${BASH_VERSION-}$(readlink /proc/$$/exe 2>/dev/null)" in [0-9]*) __o='\\[' __c='\\]'; history -d -1 2>/dev/null;; *busybox*) __o='\\[' __c='\\]'; export -n PS1;; esac`,
    '__p=$PS1',
    'unset PS1',
    `PS1=$__o${print('133;D;$?', '633;P;Cwd=$PWD', '133;A')}$__c$__p$__o${print('133;B')}$__c`,
    `PS2=$__o${print('133;P;k=s')}$__c$PS2`,
    'unset __o __c __p',
  ].join('; ');
}
