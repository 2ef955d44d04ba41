import type { ProgramContext } from '../../process/process.ts';
import { flush, write } from '../lines.ts';

/** An end of npm with lines of its own, each printed behind `npm error`. */
export class NpmError extends Error {
  readonly lines: readonly string[];
  readonly exitCode: number;

  constructor(lines: readonly string[], exitCode = 1) {
    super(lines.join('\n'));
    this.name = 'NpmError';
    this.lines = lines;
    this.exitCode = exitCode;
  }
}

export async function say(context: ProgramContext, text: string): Promise<void> {
  await write(context.stdout, Buffer.from(text), context.ended);
}

export async function sayErrors(context: ProgramContext, lines: readonly string[]): Promise<void> {
  await flush(context.stdout, context.ended);
  const text = lines.map((line) => `npm error${line === '' ? '' : ' '}${line}\n`).join('');
  await write(context.stderr, Buffer.from(text), context.ended);
}

/** npm counts milliseconds below a second, then seconds, then minutes. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${String(Math.round(milliseconds))}ms`;
  return milliseconds < 60_000 ? `${String(Math.round(milliseconds / 1000))}s` : `${String(Math.round(milliseconds / 60_000))}m`;
}
