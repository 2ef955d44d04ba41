/** Reads a program's arguments as GNU getopt_long does: bundled short options, `--long=value`, unambiguous prefixes, `--`. */

export interface OptionSpecification {
  /** One letter; `long` alone may be given instead. */
  readonly short?: string;
  readonly long?: string;
  /** The name of the option's value in the help, for an option that takes one. */
  readonly value?: string;
  /** The value may be left out (`--color[=WHEN]`, `-i[SUFFIX]`); it is then the empty string. */
  readonly optional?: true;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpecification>>;

export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { readonly value: string } ? string | undefined : boolean;
};

export interface Occurrence {
  name: string;
  value: string;
}

export interface ReadOptions<Table extends OptionTable> {
  /** The last value of each option. */
  values: OptionValues<Table>;
  operands: string[];
  /** Every option in the order it was given. */
  occurrences: Occurrence[];
}

export interface ReadingRules {
  /** Everything from the first operand on is an operand, as for programs that run another program. */
  stopAtOperand?: boolean;
  /** Letters that the real program has and the practice device has not. */
  unsupported?: string;
}

/** The arguments cannot be used; `message` is what the real program writes after its name and a colon; empty where it only gives the hint. */
export class UsageError extends Error {
  /** Whether `Try '… --help'` follows. */
  readonly hint: boolean;

  constructor(message: string, hint = true) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

/** Throws UsageError in getopt's words. */
export function readOptions<Table extends OptionTable>(
  argumentsAfterName: readonly string[],
  table: Table,
  rules: ReadingRules = {},
): ReadOptions<Table> {
  const occurrences: Occurrence[] = [];
  const operands: string[] = [];
  const rest = [...argumentsAfterName];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--') {
      operands.push(...rest);
      break;
    }
    if (argument.startsWith('--')) occurrences.push(readLong(argument, rest, table));
    else if (argument.startsWith('-') && argument !== '-') occurrences.push(...readBundle(argument, rest, table, rules));
    else {
      operands.push(argument);
      if (rules.stopAtOperand === true) {
        operands.push(...rest);
        break;
      }
    }
  }
  return { values: lastValues(table, occurrences), operands, occurrences };
}

function readLong(argument: string, rest: string[], table: OptionTable): Occurrence {
  const [written, value] = splitOnce(argument.slice(2), '=');
  const entries = Object.entries(table);
  const exact = entries.find(([, option]) => option.long === written);
  const candidates = exact === undefined ? entries.filter(([, option]) => option.long?.startsWith(written)) : [exact];
  const [candidate] = candidates;
  if (candidate === undefined) throw new UsageError(`unrecognized option '--${written}'`);
  if (candidates.length > 1) {
    const possibilities = candidates.map(([, option]) => `'--${option.long ?? ''}'`).join(' ');
    throw new UsageError(`option '--${written}' is ambiguous; possibilities: ${possibilities}`);
  }
  const [name, option] = candidate;
  const long = option.long ?? '';
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`option '--${long}' doesn't allow an argument`);
    return { name, value: '' };
  }
  if (value !== undefined) return { name, value };
  if (option.optional === true) return { name, value: '' };
  const next = rest.shift();
  if (next === undefined) throw new UsageError(`option '--${long}' requires an argument`);
  return { name, value: next };
}

function readBundle(argument: string, rest: string[], table: OptionTable, rules: ReadingRules): Occurrence[] {
  const found: Occurrence[] = [];
  for (let at = 1; at < argument.length; at += 1) {
    const letter = argument.charAt(at);
    const entry = Object.entries(table).find(([, option]) => option.short === letter);
    if (entry === undefined) {
      if (rules.unsupported?.includes(letter) === true) {
        throw new UsageError(`option -${letter} is not supported on the practice device`, false);
      }
      throw new UsageError(`invalid option -- '${letter}'`);
    }
    const [name, option] = entry;
    if (option.value === undefined) {
      found.push({ name, value: '' });
      continue;
    }
    const attached = argument.slice(at + 1);
    if (attached !== '' || option.optional === true) return [...found, { name, value: attached }];
    const next = rest.shift();
    if (next === undefined) throw new UsageError(`option requires an argument -- '${letter}'`);
    return [...found, { name, value: next }];
  }
  return found;
}

function lastValues<Table extends OptionTable>(table: Table, occurrences: readonly Occurrence[]): OptionValues<Table> {
  const values: Record<string, string | boolean | undefined> = {};
  for (const [name, option] of Object.entries(table)) values[name] = option.value === undefined ? false : undefined;
  for (const { name, value } of occurrences) values[name] = table[name]?.value === undefined ? true : value;
  return values as OptionValues<Table>;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
