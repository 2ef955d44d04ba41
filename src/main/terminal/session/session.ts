import { normalize } from 'node:path';
import type { TerminalSize, TerminalTarget, TerminalView } from '../../../shared/domain/terminal.ts';
import { createFlow } from '../output/flow.ts';
import { outputText, type OutputText } from '../output/output-text.ts';
import { afterPast } from '../output/past-text.ts';
import { createPrivateModes } from '../output/private-modes.ts';
import { createPromptGuess, type PromptGuess } from '../prompt/prompt-guess.ts';
import { createPromptLine } from '../prompt/prompt-line.ts';
import type { Pty } from '../pty/pty.ts';
import { createShownOutput, type PastText } from '../output/shown-output.ts';
import { createRemoteMarks, type RemoteMarks } from '../prompt/remote-marks.ts';
import { createMarkParser, type ShellEvent } from '../prompt/shell-marks.ts';
import type { ShellKind } from '../shells/shells.ts';
import { withoutReports } from '../prompt/typed-line.ts';

export type SessionEvent =
  | ShellEvent
  | { kind: 'ended'; exitCode: number }
  /** What stands on the prompt's line is known now. */
  | { kind: 'line-known' };

/** One terminal tab: a program on a pseudo terminal, what it has shown, and what its shell is doing. */
export interface TerminalSession {
  readonly id: string;
  readonly target: TerminalTarget;
  /** Which shell's rules hold for what is typed; `other` where there are no marks. */
  readonly shell: ShellKind;
  /** That shell's program on this machine. */
  readonly shellFile: string | undefined;
  view(): TerminalView;
  /** From the keyboard. */
  input(data: string): void;
  /** From Fleetlab, at a prompt. */
  type(data: string): void;
  resize(size: TerminalSize): void;
  size(): TerminalSize;
  /** A screen has shown so many bytes. */
  acknowledge(bytes: number): void;
  setWatched(isWatched: boolean): void;
  /** All output so far; a screen that asks starts over. Output that was sent before the answer is part of it. */
  replay(): { data: string; size: TerminalSize; key: string };
  /** Clears all above the prompt, or above the last line of what runs; nothing where that fills the screen. */
  clear(): void;
  /** Something the learner typed stands on the line and was not sent. */
  isLineHalfTyped(): boolean;
  /** Whether what was typed stands on the line shows in a moment; until then it is taken to be half typed. */
  isLineUndecided(): boolean;
  /** Nothing is to be seen on the line, but keys were pressed there: it has to be interrupted before anything is typed. */
  isLineBlank(): boolean;
  /** The learner pressed Enter or Ctrl-C and the shell has not answered yet. */
  isLineSent(): boolean;
  /** Nothing stands on the line, although the shell has not answered. */
  assumeEmptyLine(): void;
  /** The shell takes pasted text as one, line ends and all. */
  takesBracketedPaste(): boolean;
  /** Where there are no marks: whether the last line looks like a prompt; `starting` until one was seen. */
  guess(): PromptGuess;
  /** How often the learner has pressed Ctrl-C. */
  interrupts(): number;
  /** When it was typed into last, on a clock of its own. */
  lastUsed(): number;
  subscribe(listener: (event: SessionEvent) => void): () => void;
  /** Undefined until the program of a restored tab has been started. */
  readonly pty: Pty | undefined;
  /** The tab is closed: who waits for its first program is told that it has ended. */
  close(): void;
  /** The program of a restored tab could not be started: the tab has ended, with what it showed, until `start`. */
  fail(problem: string): void;
  /** The tab's program: the first one of a restored tab, or a new one in the place of one that has ended. What was shown stays. */
  start(pty: Pty): void;
  /** All output so far, without starting anew what a screen has to acknowledge. */
  text(): string;
  /** The same, and where its prompts stand. */
  past(): PastText;
  /** Another number each time that `past` is another one. */
  turn(): number;
}

export interface SessionOptions {
  id: string;
  target: TerminalTarget;
  environment: TerminalView['environment'];
  title: string;
  /** As its view has them; 0 and none unless told. */
  serial?: number;
  formerId?: string;
  shell: ShellKind;
  shellFile?: string;
  secret: string;
  /** Absent for a tab that is restored: its program comes with `start`. */
  pty?: Pty;
  size: TerminalSize;
  folder?: string;
  /** What the tab showed before the app was started, or before it was closed. */
  past?: PastText;
  /** Stands below that; that Fleetlab was started again unless told. */
  pastRemark?: string;
  /** UTF-8. */
  onOutput: (bytes: Uint8Array) => void;
  onChange: (view: TerminalView) => void;
  /** Milliseconds until a shell without marks is called `unknown`. */
  settleLimit?: number;
}

