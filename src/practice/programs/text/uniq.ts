import { defineProgram } from '../define-program.ts';
import { openInput, pathOf } from '../inputs.ts';
import { splitLines, write } from '../lines.ts';
import { coreutils, quote, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';

export const uniq = defineProgram(
  {
    usage: 'NAME [OPTION]... [INPUT [OUTPUT]]',
    summary: 'Filter adjacent matching lines from INPUT (or standard input), writing to OUTPUT (or standard output).',
    version: coreutils,
    options: {
      count: { short: 'c', long: 'count', help: 'prefix lines by the number of occurrences' },
      repeated: { short: 'd', long: 'repeated', help: 'only print duplicate lines, one for each group' },
      allRepeated: { short: 'D', help: 'print all duplicate lines' },
      skipFields: { short: 'f', long: 'skip-fields', value: 'N', help: 'avoid comparing the first N fields' },
      ignoreCase: { short: 'i', long: 'ignore-case', help: 'ignore differences in case when comparing' },
      skipCharacters: { short: 's', long: 'skip-chars', value: 'N', help: 'avoid comparing the first N characters' },
      unique: { short: 'u', long: 'unique', help: 'only print unique lines' },
      checkCharacters: { short: 'w', long: 'check-chars', value: 'N', help: 'compare no more than N characters in lines' },
      zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
    },
  },
  async ({ context, values, operands, complain }) => {
    const [input = '-', output, extra] = operands;
    if (extra !== undefined) throw new UsageError(`extra operand ${quote(extra)}`);
    const separator = values.zero ? '\0' : '\n';
    const skipFields = number(values.skipFields, 'fields to skip');
    const skipCharacters = number(values.skipCharacters, 'bytes to skip');
    const checked = values.checkCharacters === undefined ? Infinity : number(values.checkCharacters, 'bytes to compare');
    const keyOf = (line: string): string => {
      let at = 0;
      for (let field = 0; field < skipFields; field += 1) at += /^[ \t]*[^ \t]*/.exec(line.slice(at))?.[0].length ?? 0;
      const key = line.slice(at + skipCharacters).slice(0, checked);
      return values.ignoreCase ? key.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()) : key;
    };
    const collected: string[] = [];
    const emit = async (text: string): Promise<void> => {
      if (output === undefined || output === '-') await write(context.stdout, text + separator, context.ended);
      else collected.push(text + separator);
    };
    let group: { key: string; lines: string[]; count: number } | undefined;
    const finish = async (): Promise<void> => {
      if (group === undefined) return;
      const [first = ''] = group.lines;
      const isRepeated = group.count > 1;
      if (values.allRepeated) {
        if (isRepeated) for (const line of group.lines) await emit(line);
      } else if (isRepeated ? !values.unique : !values.repeated) {
        await emit(values.count ? `${String(group.count).padStart(7)} ${first}` : first);
      }
    };
    try {
      for await (const { text } of splitLines(await openInput(context, input), separator)) {
        const key = keyOf(text);
        if (group?.key === key) {
          group.count += 1;
          if (values.allRepeated) group.lines.push(text);
          continue;
        }
        await finish();
        group = { key, lines: [text], count: 1 };
      }
      await finish();
    } catch (error) {
      const reason = reasonOf(error);
      await complain(`${reason === 'Is a directory' ? `error reading ${quote(input)}` : quoteIfNeeded(input)}: ${reason}`);
      return 1;
    }
    if (output === undefined || output === '-') return 0;
    try {
      await context.system.fileSystem.writeFile(pathOf(context, output), Buffer.from(collected.join(''), 'latin1'));
      return 0;
    } catch (error) {
      await complain(`${quoteIfNeeded(output)}: ${reasonOf(error)}`);
      return 1;
    }
  },
);

function number(text: string | undefined, what: string): number {
  if (text !== undefined && !/^\d+$/.test(text)) throw new UsageError(`${text}: invalid number of ${what}`, false);
  return Number(text ?? 0);
}
