import { defineProgram } from '../define-program.ts';
import { pause } from '../lines.ts';
import { UsageError } from '../options.ts';
import { runCommand } from '../run-command.ts';
import { formatDate } from '../system/date-format.ts';
import { outputTerminal } from '../terminal-output.ts';

export const watch = defineProgram(
  {
    usage: 'NAME [options] command',
    summary: 'Run a command again and again, showing its output each time. Ctrl-C ends it.',
    version: 'from procps-ng 4.0.4',
    stopAtOperand: true,
    unsupported: 'bcCdegpqrsw',
    options: {
      interval: { short: 'n', long: 'interval', value: 'secs', help: 'seconds to wait between updates (default 2)' },
      noTitle: { short: 't', long: 'no-title', help: 'turn off header' },
      exec: { short: 'x', long: 'exec', help: 'pass command to exec instead of "sh -c"' },
    },
  },
  async (call) => {
    const { context, values, operands, print } = call;
    if (operands.length === 0) throw new UsageError('');
    const seconds = Math.max(0.1, Number(values.interval ?? 2));
    if (Number.isNaN(seconds)) throw new UsageError(`failed to parse argument: '${values.interval ?? ''}'`, false);
    const terminal = outputTerminal(context);
    if (terminal === undefined) {
      await call.complain('not a terminal');
      return 1;
    }
    const command = values.exec ? operands : ['sh', '-c', operands.join(' ')];
    for (;;) {
      await print('\u001b[H\u001b[2J');
      if (!values.noTitle) {
        const left = `Every ${seconds.toFixed(1)}s: ${operands.join(' ')}`;
        const right = `${context.system.hostname}: ${formatDate('%a %b %e %H:%M:%S %Y', context.system.now())}`;
        await print(`${left.padEnd(Math.max(left.length + 1, terminal.columns - right.length))}${right}\n\n`);
      }
      await runCommand(call, command);
      await pause(seconds * 1000, context.ended);
    }
  },
);
