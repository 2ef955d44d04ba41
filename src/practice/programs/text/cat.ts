import { defineProgram } from '../define-program.ts';
import { openInput } from '../inputs.ts';
import { readChunks, splitLines, write } from '../lines.ts';
import { coreutils, quoteIfNeeded, reasonOf } from '../messages.ts';

export const cat = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Concatenate FILE(s) to standard output. With no FILE, or when FILE is -, read standard input.',
    version: coreutils,
    options: {
      showAll: { short: 'A', long: 'show-all', help: 'equivalent to -vET' },
      numberNonblank: { short: 'b', long: 'number-nonblank', help: 'number nonempty output lines, overrides -n' },
      ends: { short: 'e', help: 'equivalent to -vE' },
      showEnds: { short: 'E', long: 'show-ends', help: 'display $ at end of each line' },
      number: { short: 'n', long: 'number', help: 'number all output lines' },
      squeeze: { short: 's', long: 'squeeze-blank', help: 'suppress repeated empty output lines' },
      tabs: { short: 't', help: 'equivalent to -vT' },
      showTabs: { short: 'T', long: 'show-tabs', help: 'display TAB characters as ^I' },
      unbuffered: { short: 'u', help: '(ignored)' },
      showNonprinting: { short: 'v', long: 'show-nonprinting', help: 'use ^ and M- notation, except for LFD and TAB' },
    },
  },
  async ({ context, values, operands, complain }) => {
    let status = 0;
    const showEnds = values.showAll || values.ends || values.showEnds;
    const showTabs = values.showAll || values.tabs || values.showTabs;
    const visible = values.showAll || values.ends || values.tabs || values.showNonprinting;

    async function* content(): AsyncGenerator<Buffer> {
      for (const name of operands.length === 0 ? ['-'] : operands) {
        try {
          yield* name === '-' ? readChunks(context.stdin, context.ended) : await openInput(context, name);
        } catch (error) {
          await complain(`${quoteIfNeeded(name)}: ${reasonOf(error)}`);
          status = 1;
        }
      }
    }

    const plain = !showEnds && !showTabs && !visible && !values.number && !values.numberNonblank && !values.squeeze;
    if (plain) {
      for await (const chunk of content()) await write(context.stdout, chunk, context.ended);
      return status;
    }
    let lineNumber = 0;
    let blankBefore = false;
    for await (const { text, terminated } of splitLines(content())) {
      const blank = text === '' && terminated;
      if (values.squeeze && blank && blankBefore) continue;
      blankBefore = blank;
      const numbered = values.numberNonblank ? !blank : values.number;
      if (numbered) lineNumber += 1;
      const prefix = numbered ? `${String(lineNumber).padStart(6)}\t` : '';
      const shown = visible ? makeVisible(text) : text;
      const end = terminated ? (showEnds ? '$\n' : '\n') : '';
      await write(context.stdout, prefix + (showTabs ? shown.replaceAll('\t', '^I') : shown) + end, context.ended);
    }
    return status;
  },
);

/** Control characters as `^X`, bytes above 127 as `M-…`; tabs stay. */
function makeVisible(text: string): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return code < 128 ? visibleByte(code) : `M-${visibleByte(code - 128, true)}`;
  }).join('');
}

function visibleByte(code: number, high = false): string {
  if (code === 127) return '^?';
  if (code < 32 && (high || code !== 9)) return `^${String.fromCharCode(code + 64)}`;
  return String.fromCharCode(code);
}
