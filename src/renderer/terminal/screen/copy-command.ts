import type { TerminalSession } from './session.ts';
import type { ShownCommand } from '../../../shared/shown-command.ts';

/** Copies what a command printed; tells what was copied, or why nothing was. */
export function copyOutput(session: TerminalSession, command: ShownCommand | undefined): void {
  if (command === undefined) session.say('No command is known here.');
  else if (command.output === '') session.say('It printed nothing.');
  else session.copyText(command.output, `Output copied: ${linesOf(command.output)}.`);
}

/** The same with the line that was typed. */
export function copyCommand(session: TerminalSession, command: ShownCommand | undefined): void {
  if (command === undefined) session.say('No command is known here.');
  else if (command.line === undefined) session.say('It was typed in several lines, or cleared in part: select what is there to copy it.');
  else session.copyText(command.line, 'Command copied.');
}

function linesOf(text: string): string {
  const count = text.split('\n').length;
  return count === 1 ? '1 line' : `${count} lines`;
}
