import type { Program, ProgramContext } from '../process/process.ts';
import { BrokenPipe, flush, ProcessEnded, write } from './lines.ts';
import { readOptions, UsageError } from './options.ts';
import type { Occurrence, OptionTable, OptionValues, ReadingRules } from './options.ts';

/** How a program is called, for its argument reader and its `--help`. */
export interface ProgramDescription<Table extends OptionTable> extends ReadingRules {
  /** Lines after `Usage: `, with `NAME` where the program's name stands. */
  usage: string;
  summary: string;
  options: Table;
  /** Exit status of a usage error; 1 where not said. */
  usageStatus?: number;
  /** What follows a usage error's message, where it is not `Try 'NAME --help' for more information.` */
  usageHint?: string;
  /** What `--version` prints after the name, e.g. `(GNU coreutils) 9.7`. */
  version?: string;
  /** Rewrites old forms (`head -5`) before options are read. */
  prepare?: (argumentsAfterName: readonly string[]) => readonly string[];
}

/** One call of a program: its options and the usual ways to say something. */
export interface Call<Table extends OptionTable> {
  context: ProgramContext;
  /** The name it was called by, which starts its messages. */
  name: string;
  values: OptionValues<Table>;
  operands: string[];
  occurrences: Occurrence[];
  /** All values of an option that may be repeated. */
  all: (option: keyof Table & string) => string[];
  /** Text of ours, written as UTF-8. */
  print: (text: string) => Promise<void>;
  /** One message on stderr, after `NAME: `. */
  complain: (message: string) => Promise<void>;
}

/** What such a call works in; helpers take this where the options do not matter to them. */
export type AnyCall = Pick<Call<OptionTable>, 'context' | 'name' | 'print' | 'complain'>;

/** Makes a program from its description and body: reads options, answers `--help` and `--version`, words usage errors and ends on a broken pipe. */
export function defineProgram<const Table extends OptionTable>(
  description: ProgramDescription<Table>,
  body: (call: Call<Table>) => Promise<number>,
): Program {
  return async (context) => {
    const name = context.arguments[0] ?? '';
    const own = context.arguments.slice(1);
    const print = (text: string): Promise<void> => write(context.stdout, Buffer.from(text), context.ended);
    const complain = async (message: string): Promise<void> => {
      await flush(context.stdout, context.ended);
      await write(context.stderr, Buffer.from(`${name}: ${message}\n`), context.ended);
    };
    try {
      const information = requestedInformation(own, name, description);
      if (information !== undefined) {
        await print(information);
        await flush(context.stdout, context.ended);
        return 0;
      }
      const { values, operands, occurrences } = readOptions(description.prepare?.(own) ?? own, description.options, description);
      const all = (option: string): string[] => occurrences.filter((one) => one.name === option).map((one) => one.value);
      const status = await body({ context, name, values, operands, occurrences, all, print, complain });
      await flush(context.stdout, context.ended);
      return status;
    } catch (error) {
      if (error instanceof UsageError) {
        const hint = error.hint
          ? `${description.usageHint ?? `Try '${name} --help' for more information.`}\n`.replaceAll('NAME', name)
          : '';
        await write(context.stderr, Buffer.from(`${error.message === '' ? '' : `${name}: ${error.message}\n`}${hint}`)).catch(
          () => undefined,
        );
        return description.usageStatus ?? 1;
      }
      // 128 + SIGPIPE; a process that has ended by a signal has its own status already.
      if (error instanceof BrokenPipe) return 141;
      if (error instanceof ProcessEnded) return 1;
      throw error;
    }
  };
}

/** The help that `--help` prints. */
export function helpText(name: string, description: Pick<ProgramDescription<OptionTable>, 'usage' | 'summary' | 'options'>): string {
  const usage = description.usage
    .split('\n')
    .map((line, index) => `${index === 0 ? 'Usage: ' : '  or:  '}${line.replace('NAME', name)}`)
    .join('\n');
  const lines = Object.values(description.options).map(({ short, long, value, optional, help }) => {
    const shown = value === undefined ? '' : optional === true ? `[=${value}]` : long === undefined ? ` ${value}` : `=${value}`;
    const letters = short === undefined ? '    ' : long === undefined ? `-${short}` : `-${short}, `;
    return `  ${`${letters}${long === undefined ? '' : `--${long}`}${shown}`.padEnd(26)}  ${help}`;
  });
  return `${[usage, description.summary, '', ...lines].join('\n').trimEnd()}\n`;
}

function requestedInformation<Table extends OptionTable>(
  own: readonly string[],
  name: string,
  description: ProgramDescription<Table>,
): string | undefined {
  const end = own.indexOf('--');
  const looked = description.stopAtOperand === true ? own.slice(0, 1) : own.slice(0, end < 0 ? own.length : end);
  if (looked.includes('--help')) return helpText(name, description);
  if (looked.includes('--version') && description.version !== undefined) return `${baseName(name)} ${description.version}\n`;
  return undefined;
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
