import type { ProgramContext } from '../../../process/process.ts';
import { write } from '../../lines.ts';
import type { OptionValues } from '../../options.ts';
import { managerOf } from '../manager/manager.ts';
import type { Manager } from '../manager/manager.ts';
import { unitNameOf } from '../units/unit-names.ts';
import type { UnitType } from '../units/unit-names.ts';
import type { systemctlOptions } from './systemctl-options.ts';

/** One call of systemctl: what its verbs work with. */
export interface SystemctlCall {
  context: ProgramContext;
  options: OptionValues<typeof systemctlOptions>;
  /** All values of an option that may be given several times, commas split. */
  all(option: keyof typeof systemctlOptions): string[];
  verb: string;
  words: string[];
  print(text: string): Promise<void>;
  complain(text: string): Promise<void>;
  isColoured: boolean;
}

export type Verb = (call: SystemctlCall) => Promise<number>;

/** Ends a verb with a message and an exit status. */
export class VerbError extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = 'VerbError';
    this.status = status;
  }
}

/** What systemctl and its like say where systemd is not PID 1. */
export const notBooted =
  "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to system scope bus via local transport: Host is down";

/** The running manager. Throws VerbError where there is none. */
export function needManager(context: ProgramContext): Manager {
  const manager = managerOf(context.system);
  if (manager === undefined) throw new VerbError(notBooted);
  return manager;
}

/** The words as names of units. Throws VerbError where there are none. */
export function unitNames(call: SystemctlCall, suffix?: UnitType): string[] {
  if (call.words.length === 0) throw new VerbError('Too few arguments.');
  return call.words.map((word) => unitNameOf(word, suffix));
}

export async function printTo(context: ProgramContext, text: string): Promise<void> {
  await write(context.stdout, Buffer.from(text), context.ended);
}

/** Whether a name matches a word with `*`, `?` or `[…]`, as list verbs take them. */
export function matchesPattern(pattern: string, name: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(name);
}
