/** Node's own remarks about itself: warnings, and where in a program an error was thrown. */
const ofNode = [/^\s*at /, /^Node\.js v/, /^\(node:\d+\)/, /^\(Use `/, /^\s*\^+\s*$/, /^file:\/\//, /^\s*$/];

/** Whether a line of a program's error output is a sentence for a person. */
export function isSentence(line: string): boolean {
  return !ofNode.some((pattern) => pattern.test(line));
}

/** Why a program ended, from the last lines of its error output; undefined where they do not say. */
export function reasonOf(lines: readonly string[]): string | undefined {
  const thrown = lines.findLast((line) => /^(?:Uncaught )?\w*Error(?: \[\w+\])?: /.test(line));
  if (thrown !== undefined) return thrown.replace(/^(?:Uncaught )?\w*Error(?: \[\w+\])?: /, '');
  // What went wrong, then what to do about it.
  const sentences = lines.filter(isSentence).slice(-2);
  return sentences.length === 0 ? undefined : sentences.join(' ');
}
