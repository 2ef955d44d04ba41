import { withoutSequences } from '../output/escape-sequences.ts';

/** `prompt`: the last line looks like one. `other`: a prompt was seen before, and something else stands there now. */
export type PromptGuess = 'starting' | 'prompt' | 'other';

/** Follows the output of a shell that sends no marks: one inside a container, or one that Fleetlab does not know. */
export function createPromptGuess(): { push(data: string): void; state(): PromptGuess } {
  let tail = '';
  let wasSeen = false;
  return {
    push(data) {
      tail = (tail + data).slice(-2000);
      if (!wasSeen && endsInPrompt(tail)) wasSeen = true;
    },
    state: () => (endsInPrompt(tail) ? 'prompt' : wasSeen ? 'other' : 'starting'),
  };
}

/** Shell prompts end in `# ` or `$ ` (sh, bash, busybox), `% ` or `> `; what comes before is the folder and the like. */
export function endsInPrompt(text: string): boolean {
  const lastLine =
    withoutSequences(text.replace(/\r\x1b\[\d+C$/, ''))
      .split(/[\r\n]/)
      .at(-1) ?? '';
  return /^[^\0]{0,200}[#$%>] $/.test(lastLine);
}
