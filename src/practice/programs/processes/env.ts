import { FileSystemError } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { runCommand } from '../run-command.ts';

export const env = defineProgram(
  {
    usage: 'NAME [OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]',
    summary: 'Set each NAME to VALUE in the environment and run COMMAND; with no COMMAND, print the environment.',
    version: coreutils,
    usageStatus: 125,
    stopAtOperand: true,
    unsupported: 'Sv',
    options: {
      empty: { short: 'i', long: 'ignore-environment', help: 'start with an empty environment' },
      zero: { short: '0', long: 'null', help: 'end each output line with NUL, not newline' },
      unset: { short: 'u', long: 'unset', value: 'NAME', help: 'remove variable from the environment' },
      directory: { short: 'C', long: 'chdir', value: 'DIR', help: 'change working directory to DIR' },
    },
  },
  async (call) => {
    const { context, values, operands, complain, print } = call;
    const [first] = operands;
    const environment = new Map(values.empty || first === '-' ? [] : context.environment);
    for (const name of call.all('unset')) environment.delete(name);
    const rest = first === '-' ? operands.slice(1) : operands;
    const commandAt = rest.findIndex((operand) => !operand.includes('='));
    for (const setting of commandAt < 0 ? rest : rest.slice(0, commandAt)) {
      const at = setting.indexOf('=');
      environment.set(setting.slice(0, at), setting.slice(at + 1));
    }
    if (commandAt < 0) {
      if (values.directory !== undefined) throw new UsageError('must specify command with --chdir (-C)');
      for (const [name, value] of environment) await print(`${name}=${value}${values.zero ? '\0' : '\n'}`);
      return 0;
    }
    if (values.zero) throw new UsageError('cannot specify --null (-0) with command');
    const workingDirectory = pathOf(context, values.directory ?? '.');
    try {
      if ((await context.system.fileSystem.stat(workingDirectory)).kind !== 'directory')
        throw new FileSystemError('ENOTDIR', workingDirectory);
    } catch (error) {
      await complain(`cannot change directory to ${quote(values.directory ?? '.')}: ${reasonOf(error)}`);
      return 125;
    }
    return runCommand(call, rest.slice(commandAt), { environment, workingDirectory });
  },
);

export const printenv = defineProgram(
  {
    usage: 'NAME [OPTION]... [VARIABLE]...',
    summary: 'Print the values of the specified environment VARIABLE(s), or all of them.',
    version: coreutils,
    usageStatus: 2,
    options: { zero: { short: '0', long: 'null', help: 'end each output line with NUL, not newline' } },
  },
  async ({ context, values, operands, print }) => {
    const end = values.zero ? '\0' : '\n';
    if (operands.length === 0) {
      for (const [name, value] of context.environment) await print(`${name}=${value}${end}`);
      return 0;
    }
    let status = 0;
    for (const name of operands) {
      const value = context.environment.get(name);
      if (value === undefined) status = 1;
      else await print(value + end);
    }
    return status;
  },
);
