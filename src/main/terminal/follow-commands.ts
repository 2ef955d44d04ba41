import { withoutReports } from './typed-line.ts';
import type { TerminalSession } from './session.ts';

/** A command that the learner typed, or Run did, and how it ended. */
export interface EndedCommand {
  /** The line as it stood on the screen. */
  text: string;
  exitCode: number;
}

/** Longer lines are programs of their own. */
const longestLine = 4000;

/**
 * Tells each command that ends in a shell with marks. The line is read off the screen, between the prompt and the start of the command: where
 * the learner edited it in ways that move about the screen, it is not told. Returns the function that ends it.
 */
export function followCommands(session: Pick<TerminalSession, 'subscribe'>, onEnd: (command: EndedCommand) => void): () => void {
  let typed: string | undefined;
  let running: string | undefined;
  return session.subscribe((event) => {
    switch (event.kind) {
      case 'prompt-end':
        typed = '';
        break;
      case 'text':
        if (typed !== undefined) typed += event.data;
        if ((typed?.length ?? 0) > longestLine) typed = undefined;
        break;
      case 'command-start':
        running = typed === undefined ? undefined : shownLine(typed);
        typed = undefined;
        break;
      case 'command-end':
        if (running !== undefined && running !== '' && event.exitCode !== undefined) onEnd({ text: running, exitCode: event.exitCode });
        running = undefined;
        break;
    }
  });
}

/** What stands on the line after this was printed; undefined where the cursor moved about in it. */
function shownLine(printed: string): string | undefined {
  // Colours, modes of the terminal and the erasing of what follows change no text.
  const plain = withoutReports(printed).replaceAll(/\x1b\[[\d;?]*[mhlKJ]|\x1b[=>]/g, '');
  let line = '';
  for (const character of plain) {
    if (character === '\b') line = line.slice(0, -1);
    else if (character === '\x1b') return undefined;
    else if (character >= ' ') line += character;
  }
  return line.trim();
}
