import { defineProgram } from '../define-program.ts';
import { openInput, pathOf } from '../inputs.ts';
import { splitLines, write } from '../lines.ts';
import { coreutils, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { compareBytes, comparisonOf } from './sort-compare.ts';
import type { Comparison } from './sort-compare.ts';
import { keyOf, parseKey, parseSeparator } from './sort-keys.ts';
import type { Ordering } from './sort-keys.ts';

export const sort = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Write sorted concatenation of all FILE(s) to standard output.',
    version: coreutils,
    usageStatus: 2,
    unsupported: 'RST',
    options: {
      b: { short: 'b', long: 'ignore-leading-blanks', help: 'ignore leading blanks' },
      check: { short: 'c', long: 'check', value: 'HOW', optional: true, help: 'check for sorted input; do not sort' },
      checkQuietly: { short: 'C', help: 'like -c, but do not report first bad line' },
      d: { short: 'd', long: 'dictionary-order', help: 'consider only blanks and alphanumeric characters' },
      f: { short: 'f', long: 'ignore-case', help: 'fold lower case to upper case characters' },
      g: { short: 'g', long: 'general-numeric-sort', help: 'compare according to general numerical value' },
      h: { short: 'h', long: 'human-numeric-sort', help: 'compare human readable numbers (e.g., 2K 1G)' },
      i: { short: 'i', long: 'ignore-nonprinting', help: 'consider only printable characters' },
      key: { short: 'k', long: 'key', value: 'KEYDEF', help: 'sort via a key; KEYDEF gives location and type' },
      merge: { short: 'm', long: 'merge', help: 'merge already sorted files' },
      M: { short: 'M', long: 'month-sort', help: "compare (unknown) < 'JAN' < ... < 'DEC'" },
      n: { short: 'n', long: 'numeric-sort', help: 'compare according to string numerical value' },
      output: { short: 'o', long: 'output', value: 'FILE', help: 'write result to FILE instead of standard output' },
      r: { short: 'r', long: 'reverse', help: 'reverse the result of comparisons' },
      stable: { short: 's', long: 'stable', help: 'stabilize sort by disabling last-resort comparison' },
      separator: { short: 't', long: 'field-separator', value: 'SEP', help: 'use SEP instead of non-blank to blank transition' },
      unique: { short: 'u', long: 'unique', help: 'output only the first of lines that compare equal' },
      V: { short: 'V', long: 'version-sort', help: 'natural sort of (version) numbers within text' },
      zero: { short: 'z', long: 'zero-terminated', help: 'line delimiter is NUL, not newline' },
    },
    // -c takes no value of its own: `-cn` are two options.
    prepare: (given) => given.map((argument) => (/^-c(?=.)/.test(argument) ? `-${argument.slice(2)}c` : argument)),
  },
  async (call) => {
    const { context, values, operands, complain } = call;
    const letters = (['b', 'd', 'f', 'g', 'h', 'i', 'M', 'n', 'r', 'V'] as const).filter((letter) => values[letter]);
    const global: Ordering = new Set(letters);
    const numeric = letters.filter((letter) => 'ghMnV'.includes(letter));
    if (numeric.length > 1) throw new UsageError(`options '-${[...numeric].sort().join('')}' are incompatible`, false);
    const keys = call.all('key').map((text) => parseKey(text, global));
    const tab = values.separator === undefined ? undefined : parseSeparator(values.separator);
    const separator = values.zero ? '\0' : '\n';
    const comparisons = keys.map((key): Comparison => {
      const compare = directed(comparisonOf(key.ordering), key.ordering.has('r'));
      return (a, b) => compare(keyOf(a, key, tab), keyOf(b, key, tab));
    });
    if (comparisons.length === 0) comparisons.push(directed(comparisonOf(global), values.r));
    const byKeys: Comparison = (a, b) => {
      for (const compare of comparisons) {
        const order = compare(a, b);
        if (order !== 0) return order;
      }
      return 0;
    };
    const lastResort = directed(compareBytes, values.r);
    const compare: Comparison = values.stable || values.unique ? byKeys : (a, b) => byKeys(a, b) || lastResort(a, b);

    const lines: string[] = [];
    const files = operands.length === 0 ? ['-'] : operands;
    for (const name of files) {
      try {
        for await (const { text } of splitLines(await openInput(context, name), separator)) lines.push(text);
      } catch (error) {
        const reason = reasonOf(error);
        await complain(`${reason === 'Is a directory' ? 'read failed' : 'cannot read'}: ${quoteIfNeeded(name)}: ${reason}`);
        return 2;
      }
    }
    if (values.check !== undefined || values.checkQuietly) {
      const at = lines.findIndex((line, index) => {
        const before = lines[index - 1];
        return before !== undefined && (values.unique ? compare(before, line) >= 0 : compare(before, line) > 0);
      });
      if (at < 0) return 0;
      const quiet = values.checkQuietly || values.check === 'quiet' || values.check === 'silent';
      if (!quiet) await complain(`${files[0] ?? '-'}:${String(at + 1)}: disorder: ${lines[at] ?? ''}`);
      return 1;
    }
    lines.sort(compare);
    const kept = values.unique ? lines.filter((line, index) => index === 0 || byKeys(lines[index - 1] ?? '', line) !== 0) : lines;
    const text = kept.map((line) => line + separator).join('');
    if (values.output === undefined) {
      await write(context.stdout, text, context.ended);
      return 0;
    }
    try {
      await context.system.fileSystem.writeFile(pathOf(context, values.output), Buffer.from(text, 'latin1'));
      return 0;
    } catch (error) {
      await complain(`open failed: ${quoteIfNeeded(values.output)}: ${reasonOf(error)}`);
      return 2;
    }
  },
);

function directed(compare: Comparison, reverse: boolean): Comparison {
  return reverse ? (a, b) => compare(b, a) : compare;
}
