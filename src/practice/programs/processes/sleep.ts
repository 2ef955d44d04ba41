import { defineProgram } from '../define-program.ts';
import { pause } from '../lines.ts';
import { coreutils, quote } from '../messages.ts';
import { UsageError } from '../options.ts';
import { parseDuration } from './duration.ts';

export const sleep = defineProgram(
  {
    usage: 'NAME NUMBER[SUFFIX]...',
    summary:
      "Pause for NUMBER seconds, where NUMBER may be a fraction or 'infinity'. SUFFIX may be s, m, h or d. With several arguments, pause for the sum.",
    version: coreutils,
    options: {},
  },
  async ({ context, name, operands }) => {
    if (operands.length === 0) throw new UsageError('missing operand');
    const durations = operands.map(parseDuration);
    const bad = operands.filter((_, index) => durations[index] === undefined);
    if (bad.length > 0) throw new UsageError(bad.map((operand) => `invalid time interval ${quote(operand)}`).join(`\n${name}: `));
    await pause(
      durations.reduce<number>((sum, duration) => sum + (duration ?? 0), 0),
      context.ended,
    );
    return 0;
  },
);
