import { defineProgram } from '../define-program.ts';
import { splitLines, toBytes, write } from '../lines.ts';
import { UsageError } from '../options.ts';
import { parseAwk } from './awk-parse.ts';
import type { AwkProgram, AwkValue } from './awk-parse.ts';
import { joinInputs, openEach } from './filter.ts';

/** The forms of awk that one-liners use most: patterns, `print`, fields, NR, NF, comparisons; the rest is refused. */
export const awk = defineProgram(
  {
    usage: "NAME [-F fs] [-v var=value] 'pattern {action}' [file ...]",
    summary: 'Print fields of the lines that match. On the practice device: /expression/, comparisons, NR, NF, $N, print.',
    usageStatus: 2,
    stopAtOperand: true,
    unsupported: 'fmW',
    options: {
      separator: { short: 'F', value: 'fs', help: 'use fs for the input field separator' },
      variable: { short: 'v', value: 'var=value', help: 'assign a value to a variable' },
    },
  },
  async (call) => {
    const { context, values, operands, complain } = call;
    const [source, ...files] = operands;
    if (source === undefined) throw new UsageError('no program given');
    let program: AwkProgram;
    try {
      program = parseAwk(toBytes(source));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await complain(`${error.message} is not supported on the practice device`);
      return 2;
    }
    const variables = new Map(
      call.all('variable').map((text): [string, string] => [text.split('=')[0] ?? '', toBytes(text.slice(text.indexOf('=') + 1))]),
    );
    const split = splitter(values.separator);
    const run = async (line: string, number: number, when: 'begin' | 'line' | 'end'): Promise<void> => {
      const fields = line === '' ? [] : split(line);
      const valueOf = (value: AwkValue): string => {
        switch (value.kind) {
          case 'text':
            return value.text;
          case 'field': {
            const index = Number(valueOf(value.index));
            return index === 0 ? line : (fields[index - 1] ?? '');
          }
          case 'name':
            return value.name === 'NR' ? String(number) : value.name === 'NF' ? String(fields.length) : (variables.get(value.name) ?? '');
          case 'minus':
            return String(Number(valueOf(value.left)) - Number(valueOf(value.right)));
        }
      };
      for (const rule of program) {
        if (rule.when !== when || !rule.matches(line, valueOf)) continue;
        for (const statement of rule.prints) {
          const text = statement.length === 0 ? line : statement.map((part) => part.map(valueOf).join('')).join(' ');
          await write(context.stdout, `${text}\n`, context.ended);
        }
      }
    };
    await run('', 0, 'begin');
    const { inputs, failed } = openEach(call, files, (name, reason) => `cannot open "${name}" (${reason})`);
    let number = 0;
    let last = '';
    if (program.some((rule) => rule.when !== 'begin')) {
      for await (const { text } of splitLines(joinInputs(inputs))) {
        number += 1;
        last = text;
        await run(text, number, 'line');
      }
    }
    await run(last, number, 'end');
    return failed() ? 2 : 0;
  },
);

function splitter(separator: string | undefined): (line: string) => string[] {
  if (separator === undefined || separator === ' ')
    return (line) =>
      line
        .trim()
        .split(/[ \t\n]+/)
        .filter((field) => field !== '');
  const bytes = toBytes(separator === 't' ? '\t' : separator.replaceAll('\\t', '\t'));
  if (bytes.length === 1) return (line) => line.split(bytes);
  const expression = new RegExp(bytes);
  return (line) => line.split(expression);
}
