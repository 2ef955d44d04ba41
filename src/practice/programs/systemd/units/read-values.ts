import { parseSignal } from '../../../process/signals.ts';
import type { Signal } from '../../../process/signals.ts';
import { exitStatusOf } from './exit-statuses.ts';
import { parseTimeSpan } from './time-span.ts';
import type { StatusSet } from './unit-settings.ts';
import { splitWords } from './words.ts';

/** Readers of single values; each returns what is wrong, or nothing. */

export function words(value: string): string[] {
  return (splitWords(value) ?? []).filter((word) => word !== '');
}

export function boolean(key: string, value: string, use: (yes: boolean) => void): string | undefined {
  const yes = /^(1|y|yes|true|t|on)$/i.test(value);
  if (!yes && !/^(0|n|no|false|f|off)$/i.test(value)) return `Failed to parse boolean value, ignoring: ${key}=${value}`;
  use(yes);
  return undefined;
}

export function span(key: string, value: string, use: (milliseconds: number) => void): string | undefined {
  const time = parseTimeSpan(value);
  if (time === undefined) return `Failed to parse ${key}= parameter, ignoring: ${value}`;
  use(time);
  return undefined;
}

/** Zero turns a time limit off. */
export function endless(time: number): number {
  return time === 0 ? Infinity : time;
}

export function signal(key: string, value: string, use: (one: Signal) => void): string | undefined {
  const parsed = parseSignal(value);
  if (parsed === undefined) return `Failed to parse ${key}=, ignoring: ${value}`;
  use(parsed);
  return undefined;
}

export function statuses(key: string, value: string, set: StatusSet): string | undefined {
  for (const word of words(value)) {
    const code = exitStatusOf(word);
    const one = code === undefined ? parseSignal(word) : undefined;
    if (code !== undefined) set.codes.add(code);
    else if (one !== undefined) set.signals.add(one);
    else return `Failed to parse ${key}= value, ignoring: ${word}`;
  }
  return undefined;
}
