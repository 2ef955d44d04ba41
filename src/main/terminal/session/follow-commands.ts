import { screenLine } from '../output/screen-text.ts';
import type { TerminalSession } from './session.ts';

/** A command that somebody typed, or Run did, as it begins. */
export interface BegunCommand {
  /** As it stands on the screen, which may be nothing; undefined where it is more than one line, or cannot be known. */
  line: Promise<string | undefined>;
  /** Undefined where the shell did not tell it. */
  exitCode: Promise<number | undefined>;
}

/** What stands between the begin of a prompt and the command; more than that is no line. */
const longestPrompt = 20_000;

/** Tells each command that begins in a shell with marks. Returns the function that ends it. */
export function followCommands(session: Pick<TerminalSession, 'subscribe' | 'size'>, onBegin: (command: BegunCommand) => void): () => void {
  /** Since the prompt began. */
  let drawn: string | undefined;
  /** Where in it the learner's part begins. */
  let promptEnd: number | undefined;
  let end: ((exitCode: number | undefined) => void) | undefined;

  function begin(): void {
    if (drawn === undefined || promptEnd === undefined) return;
    const line = screenLine(drawn.slice(0, promptEnd), drawn.slice(promptEnd), session.size());
    const ended = Promise.withResolvers<number | undefined>();
    end = ended.resolve;
    onBegin({ line, exitCode: ended.promise });
  }

  function finish(exitCode: number | undefined): void {
    end?.(exitCode);
    end = undefined;
  }

  function forget(): void {
    drawn = undefined;
    promptEnd = undefined;
  }

  return session.subscribe((event) => {
    switch (event.kind) {
      case 'folder':
        // It comes with a new prompt alone.
        forget();
        break;
      case 'prompt-start':
        // It is drawn again, with what is typed already, where the screen was resized.
        drawn ??= '';
        break;
      case 'prompt-end':
        drawn ??= '';
        promptEnd = drawn.length;
        break;
      case 'text':
        if (drawn !== undefined) drawn += event.data;
        if ((drawn?.length ?? 0) > longestPrompt) drawn = undefined;
        break;
      case 'command-start':
        finish(undefined);
        begin();
        forget();
        break;
      case 'command-end':
        finish(event.exitCode);
        forget();
        break;
      case 'ended':
        finish(undefined);
        forget();
        break;
    }
  });
}
