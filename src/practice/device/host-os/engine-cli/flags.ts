import { CommandError } from './command.ts';

export interface FlagDescription {
  /** One letter. */
  short?: string;
  /** Takes a value. */
  hasValue?: boolean;
}

export interface Flags<Name extends string> {
  has(name: Name): boolean;
  /** `--name=false` */
  isOff(name: Name): boolean;
  /** The last value given. */
  value(name: Name): string | undefined;
  values(name: Name): string[];
  operands: string[];
}

/**
 * Options as Docker's command line reads them (spf13/pflag): `--name value`, `--name=value`, `-f`, `-it`, `-n5`, `--`.
 * With `stopsAtOperand`, what follows the first operand belongs to another command. Throws CommandError (exit code 125).
 */
export function readFlags<const Table extends Readonly<Record<string, FlagDescription>>>(
  own: readonly string[],
  table: Table,
  options: { command: string; stopsAtOperand?: boolean },
): Flags<keyof Table & string> {
  const found: { name: string; value: string }[] = [];
  const operands: string[] = [];
  const rest = [...own];
  const help = `See '${options.command} --help'.`;

  function take(name: string, flag: FlagDescription, attached: string | undefined, shown: string): void {
    if (flag.hasValue !== true) {
      found.push({ name, value: attached ?? 'true' });
      return;
    }
    const value = attached ?? rest.shift();
    if (value === undefined) throw new CommandError(`flag needs an argument: ${shown}\n${help}`, 125);
    found.push({ name, value });
  }

  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--') {
      operands.push(...rest);
      break;
    }
    if (argument.startsWith('--')) {
      const [name = '', ...value] = argument.slice(2).split('=');
      const flag = table[name];
      if (flag === undefined) throw new CommandError(`unknown flag: --${name}\n${help}`, 125);
      take(name, flag, value.length === 0 ? undefined : value.join('='), `--${name}`);
    } else if (argument.startsWith('-') && argument !== '-') {
      for (let at = 1; at < argument.length; at += 1) {
        const letter = argument.charAt(at);
        const [name, flag] = Object.entries(table).find(([, description]) => description.short === letter) ?? [];
        if (name === undefined || flag === undefined)
          throw new CommandError(`unknown shorthand flag: '${letter}' in ${argument}\n${help}`, 125);
        const attached = argument.slice(at + 1).replace(/^=/, '');
        if (flag.hasValue === true) {
          take(name, flag, attached === '' ? undefined : attached, `'${letter}' in ${argument}`);
          break;
        }
        take(name, flag, undefined, letter);
      }
    } else {
      operands.push(argument);
      if (options.stopsAtOperand === true) {
        operands.push(...rest);
        break;
      }
    }
  }
  function isOff(name: string): boolean {
    return table[name]?.hasValue !== true && found.findLast((one) => one.name === name)?.value === 'false';
  }

  return {
    operands,
    has: (name) => found.some((one) => one.name === name) && !isOff(name),
    isOff,
    value: (name) => found.findLast((one) => one.name === name)?.value,
    values: (name) => found.filter((one) => one.name === name).map((one) => one.value),
  };
}
