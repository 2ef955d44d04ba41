import { defineProgram } from '../define-program.ts';
import { openInput } from '../inputs.ts';
import { splitLines, toBytes, write } from '../lines.ts';
import { coreutils, quote, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';

interface Range {
  from: number;
  to: number;
}

export const cut = defineProgram(
  {
    usage: 'NAME OPTION... [FILE]...',
    summary: 'Print selected parts of lines from each FILE to standard output. LIST is N, N-, N-M or -M, several with commas.',
    version: coreutils,
    options: {
      bytes: { short: 'b', long: 'bytes', value: 'LIST', help: 'select only these bytes' },
      characters: { short: 'c', long: 'characters', value: 'LIST', help: 'select only these characters' },
      delimiter: { short: 'd', long: 'delimiter', value: 'DELIM', help: 'use DELIM instead of TAB for field delimiter' },
      fields: {
        short: 'f',
        long: 'fields',
        value: 'LIST',
        help: 'select only these fields; also print lines without a delimiter, unless -s',
      },
      unsplit: { short: 'n', help: '(ignored)' },
      complement: { long: 'complement', help: 'complement the set of selected bytes, characters or fields' },
      onlyDelimited: { short: 's', long: 'only-delimited', help: 'do not print lines not containing delimiters' },
      outputDelimiter: { long: 'output-delimiter', value: 'STRING', help: 'use STRING as the output delimiter' },
      zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
    },
  },
  async (call) => {
    const { context, values, operands, complain } = call;
    const lists = [...call.all('bytes'), ...call.all('characters'), ...call.all('fields')];
    const [list] = lists;
    if (list === undefined) throw new UsageError('you must specify a list of bytes, characters, or fields');
    if (lists.length > 1) throw new UsageError('only one list may be specified');
    const byFields = values.fields !== undefined;
    if (!byFields && values.delimiter !== undefined)
      throw new UsageError('an input delimiter may be specified only when operating on fields');
    if (!byFields && values.onlyDelimited)
      throw new UsageError('suppressing non-delimited lines makes sense\n\tonly when operating on fields');
    const delimiter = values.delimiter === '' ? '\0' : toBytes(values.delimiter ?? '\t');
    if (delimiter.length !== 1) throw new UsageError('the delimiter must be a single character');
    const ranges = parseList(list, byFields);
    const selected = (index: number): boolean => ranges.some(({ from, to }) => index >= from && index <= to) !== values.complement;
    const separator = values.zero ? '\0' : '\n';
    const joiner = values.outputDelimiter === undefined ? undefined : toBytes(values.outputDelimiter);

    const cutLine = (line: string): string | undefined => {
      if (byFields) {
        const fields = line.split(delimiter);
        if (fields.length === 1) return values.onlyDelimited ? undefined : line;
        return fields.filter((_, index) => selected(index + 1)).join(joiner ?? delimiter);
      }
      let text = '';
      let last = -1;
      for (let index = 0; index < line.length; index += 1) {
        if (!selected(index + 1)) continue;
        if (joiner !== undefined && last >= 0 && (last !== index - 1 || startsRange(index + 1))) text += joiner;
        text += line.charAt(index);
        last = index;
      }
      return text;
    };
    const startsRange = (index: number): boolean => !values.complement && ranges.some(({ from }) => from === index);

    let status = 0;
    for (const name of operands.length === 0 ? ['-'] : operands) {
      try {
        for await (const { text } of splitLines(await openInput(context, name), separator)) {
          const kept = cutLine(text);
          if (kept !== undefined) await write(context.stdout, kept + separator, context.ended);
        }
      } catch (error) {
        await complain(`${quoteIfNeeded(name)}: ${reasonOf(error)}`);
        status = 1;
      }
    }
    return status;
  },
);

function parseList(list: string, byFields: boolean): Range[] {
  const ranges = list.split(/[, \t]/).map((part) => {
    const match = /^(\d*)(-?)(\d*)$/.exec(part);
    if (match === null)
      throw new UsageError(byFields ? `invalid field value ${quote(part)}` : `invalid byte/character position ${quote(part)}`);
    const [, from = '', dash = '', to = ''] = match;
    if (dash === '' && from === '')
      throw new UsageError(byFields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1');
    if (dash !== '' && from === '' && to === '') throw new UsageError('invalid range with no endpoint: -');
    if (from === '0' || to === '0')
      throw new UsageError(byFields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1');
    const range = { from: Number(from || 1), to: dash === '' ? Number(from) : to === '' ? Infinity : Number(to) };
    if (range.to < range.from) throw new UsageError('invalid decreasing range');
    return range;
  });
  return mergeRanges(ranges);
}

/** Ranges that overlap become one, as they are one for `--output-delimiter`; those that only touch stay apart. */
function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else merged.push({ ...range });
  }
  return merged;
}