/** Characters that are kept until there is a program to read them. */
const mostEarly = 4096;
/**
 * Milliseconds of silence after which a prompt that has begun is there, although its end was not marked: a function of the learner's that came
 * behind Fleetlab's made it anew. It comes before from the next prompt on.
 */
const promptLimit = 5000;
/** The exit code of what SIGKILL has ended. */
const killed = 137;

let uses = 0;

export function createSession(options: SessionOptions): TerminalSession {
  const { id, target } = options;
  let { pty } = options;
  let marks = createMarkParser(options.secret);
  let remote: RemoteMarks | undefined;
  const isRemote = target.kind !== 'laptop';
  const firstState = options.shell === 'other' && !isRemote ? 'unknown' : 'starting';
  const listeners = new Set<(event: SessionEvent) => void>();
  let size = options.size;
  /** Typed before the program of a restored tab was there. */
  let early = '';
  let unmarked: NodeJS.Timeout | undefined;
  let interrupts = 0;
  /** A command has begun, and its end was not told. */
  let isOpen = false;
  const line = createPromptLine({
    shell: options.shell,
    isAtPrompt: () => view.state === 'prompt',
    onKnown: () => tell({ kind: 'line-known' }),
    onSilence: () => tell({ kind: 'continuation' }),
  });
  const modes = createPrivateModes();
  // A redrawn prompt (after a resize) has the same marks, but not the folder's before it.
  let isNewPrompt = true;
  const guessed = createPromptGuess();
  let lastUsed = (uses += 1);
  let view: TerminalView = {
    id,
    target,
    environment: options.environment,
    title: options.title,
    serial: options.serial ?? 0,
    ...(options.formerId === undefined ? {} : { formerId: options.formerId }),
    state: firstState,
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
  };
  const flow = createFlow({ send: options.onOutput, pause: () => pty?.pause(), resume: () => pty?.resume() });
  const shown = createShownOutput(
    (bytes) => flow.push(bytes),
    options.past,
    (text) => afterPast(text, options.pastRemark ?? 'Fleetlab was started again'),
  );

  function change(part: Partial<TerminalView>): void {
    if (Object.entries(part).every(([key, value]) => view[key as keyof TerminalView] === value)) return;
    view = { ...view, ...part };
    options.onChange(view);
  }

  function tell(event: SessionEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  function take(event: ShellEvent): void {
    awaitPromptEnd(event);
    switch (event.kind) {
      case 'text':
        modes.push(event);
        // Of a shell with marks nothing is guessed; what it runs may print a flood.
        if (view.state !== 'running') guessed.push(event.data);
        line.draw(event);
        show(event);
        break;
      case 'prompt-end':
        line.begin({ isNew: isNewPrompt, isAfterPrompt: view.state === 'prompt' });
        shown.prompt();
        isNewPrompt = false;
        change({ state: 'prompt' });
        break;
      case 'command-start':
        line.commandStarts();
        shown.sent();
        isOpen = true;
        change({ state: 'running' });
        break;
      case 'command-end':
        isOpen = false;
        isNewPrompt = true;
        if (event.exitCode !== undefined) {
          shown.ended(event.exitCode);
          change({ exitCode: event.exitCode });
        }
        break;
      case 'folder':
        isNewPrompt = true;
        // Git Bash writes it with slashes.
        change({ cwd: isRemote ? event.path : normalize(event.path) });
        break;
      case 'prompt-start':
        if (isOpen && event.exitCode !== undefined) take({ kind: 'command-end', exitCode: event.exitCode });
        // A program was killed, or meant no good: the mouse must not type into the shell, and the prompt belongs on the shell's own screen.
        show(outputText(modes.undo()));
        break;
      case 'continuation':
        line.goesOn();
        break;
    }
    tell(event);
  }

  function awaitPromptEnd({ kind }: ShellEvent): void {
    if (kind === 'folder') {
      // One prompt may begin after another whose end was not marked either.
      clearTimeout(unmarked);
      unmarked = setTimeout(() => take({ kind: 'prompt-end' }), promptLimit).unref();
    } else if (kind === 'prompt-end' || kind === 'command-start') {
      clearTimeout(unmarked);
      unmarked = undefined;
    } else unmarked?.refresh();
  }

  function show({ bytes }: OutputText): void {
    if (bytes.length === 0) return;
    shown.push(bytes);
  }

  function send(keys: string): void {
    if (pty === undefined && view.state !== 'ended') early = keepEarly(early + keys);
    const now = remote === undefined ? keys : remote.keys(keys);
    if (now !== '' && view.state !== 'ended') pty?.write(now);
  }

  function connect(connected: Pty): void {
    pty = connected;
    // A learner's settings may start another program instead of the shell.
    const settled = setTimeout(() => {
      if (view.state === 'starting') change({ state: 'unknown' });
    }, options.settleLimit ?? 10_000).unref();
    const ownRemote = isRemote ? followRemote(connected) : undefined;
    remote = ownRemote;
    connected.onData((data) => {
      if (connected !== pty) return;
      for (const event of marks.push(data)) for (const told of ownRemote?.take(event) ?? [event]) take(told);
    });
    connected.onExit((exitCode) => {
      clearTimeout(settled);
      if (connected === pty) ownRemote?.stop();
      if (connected !== pty) return;
      flow.flush();
      end(exitCode);
    });
  }

  function end(exitCode: number, told: Partial<TerminalView> = { exitCode }): void {
    clearTimeout(unmarked);
    isOpen = false;
    shown.giveUp();
    change({ state: 'ended', ...told });
    tell({ kind: 'ended', exitCode });
  }

  function followRemote(connected: Pty): RemoteMarks {
    return createRemoteMarks({
      secret: options.secret,
      write: (data) => connected.write(data),
      release(event) {
        if (connected !== pty) return;
        take(event);
        if (view.state === 'starting') change({ state: 'unknown' });
      },
      isLineEmpty: () => line.state() === 'empty' || line.state() === 'sent',
    });
  }
  if (pty !== undefined) connect(pty);

  return {
    id,
    target,
    shell: options.shell,
    shellFile: options.shellFile,
    get pty() {
      return pty;
    },
    view: () => view,
    input(data) {
      // Bash and zsh ask nothing at their prompt: such an answer was asked for by what a program printed.
      const keys = view.state === 'prompt' && (options.shell === 'bash' || options.shell === 'zsh') ? withoutReports(data) : data;
      if (keys === '') return;
      lastUsed = uses += 1;
      if (keys.includes('\x03')) interrupts += 1;
      line.press(keys);
      send(keys);
    },
    type(data) {
      lastUsed = uses += 1;
      line.typeBehind();
      send(data);
    },
    resize(next) {
      if (next.columns === size.columns && next.rows === size.rows) return;
      size = next;
      if (view.state !== 'ended') pty?.resize(next);
    },
    size: () => size,
    acknowledge: (bytes) => flow.acknowledge(bytes),
    setWatched: (isWatched) => flow.setWatched(isWatched),
    replay() {
      flow.flush();
      flow.restart();
      return { data: shown.marked(), size, key: shown.key };
    },
    clear() {
      if (!modes.isOnOtherScreen()) shown.clear(modes.redo());
    },
    isLineHalfTyped: () =>
      (view.state === 'prompt' || view.state === 'unknown') && (line.state() === 'typed' || line.state() === 'unknown'),
    isLineBlank: () => line.state() === 'blank',
    isLineUndecided: () => view.state === 'prompt' && line.isUndecided(),
    isLineSent: () => view.state === 'prompt' && line.state() === 'sent',
    assumeEmptyLine: () => line.assumeEmpty(),
    takesBracketedPaste: () => modes.has(2004),
    guess: () => (remote?.state() === 'waiting' || remote?.state() === 'setting-up' ? 'starting' : guessed.state()),
    interrupts: () => interrupts,
    lastUsed: () => lastUsed,
    start(next) {
      if (pty !== undefined) {
        // Whoever follows a command there is told that it has ended with its shell, of which nothing more is heard.
        if (view.state !== 'ended') end(killed);
        const divider = outputText(afterPast(shown.text(), isRemote ? 'connected again' : 'restarted', modes.isOnOtherScreen()));
        modes.push(divider);
        show(divider);
      }
      marks = createMarkParser(options.secret);
      line.reset();
      isNewPrompt = true;
      next.resize(size);
      const kept = early;
      early = '';
      view = { ...view, state: firstState };
      delete view.exitCode;
      delete view.problem;
      options.onChange(view);
      connect(next);
      if (kept === '') return;
      line.press(kept);
      send(kept);
    },
    close() {
      if (pty === undefined && view.state !== 'ended') end(killed);
    },
    fail(problem) {
      early = '';
      end(killed, { problem });
    },
    text: () => shown.text(),
    past: () => shown.past(),
    turn: () => shown.turn(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A shell would drop a line at Ctrl-C; what comes before it is there must not be ended by Ctrl-C, Ctrl-D, Ctrl-Z or Ctrl-\. */
function keepEarly(keys: string): string {
  return keys
    .replace(/^[^]*\x03/, '')
    .replaceAll(/[\x04\x1a\x1c]/g, '')
    .slice(0, mostEarly);
}
