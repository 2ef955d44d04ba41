/** What became of a line with `!`: the line to run, or what could not be found. */
export type HistoryExpansion = { text: string; isChanged: boolean } | { missing: string };

/** bash's history expansion as far as it is in daily use: `!!`, `!$`, `!5`, `!-2`, `!word`. Single quotes and a backslash prevent it. */
export function expandHistory(line: string, history: readonly string[]): HistoryExpansion {
  let text = '';
  let isChanged = false;
  let isSingleQuoted = false;
  let isDoubleQuoted = false;
  for (let index = 0; index < line.length;) {
    const rest = line.slice(index);
    const character = line.charAt(index);
    if (character === '\\') {
      text += rest.slice(0, 2);
      index += 2;
      continue;
    }
    if (character === "'" && !isDoubleQuoted) isSingleQuoted = !isSingleQuoted;
    if (character === '"' && !isSingleQuoted) isDoubleQuoted = !isDoubleQuoted;
    const event = isSingleQuoted ? null : /^!(?:(!)|(\$)|(-?\d+)|([A-Za-z./_][\w./-]*))/.exec(rest);
    if (event === null) {
      text += character;
      index += 1;
      continue;
    }
    const found = findEvent(event, history);
    if (found === undefined) return { missing: event[0] };
    text += found;
    isChanged = true;
    index += event[0].length;
  }
  return { text, isChanged };
}

function findEvent(event: RegExpExecArray, history: readonly string[]): string | undefined {
  const [, repeat, lastWord, number, prefix] = event;
  if (repeat !== undefined) return history.at(-1);
  if (lastWord !== undefined) return history.at(-1)?.split(/\s+/).at(-1);
  if (number !== undefined) return number.startsWith('-') ? history.at(Number(number)) : history[Number(number) - 1];
  return history.findLast((line) => line.startsWith(prefix ?? ''));
}
