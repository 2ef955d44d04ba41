import type { AnyCall } from '../define-program.ts';
import { splitLines, toBytes, write } from '../lines.ts';
import type { Finder, Match } from './longest-match.ts';

/** How the lines of one file are searched and shown. */
export interface SearchStyle {
  find: Finder;
  separator: string;
  invert: boolean;
  count: boolean;
  names: boolean;
  without: boolean;
  only: boolean;
  quiet: boolean;
  lineNumber: boolean;
  showNames: boolean;
  /** Treats a file with NUL bytes as text, or as one that never matches. */
  text: boolean;
  skipBinary: boolean;
  most: number;
  before: number;
  after: number;
  colored: boolean;
  /** Whether any file's lines were shown yet: `--` also stands between those of two files. */
  printed: { any: boolean };
}

const paint = { match: '01;31', name: '35', number: '32', mark: '36' };

/** Searches one input, prints what is asked for as soon as it is found, and says whether a line was selected. */
export async function searchInput(call: AnyCall, input: AsyncIterable<Buffer>, name: string, style: SearchStyle): Promise<boolean> {
  const { context } = call;
  const shownName = toBytes(name);
  const printLines = !style.count && !style.names && !style.without && !style.quiet;
  const isZero = style.separator === '\0';
  let selected = 0;
  let number = 0;
  let lastPrinted = 0;
  let trailing = 0;
  const content = { isBinary: false };
  const held: { text: string; number: number }[] = [];

  const out = (text: string): Promise<void> => write(context.stdout, text, context.ended);
  const dye = (text: string, color: string): string => (style.colored ? `\u001b[${color}m\u001b[K${text}\u001b[m\u001b[K` : text);
  const prefix = (lineNumber: number, mark: string): string =>
    (style.showNames ? dye(shownName, paint.name) + dye(mark, paint.mark) : '') +
    (style.lineNumber ? dye(String(lineNumber), paint.number) + dye(mark, paint.mark) : '');

  async function printOne(text: string, lineNumber: number, mark: ':' | '-'): Promise<void> {
    const hasContext = style.before > 0 || style.after > 0;
    const isApart = lastPrinted === 0 ? style.printed.any : lineNumber > lastPrinted + 1;
    style.printed.any = true;
    if (hasContext && isApart) await out(`${dye('--', paint.mark)}\n`);
    lastPrinted = lineNumber;
    if (style.only) {
      if (mark === ':' && !style.invert) {
        for (const match of allMatches(style.find, text))
          await out(prefix(lineNumber, mark) + dye(match.text, paint.match) + style.separator);
      }
      return;
    }
    const shown = style.colored && mark === ':' && !style.invert ? highlight(text) : text;
    await out(prefix(lineNumber, mark) + shown + style.separator);
  }

  function highlight(text: string): string {
    let shown = '';
    let at = 0;
    for (const match of allMatches(style.find, text)) {
      shown += text.slice(at, match.index) + dye(match.text, paint.match);
      at = match.index + match.text.length;
    }
    return shown + text.slice(at);
  }

  async function* watched(): AsyncGenerator<Buffer> {
    for await (const chunk of input) {
      if (!isZero && !style.text && chunk.includes(0)) content.isBinary = true;
      yield chunk;
    }
  }

  for await (const { text } of splitLines(watched(), style.separator)) {
    number += 1;
    if (content.isBinary && style.skipBinary) break;
    const matches = selected < style.most && (style.find(text, 0) !== undefined) !== style.invert;
    if (matches) {
      selected += 1;
      if (style.quiet || style.names || style.without) break;
      if (printLines && content.isBinary) {
        await call.complain(`${name}: binary file matches`);
        break;
      }
      if (printLines) {
        for (const line of held) await printOne(line.text, line.number, '-');
        held.length = 0;
        await printOne(text, number, ':');
        trailing = style.after;
      }
    } else if (printLines && trailing > 0) {
      trailing -= 1;
      await printOne(text, number, '-');
    } else if (printLines && style.before > 0 && selected < style.most) {
      held.push({ text, number });
      if (held.length > style.before) held.shift();
    }
    if (selected >= style.most && (trailing === 0 || !printLines)) break;
  }
  if (style.count && !style.quiet && !style.names && !style.without) {
    await out(`${style.showNames ? dye(shownName, paint.name) + dye(':', paint.mark) : ''}${String(selected)}\n`);
  }
  const listed = style.without ? selected === 0 : style.names && selected > 0;
  if (listed && !style.quiet) await out(`${dye(shownName, paint.name)}\n`);
  return style.without ? listed : selected > 0;
}

/** Every nonempty match of a line, from left to right. */
function* allMatches(find: Finder, text: string): Generator<Match> {
  let from = 0;
  while (from <= text.length) {
    const match = find(text, from);
    if (match === undefined) return;
    if (match.text === '') {
      from = match.index + 1;
      continue;
    }
    yield match;
    from = match.index + match.text.length;
  }
}
