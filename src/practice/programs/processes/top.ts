import { defineProgram } from '../define-program.ts';
import { pause } from '../lines.ts';
import { UsageError } from '../options.ts';
import { readProc, uptimeText } from '../system/machine.ts';
import { outputTerminal } from '../terminal-output.ts';
import { commandName } from './process-selection.ts';

export const top = defineProgram(
  {
    usage: 'NAME [-b] [-d SECONDS] [-n ITERATIONS]',
    summary: 'Show the processes, again every few seconds. On the practice device it takes no keys: end it with Ctrl-C.',
    version: 'from procps-ng 4.0.4',
    options: {
      batch: { short: 'b', help: 'batch mode: plain text, one screen after the other' },
      delay: { short: 'd', value: 'SECONDS', help: 'time between two screens (default 3)' },
      iterations: { short: 'n', value: 'ITERATIONS', help: 'end after so many screens' },
    },
  },
  async ({ context, values, print, complain }) => {
    const terminal = outputTerminal(context);
    if (!values.batch && terminal === undefined) {
      await complain('failed tty get');
      return 1;
    }
    const delay = Number(values.delay ?? 3);
    const iterations = values.iterations === undefined ? Infinity : Number(values.iterations);
    if (!(delay >= 0) || !(iterations > 0)) throw new UsageError('bad delay interval or iterations argument', false);
    for (let screen = 0; screen < iterations; screen += 1) {
      if (screen > 0) await pause(delay * 1000, context.ended);
      const memory = await readProc(context, 'meminfo');
      const mebibytes = (name: string): string => (Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(memory)?.[1] ?? 0) / 1024).toFixed(1);
      const processes = context.system.processes.list();
      const stopped = processes.filter((process) => process.state === 'stopped').length;
      const lines = [
        `top -${await uptimeText(context)}`,
        `Tasks: ${String(processes.length).padStart(3)} total,   1 running, ${String(processes.length - stopped - 1).padStart(3)} sleeping, ${String(stopped).padStart(3)} stopped,   0 zombie`,
        `MiB Mem : ${mebibytes('MemTotal').padStart(8)} total, ${mebibytes('MemFree').padStart(8)} free`,
        '',
        '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
        ...processes.map((process) => {
          const state = process.state === 'stopped' ? 'T' : process.pid === context.process.pid ? 'R' : 'S';
          const user = (process.user.split(':')[0] ?? '').slice(0, 8).padEnd(8);
          return `${String(process.pid).padStart(7)} ${user}  20   0       0      0      0 ${state}   0.0   0.0   0:00.00 ${commandName(process)}`;
        }),
      ];
      const shown =
        terminal === undefined || values.batch ? lines : lines.slice(0, terminal.rows - 1).map((line) => line.slice(0, terminal.columns));
      await print(values.batch ? `${screen > 0 ? '\n' : ''}${shown.join('\n')}\n` : `\u001b[H\u001b[2J${shown.join('\n')}\n`);
    }
    return 0;
  },
);
