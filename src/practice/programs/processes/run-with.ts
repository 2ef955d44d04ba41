import { ignoreSignal, parseSignal } from '../../process/signals.ts';
import type { Signal } from '../../process/signals.ts';
import { spawnProgram } from '../../process/run-program.ts';
import { findErrorText, findProgram } from '../../process/find-program.ts';
import { defineProgram } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { ProcessEnded, pause, write } from '../lines.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { runCommand } from '../run-command.ts';
import { inputTerminal, outputTerminal } from '../terminal-output.ts';
import { appendTo } from './append-stream.ts';
import { parseDuration } from './duration.ts';

export const timeout = defineProgram(
  {
    usage: 'NAME [OPTION] DURATION COMMAND [ARG]...',
    summary: 'Start COMMAND, and kill it if still running after DURATION.',
    version: coreutils,
    usageStatus: 125,
    stopAtOperand: true,
    options: {
      foreground: { short: 'f', long: 'foreground', help: 'signal only COMMAND itself, not what it started' },
      killAfter: {
        short: 'k',
        long: 'kill-after',
        value: 'DURATION',
        help: 'also send a KILL signal if COMMAND is still running this long after',
      },
      preserve: { short: 'p', long: 'preserve-status', help: 'exit with the same status as COMMAND, even when it times out' },
      signal: { short: 's', long: 'signal', value: 'SIGNAL', help: 'specify the signal to be sent on timeout' },
      verbose: { short: 'v', long: 'verbose', help: 'diagnose to stderr any signal sent upon timeout' },
    },
  },
  async (call) => {
    const { context, values, operands, complain } = call;
    const [durationText, ...command] = operands;
    if (durationText === undefined || command.length === 0) throw new UsageError('');
    const duration = readDuration(durationText);
    const killAfter = values.killAfter === undefined ? undefined : readDuration(values.killAfter);
    const signal = parseSignal(values.signal ?? 'TERM');
    if (signal === undefined) throw new UsageError(`${quote(values.signal ?? '')}: invalid signal`);
    const [program = ''] = command;
    const found = await findProgram(context.system, program, context.environment, context.workingDirectory);
    if ('error' in found) {
      await complain(`failed to run command ${quote(program)}: ${findErrorText(found.error)}`);
      return found.error === 'not-found' ? 127 : 126;
    }
    const child = await spawnProgram(context, command, values.foreground ? {} : { group: 'new' });
    if (!('exited' in child)) return child.code;
    // The command and all that it started in its group.
    const send = (sent: Signal): void => {
      if (values.foreground) child.signal(sent);
      else context.system.processes.signal(-child.group, sent);
    };
    // A signal to this process is passed on, as the real one does.
    for (const passed of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) context.onSignal(passed, () => send(passed));
    const waiting = new AbortController();
    const exited = child.exited.then((status) => {
      waiting.abort();
      return status;
    });
    let timedOut = false;
    // A duration of 0 means no limit.
    if (duration > 0 && (await elapsed(duration, waiting.signal))) {
      timedOut = true;
      if (values.verbose) await complain(`sending signal ${signal.slice(3)} to command ${quote(program)}`);
      send(signal);
      send('SIGCONT');
      if (killAfter !== undefined && (await elapsed(killAfter, waiting.signal))) {
        if (values.verbose) await complain(`sending signal KILL to command ${quote(program)}`);
        send('SIGKILL');
        await exited;
        return 137;
      }
    }
    const status = await exited;
    if (!timedOut || values.preserve) return status.code;
    return signal === 'SIGKILL' ? 137 : 124;
  },
);

export const nohup = defineProgram(
  {
    usage: 'NAME COMMAND [ARG]...',
    summary: 'Run COMMAND, ignoring hangup signals. Output to a terminal is appended to nohup.out instead.',
    version: coreutils,
    usageStatus: 125,
    stopAtOperand: true,
    options: {},
  },
  async (call) => {
    const { context, operands, complain } = call;
    if (operands.length === 0) throw new UsageError('missing operand');
    context.onSignal('SIGHUP', ignoreSignal);
    const wording = (name: string, reason: string): string => `failed to run command ${quote(name)}: ${reason}`;
    if (outputTerminal(context) === undefined) return runCommand(call, operands, {}, wording);
    const path = pathOf(context, 'nohup.out');
    try {
      await context.system.fileSystem.writeFile(path, '', { append: true, mode: 0o600 });
    } catch (error) {
      await complain(`failed to open 'nohup.out': ${reasonOf(error)}`);
      return 125;
    }
    await complain(`${inputTerminal(context) === undefined ? '' : 'ignoring input and '}appending output to 'nohup.out'`);
    const output = appendTo(context.system.fileSystem, path);
    return runCommand(call, operands, { stdout: output, stderr: output }, wording);
  },
);

export const nice = defineProgram(
  {
    usage: 'NAME [OPTION] [COMMAND [ARG]...]',
    summary: 'Run COMMAND with an adjusted niceness. The practice device schedules all processes alike.',
    version: coreutils,
    usageStatus: 125,
    stopAtOperand: true,
    options: { adjustment: { short: 'n', long: 'adjustment', value: 'N', help: 'add integer N to the niceness (default 10)' } },
    prepare: (given) => given.map((argument, index) => (index === 0 && /^-\d+$/.test(argument) ? `-n${argument.slice(1)}` : argument)),
  },
  async (call) => {
    const { values, operands, print } = call;
    if (values.adjustment !== undefined && !/^[-+]?\d+$/.test(values.adjustment))
      throw new UsageError(`invalid adjustment ${quote(values.adjustment)}`, false);
    if (operands.length === 0) {
      if (values.adjustment !== undefined) throw new UsageError('a command must be given with an adjustment');
      await print('0\n');
      return 0;
    }
    return runCommand(call, operands);
  },
);

export const time = defineProgram(
  {
    usage: 'NAME [-p] COMMAND [ARG]...',
    summary: 'Run COMMAND, then print how long it took. Simulated processes take no measurable processor time.',
    stopAtOperand: true,
    usageStatus: 125,
    options: { portable: { short: 'p', long: 'portability', help: "use POSIX's format (always so here)" } },
  },
  async (call) => {
    const { context, operands } = call;
    if (operands.length === 0) throw new UsageError('missing operand');
    const startedAt = context.system.now();
    const status = await runCommand(call, operands, {}, (name, reason) => `cannot run ${name}: ${reason}`);
    const seconds = (context.system.now() - startedAt) / 1000;
    await write(context.stderr, `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`, context.ended);
    return status;
  },
);

function readDuration(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) throw new UsageError(`invalid time interval ${quote(text)}`);
  return duration;
}

/** True when the time has passed, false when `end` came first. */
async function elapsed(milliseconds: number, end: AbortSignal): Promise<boolean> {
  try {
    await pause(milliseconds, end);
    return true;
  } catch (error) {
    if (error instanceof ProcessEnded) return false;
    throw error;
  }
}
